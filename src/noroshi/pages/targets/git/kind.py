"""What forms, documentation and checks need to know about the git target."""

from __future__ import annotations

from datetime import timedelta

from noroshi.pages.target import TargetField, TargetKind
from noroshi.pages.targets.git.target import open_git

GIT = TargetKind(
    key="git",
    name={"en": "Git branch", "ja": "Gitブランチ"},
    help={
        "en": "A branch that a forge shows as pages, or that a web server checks out. A third place "
        "beside two others, never the only one: forges take minutes to show a push.",
        "ja": "フォージのPages機能やWebサーバーが公開するブランチです。反映に数分かかるため、単独では"
        "なく三つ目の公開先としてお使いください。",
    },
    fields=(
        TargetField(
            name="repository",
            label={"en": "Repository", "ja": "リポジトリ"},
            help={
                "en": "Give its address: https://…, ssh://…, user@host:path, or a full path.",
                "ja": "アドレスを指定してください（https://…、ssh://…、user@host:path、または絶対パス）。",
            },
        ),
        TargetField(
            name="branch",
            label={"en": "Branch", "ja": "ブランチ"},
            help={
                "en": "The branch that is shown. Everything on it belongs to Noroshi.",
                "ja": "公開するブランチです。内容はすべてNoroshiが管理します。",
            },
            default="pages",
        ),
        TargetField(
            name="domain",
            label={"en": "Domain", "ja": "ドメイン"},
            help={
                "en": "A domain of your own that the forge shows the page at; written to CNAME.",
                "ja": "フォージで独自ドメインを使う場合に指定します（CNAMEに書き込みます）。",
            },
            required=False,
        ),
        TargetField(
            name="identity_file",
            label={"en": "Key file", "ja": "秘密鍵ファイル"},
            help={
                "en": "For SSH: the path of the private key on the machine of the worker.",
                "ja": "SSHの場合：workerのマシン上の秘密鍵のパスです。",
            },
            required=False,
        ),
        TargetField(
            name="known_hosts",
            label={"en": "Known hosts", "ja": "known_hosts"},
            help={
                "en": "For SSH: the path of a file with the public key of the forge.",
                "ja": "SSHの場合：フォージの公開鍵を記したファイルのパスです。",
            },
            required=False,
        ),
        TargetField(
            name="token",
            label={"en": "Token", "ja": "トークン"},
            help={
                "en": "For https: a token that may write to this repository and nothing else.",
                "ja": "httpsの場合：このリポジトリへの書き込みだけを許可したトークンです。",
            },
            required=False,
            secret=True,
        ),
    ),
    open=open_git,
    # Forges build a page for each push, and allow only so many of them an hour.
    clock_every=timedelta(minutes=10),
)
