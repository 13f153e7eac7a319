"""The page server of this installation, in front of another application or alone.

Alone it needs no Django, no secrets and no database: ``noroshi page serve`` shows what was
published last, on another machine as well.
"""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from noroshi.pages.serve.sites import Sites
from noroshi.web.pageserver.answers import give, plain
from noroshi.web.pageserver.application import PageServer
from noroshi.web.pageserver.request import Application, Receive, Scope, Send
from noroshi.web.pageserver.streams import Limits, Streams

_SPARE = 500
"""Open files that streams leave to everything else."""


def page_server(screens: Application, *, page_root: Path, public_url: str) -> PageServer:
    """Published pages first; everything else by ``screens``."""
    sites = Sites(page_root, public_url=public_url)
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(_SPARE, files - _SPARE) if files > 0 else Limits().most
    limits = Limits(most=min(Limits().most, most))
    return PageServer(screens, sites=sites, streams=Streams(sites, limits))


def allow_many_connections() -> int:
    """Raise this process's limit of open files as far as it may; the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        return hard
    return soft


def only_pages() -> PageServer:
    """The application of ``noroshi page serve``; the environment says where the pages are."""
    return page_server(
        _nothing_else,
        page_root=Path(os.environ["NOROSHI_DATA_DIR"]) / "pages",
        public_url=os.environ.get("NOROSHI_PUBLIC_URL", ""),
    )


async def _nothing_else(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
    if scope["type"] == "http":
        text = "Only status pages are shown here."
        answer = plain(HTTPStatus.NOT_FOUND, text, secure=False)
        await give(answer, send, only_head=scope["method"] == "HEAD")
