"""What forms, documentation and checks need to know about the SFTP target."""

from __future__ import annotations

from noroshi.pages.ssh import SSH_FIELDS
from noroshi.pages.target import TargetField, TargetKind
from noroshi.pages.targets.sftp.target import open_sftp

SFTP = TargetKind(
    key="sftp",
    name={"en": "Another machine (SFTP)", "ja": "別のマシン（SFTP）"},
    help={
        "en": "A directory on another machine where only SFTP is allowed. Let its web server serve "
        "the folder “current”. Each version is sent whole; where rsync is there, use it instead.",
        "ja": "SFTPのみ使える別のマシン上のディレクトリです。Webサーバーでは、その中の「current」を公開"
        "します。版ごとに全体を送信するため、rsyncが使える場合はそちらをお使いください。",
    },
    fields=(
        TargetField(
            name="host",
            label={"en": "Machine", "ja": "接続先"},
            help={"en": "Write it as user@host.", "ja": "user@host の形で指定してください。"},
        ),
        TargetField(
            name="directory",
            label={"en": "Directory", "ja": "ディレクトリ"},
            help={
                "en": "The full path of a directory that exists there.",
                "ja": "接続先に存在するディレクトリの絶対パスです。",
            },
        ),
        *SSH_FIELDS,
    ),
    open=open_sftp,
)
