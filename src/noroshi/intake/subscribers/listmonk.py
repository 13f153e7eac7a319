"""listmonk: the export of its subscribers (uuid, email, name, attributes, status, dates).

``status`` is enabled, disabled or blocklisted. The export says nothing of single lists: export one
list at a time, and only those who confirmed it, or add a column ``subscription_status``.
Attributes are JSON; a language and a time zone are taken from there. Names are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from noroshi.domain.channel import Channel
from noroshi.intake.subscribers.cells import names
from noroshi.intake.subscribers.moments import moment
from noroshi.intake.subscribers.row import SWITCHED_OFF, Bad, Found, Row, Skipped, Standing

_STANDINGS = {
    "enabled": Standing.CONFIRMED,
    "": Standing.CONFIRMED,
    "confirmed": Standing.CONFIRMED,
    "blocklisted": Standing.UNSUBSCRIBED,
    "unsubscribed": Standing.UNSUBSCRIBED,
    "unconfirmed": Standing.PENDING,
}
_LANGUAGE = ("language", "lang", "locale")
_ZONE = ("timezone", "time_zone", "tz")


def fits(columns: frozenset[str]) -> bool:
    """Whether a heading is one of listmonk's."""
    return "email" in columns and ({"uuid", "status"} <= columns or "attributes" in columns)


def rows(line: int, cells: Mapping[str, str]) -> tuple[Found, ...]:
    """The one subscription of a row. Of two states the more cautious one counts."""
    words = [cells.get(name, "").lower() for name in ("status", "subscription_status")]
    if "disabled" in words:
        return (Skipped(line=line, why=SWITCHED_OFF),)
    unknown = next((word for word in words if word not in _STANDINGS), None)
    if unknown is not None:
        return (Bad(line=line, why="nobody knows this status", value=unknown[:40]),)
    standing = max((_STANDINGS[word] for word in words), key=list(Standing).index)
    more = _attributes(cells.get("attributes", ""))
    created = moment(cells.get("created_at", ""))
    row = Row(
        line=line,
        channel=Channel.EMAIL,
        address=cells.get("email", ""),
        language=_first(more, _LANGUAGE),
        time_zone=_first(more, _ZONE),
        standing=standing,
        there=next((word for word in reversed(words) if word), ""),
        components=names(_first(more, ("components",))),
        created_at=created,
        unsubscribed_at=moment(cells.get("updated_at", ""))
        if standing is Standing.UNSUBSCRIBED
        else None,
        suppressed="unsubscribed" if "blocklisted" in words else "",
    )
    return (row,)


@lru_cache(maxsize=1_000)
def _attributes(text: str) -> Mapping[str, object]:
    if len(text) < 3:
        return {}
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {str(name).lower(): value for name, value in told.items()} if _is_map(told) else {}


def _is_map(told: object) -> bool:
    return isinstance(told, dict)


def _first(more: Mapping[str, object], wanted: tuple[str, ...]) -> str:
    for name in wanted:
        value = more.get(name)
        if isinstance(value, str) and value:
            return value.lower() if wanted is _LANGUAGE else value
        if isinstance(value, list):
            return ";".join(str(each) for each in value)
    return ""
