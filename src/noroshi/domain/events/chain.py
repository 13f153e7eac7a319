"""The hash chain of the event log (security.md, section 8).

Each entry's hash covers the one before it, so that a change, removal, insertion or swap anywhere
shows. Cutting off the end does not show inside the chain: compare with a head that was published
elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from noroshi.domain.events.kinds import Event
from noroshi.domain.language import Localised

GENESIS = "0" * 64
"""What stands before the first entry."""

# ASCII only: half a surrogate pair in a text must not stop the log.
_CANONICAL = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
)
# PostgreSQL's jsonb writes larger fractions without exponent, so that they come back as integers.
_EXACT = 1e15
_ALTERED: Localised = {
    "en": "This entry, or its place in the log, was changed.",
    "ja": "この記録の内容または順序が変更されています。",
}
_CUT_OFF: Localised = {
    "en": "The log ends before the witnessed entry.",
    "ja": "控えのある記録より前で、ログが途切れています。",
}


@dataclass(frozen=True, kw_only=True)
class Intact:
    """Every entry is as it was written. ``head`` is the hash of the last one."""

    count: int
    head: str


@dataclass(frozen=True, kw_only=True)
class Broken:
    """The log was altered. ``at`` is the id of the first entry that does not fit."""

    at: int
    reason: Localised


def chain_hash(previous_hash: str, event: Event) -> str:
    """The hash of ``event`` after an entry with ``previous_hash``, as hex.

    Raises:
        TypeError: the data holds something that does not come back from the database as it
            went in: a date, a key that is not text, a fraction too large to be kept exactly.
    """
    _check(event.data)
    return _digest(previous_hash, event)


def verify(
    entries: Iterable[tuple[Event, str]], *, start: str = GENESIS, witness: str = ""
) -> Intact | Broken:
    """Whether the entries, in order of their ids, are the ones that were written.

    Args:
        start: the hash before the first entry, to check a part of the log.
        witness: a hash that was published elsewhere and must be among the entries.
    """
    hash_before, count, last_id = start, 0, 0
    witnessed = witness in {"", start}
    for event, stored in entries:
        if _digest(hash_before, event) != stored:
            return Broken(at=event.id, reason=_ALTERED)
        hash_before, count, last_id = stored, count + 1, event.id
        witnessed = witnessed or stored == witness
    if not witnessed:
        return Broken(at=last_id, reason=_CUT_OFF)
    return Intact(count=count, head=hash_before)


def _digest(previous_hash: str, event: Event) -> str:
    entry = [
        event.id,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.kind,
        event.actor,
        event.incident_number,
        event.data,
    ]
    written = f"{previous_hash}\n{_CANONICAL.encode(entry)}"
    return hashlib.sha256(written.encode()).hexdigest()


def _check(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, float) and abs(value) < _EXACT and str(value) != "-0.0":
        return
    if isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif isinstance(value, dict) and all(isinstance(key, str) for key in value):
        for item in value.values():
            _check(item)
    else:
        msg = f"an event cannot keep this: {value!r}"
        raise TypeError(msg)
