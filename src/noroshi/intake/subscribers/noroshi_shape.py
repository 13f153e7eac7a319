"""Our own export, read again: with states, dates and the proof of consent."""

from __future__ import annotations

import json
from collections.abc import Mapping

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.subscription import Topic
from noroshi.intake.subscribers.cells import keys
from noroshi.intake.subscribers.moments import moment
from noroshi.intake.subscribers.row import Bad, Found, Row, Standing

COLUMNS = (
    "channel", "address", "audience", "language", "time_zone", "state", "suppressed", "components",
    "regions", "created_at", "confirmed_at", "unsubscribed_at", "consent", "groups", "topics",
    "min_severity", "paused_until",
)  # fmt: skip
_LISTS = {str(channel): channel for channel in (Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)}
_STATES = {str(standing): standing for standing in Standing}
_REASONS = frozenset({"", Reason.BOUNCED, Reason.COMPLAINED, Reason.UNSUBSCRIBED})
_TOPICS = frozenset(Topic)
_SEVERITIES = frozenset("12345")
_SAFE = ("'=", "'+", "'-", "'@")


def fits(columns: frozenset[str]) -> bool:
    """Whether a heading is of our own export."""
    return {"channel", "address", "state"} <= columns


def rows(line: int, cells: Mapping[str, str]) -> tuple[Found, ...]:
    """The one subscription of a row."""
    channel, standing = _LISTS.get(cells["channel"]), _STATES.get(cells["state"])
    if channel is None:
        return (Bad(line=line, why="this channel has no list", value=cells["channel"][:40]),)
    if standing is None:
        return (Bad(line=line, why="nobody knows this status", value=cells["state"][:40]),)
    if cells.get("suppressed", "") not in _REASONS:
        return (Bad(line=line, why="nobody knows this reason", value=cells["suppressed"][:40]),)
    address, lowest = cells["address"], cells.get("min_severity", "")
    row = Row(
        line=line,
        channel=channel,
        address=address[1:] if address.startswith(_SAFE) else address,
        audience=cells.get("audience", ""),
        language=cells.get("language", ""),
        time_zone=cells.get("time_zone", ""),
        standing=standing,
        there=cells["state"],
        components=keys(cells.get("components", "")),
        regions=keys(cells.get("regions", "")),
        created_at=moment(cells.get("created_at", "")),
        confirmed_at=moment(cells.get("confirmed_at", "")),
        unsubscribed_at=moment(cells.get("unsubscribed_at", "")),
        suppressed=cells.get("suppressed", ""),
        consent=_consent(cells.get("consent", "")),
        strict=True,
        groups=keys(cells.get("groups", "")),
        topics=tuple(key for key in keys(cells.get("topics", "")) if key in _TOPICS),
        min_severity=int(lowest) if lowest in _SEVERITIES else 1,
        paused_until=moment(cells.get("paused_until", "")),
    )
    return (row,)


def _consent(text: str) -> Mapping[str, object]:
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {"unreadable": text[:500]}
    return told if isinstance(told, dict) else {"unreadable": text[:500]}
