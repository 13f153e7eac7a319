"""What forms, documentation and checks need to know about the directory target."""

from __future__ import annotations

from pathlib import Path

from noroshi.pages.target import TargetField, TargetKind
from noroshi.pages.targets.directory.target import DirectoryTarget

DIRECTORY = TargetKind(
    key="directory",
    name={"en": "Directory", "ja": "ディレクトリ"},
    help={
        "en": "A directory on the machine of the worker, or one that is mounted there, for any web "
        "server to serve.",
        "ja": "workerのマシン上、またはそこにマウントされたディレクトリです。任意のWebサーバーで公開"
        "できます。",
    },
    fields=(
        TargetField(
            name="path",
            label={"en": "Path of the directory", "ja": "ディレクトリのパス"},
            help={
                "en": "Give the full path of a directory that Noroshi may write to; let the web "
                "server serve its folder “current”.",
                "ja": "Noroshiが書き込めるディレクトリの絶対パスを指定してください。Webサーバーでは、その"
                "中の「current」を公開します。",
            },
        ),
    ),
    open=lambda settings: DirectoryTarget(Path(settings["path"])),
)
