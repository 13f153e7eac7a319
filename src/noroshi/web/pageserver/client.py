"""Whose connection it is, as far as a limit needs to know. Nothing of it is kept."""

from __future__ import annotations

from noroshi.domain import whence
from noroshi.web.pageserver.request import Scope, header


def place_of(scope: Scope) -> str:
    """The reader's place; see ``noroshi.domain.whence``."""
    peer = str((scope.get("client") or ("",))[0])
    told = header(scope, b"x-forwarded-for").decode("latin-1")
    return whence.place_of(whence.asking_address(peer, forwarded=told))
