"""What a page tells its open streams: the state of its newest version, in one event.

Only the newest counts, so a reader who was away or slow gets one event and is up to date; nothing
is queued for anybody.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from noroshi.pages.serve.edition import Edition

_TOLD = ("ok", "status", "indicator", "changed_at", "next_update_by")


class Reader:
    """One open stream. It waits on a bare future, which costs a fraction of a task or a queue."""

    __slots__ = ("gone", "since", "wake")

    def __init__(self, since: float) -> None:
        self.since = since
        self.gone = False
        self.wake: asyncio.Future[None] | None = None

    def nudge(self) -> None:
        """Let the stream look for something to do."""
        if self.wake is not None and not self.wake.done():
            self.wake.set_result(None)

    async def rested(self) -> bool:
        """Wait for the next nudge; whether the stream goes on."""
        self.wake = asyncio.get_running_loop().create_future()
        await self.wake
        return not self.gone


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One event as it goes over the line. ``key`` is its id, as the browser gives it back."""

    key: str
    frame: bytes


class Channel:
    """The open streams of one page, and the event that they should have seen."""

    def __init__(self) -> None:
        self.readers: set[Reader] = set()
        self.event: Event | None = None

    def show(self, edition: Edition | None) -> None:
        """Tell everybody about ``edition``, unless it is the one that they know."""
        if edition is None or (self.event is not None and self.event.key == edition.name):
            return
        self.event = event_of(edition)
        for reader in tuple(self.readers):
            reader.nudge()


def event_of(edition: Edition) -> Event:
    """The event for a version: its number, and what its ``status.json`` says in every language."""
    told = {"version": edition.version, **_state(edition)}
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Event(
        key=edition.name, frame=f"id: {edition.name}\nevent: status\ndata: {data}\n\n".encode()
    )


def _state(edition: Edition) -> dict[str, Any]:
    own = _read(edition, "status.json")
    spoken = {code: _read(edition, f"{code}/status.json") for code in sorted(edition.languages)}
    if not spoken:
        spoken = {str(own.get("language", "")): own}
    return {
        **{name: own.get(name) for name in _TOLD},
        "incidents": len(_incidents(own)),
        "text": {code: state.get("text") for code, state in spoken.items()},
        "headline": {
            code: _incidents(state)[0].get("headline")
            for code, state in spoken.items()
            if _incidents(state)
        },
    }


def _read(edition: Edition, name: str) -> Mapping[str, Any]:
    """The document, as far as it is one: a page from an older release may have none."""
    found = edition.document(name)
    try:
        state = json.loads(found.plain.content) if found else {}
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}


def _incidents(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = state.get("incidents")
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
