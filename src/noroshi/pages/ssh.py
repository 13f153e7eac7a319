"""The words of ``ssh`` that all targets on other machines share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from noroshi.kernel.errors import Invalid
from noroshi.pages.target import TargetField

CONNECT_S: Final = 5
_HOST: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@:\[\]-]*")

SSH_FIELDS: Final = (
    TargetField(
        name="port",
        label={"en": "SSH port", "ja": "SSHポート"},
        help={"en": "The port of the other machine.", "ja": "接続先のポート番号です。"},
        default="22",
    ),
    TargetField(
        name="identity_file",
        label={"en": "Key file", "ja": "秘密鍵ファイル"},
        help={
            "en": "The path of the private key on the machine of the worker. Leave empty for ssh's "
            "own choice.",
            "ja": "workerのマシン上の秘密鍵のパスです。空欄の場合はsshの既定に従います。",
        },
        required=False,
    ),
    TargetField(
        name="known_hosts",
        label={"en": "Known hosts", "ja": "known_hosts"},
        help={
            "en": "The path of a file with the other machine's public key: unknown machines are "
            "never written to. Leave empty for ssh's own file.",
            "ja": "接続先の公開鍵を記したファイルのパスです。未登録のマシンには書き込みません。空欄の場合"
            "はsshの既定に従います。",
        },
        required=False,
    ),
)


def ssh_options(settings: Mapping[str, str]) -> list[str]:
    """Options for ssh and sftp: never a question, never an unknown machine, never a long wait.

    Raises:
        Invalid: a port that is no number, or a path that is not absolute.
    """
    port = settings.get("port", "")
    if port and not port.isdecimal():
        raise Invalid("The port must be a number.", field="port")
    options = {
        "BatchMode": "yes",
        "StrictHostKeyChecking": "yes",
        "ConnectTimeout": str(CONNECT_S),
        "ServerAliveInterval": str(CONNECT_S),
        "ServerAliveCountMax": "2",
    }
    if port:
        options["Port"] = port
    for name, option in (("identity_file", "IdentityFile"), ("known_hosts", "UserKnownHostsFile")):
        if settings[name]:
            options[option] = _absolute(name, settings[name])
    if settings["identity_file"]:
        options["IdentitiesOnly"] = "yes"
    return [word for name, value in options.items() for word in ("-o", f"{name}={value}")]


def host_of(text: str, *, field: str) -> str:
    """``text`` if it can name a machine, with or without a user.

    Raises:
        Invalid: it cannot, or would be read as an option.
    """
    if not _HOST.fullmatch(text):
        raise Invalid(
            "This is not the name of a machine.",
            way_out="Write it as user@host.example.com.",
            field=field,
        )
    return text


def _absolute(name: str, path: str) -> str:
    if not Path(path).is_absolute() or any(char in path for char in "\n\"' "):
        raise Invalid(
            "This must be a full path without spaces or quotes.",
            way_out="For example: /etc/noroshi/key.",
            field=name,
        )
    return path
