"""What forms, documentation and checks need to know about the rsync target."""

from __future__ import annotations

from noroshi.pages.ssh import SSH_FIELDS
from noroshi.pages.target import TargetField, TargetKind
from noroshi.pages.targets.rsync.target import open_rsync

RSYNC = TargetKind(
    key="rsync",
    name={"en": "Another machine (rsync)", "ja": "別のマシン（rsync）"},
    help={
        "en": "A directory on another machine that has rsync and SSH. Let its web server serve the "
        "folder “current”. What has not changed is neither sent nor stored twice.",
        "ja": "rsyncとSSHを使える別のマシン上のディレクトリです。Webサーバーでは、その中の「current」を"
        "公開します。変わっていないファイルは送信も重複保存もしません。",
    },
    fields=(
        TargetField(
            name="destination",
            label={"en": "Destination", "ja": "宛先"},
            help={
                "en": "Write it as user@host:/full/path.",
                "ja": "user@host:/絶対パス の形で指定してください。",
            },
        ),
        *SSH_FIELDS,
    ),
    open=open_rsync,
)
