"""Atlassian Statuspage: the export of its subscribers, and the template of its own import.

The export has a heading; its columns are the attributes of a subscriber in Statuspage's API, under
names for people ("Phone Country", "Quarantined At"). The template has rows that begin with their
kind instead: "email", address, whether to skip the confirmation; "sms", number, country; "webhook",
address, e-mail of somebody to tell; components may follow.
Quarantined is who Statuspage stopped writing to, since messages came back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from noroshi.domain.channel import Channel
from noroshi.intake.subscribers.cells import names
from noroshi.intake.subscribers.moments import is_empty, moment
from noroshi.intake.subscribers.row import (
    NO_ADDRESS,
    NO_LIST_HERE,
    Bad,
    Found,
    Row,
    Skipped,
    Standing,
)

_OWN = frozenset({"phone_country", "quarantined_at", "endpoint", "mode", "purge_at"})
_KINDS = {"email": Channel.EMAIL, "sms": Channel.SMS, "webhook": Channel.WEBHOOK}
_FIXED = 3  # cells of a template row before the components


def fits(columns: frozenset[str]) -> bool:
    """Whether a heading is one of Statuspage's."""
    marks = columns & _OWN
    return bool(marks) and ("quarantined_at" in marks or "mode" in marks or len(marks) > 1)


def is_template(cells: Sequence[str]) -> bool:
    """Whether a first line is a row already, in the shape of Statuspage's import template."""
    kind = cells[0].strip().lower() if len(cells) > 1 else ""
    second = cells[1].strip().lower() if len(cells) > 1 else ""
    return kind in _KINDS and bool(second) and (kind != "email" or "@" in second)


def rows(line: int, cells: Mapping[str, str]) -> tuple[Found, ...]:
    """The one subscription of a row."""
    mode = cells.get("mode", "").lower()
    if mode and mode not in _KINDS:
        return (Skipped(line=line, why=NO_LIST_HERE),)
    channel, address = _where(cells, mode)
    if not address:
        return (Bad(line=line, why=NO_ADDRESS),)
    standing, there = _standing(cells)
    left = cells.get("unsubscribed_at", "")
    row = Row(
        line=line,
        channel=channel,
        address=address,
        country=cells.get("phone_country", ""),
        language=cells.get("language", "").lower(),
        time_zone=cells.get("time_zone", ""),
        standing=standing,
        there=there,
        components=names(cells.get("components", "")),
        created_at=moment(cells.get("created_at", "")),
        confirmed_at=moment(cells.get("confirmed_at", "")),
        unsubscribed_at=moment(left),
    )
    return (row,)


def template_row(line: int, cells: Sequence[str]) -> tuple[Found, ...]:
    """The one subscription of a row of the template."""
    kind = cells[0].strip().lower()
    if kind not in _KINDS:
        return (Bad(line=line, why="the row does not begin with email, sms or webhook"),)
    if len(cells) < 2 or not cells[1].strip():
        return (Bad(line=line, why=NO_ADDRESS),)
    channel = _KINDS[kind]
    country = cells[2].strip() if channel is Channel.SMS and len(cells) > 2 else ""
    chosen = tuple(cell.strip() for cell in cells[_FIXED:] if cell.strip())
    asked = channel is Channel.EMAIL and len(cells) > 2 and cells[2].strip().lower() == "no"
    return (
        Row(
            line=line,
            channel=channel,
            address=cells[1].strip(),
            country=country,
            standing=Standing.PENDING if asked else Standing.CONFIRMED,
            there="to be asked for confirmation" if asked else "",
            components=chosen,
        ),
    )


def _where(cells: Mapping[str, str], mode: str) -> tuple[Channel, str]:
    # A webhook has an e-mail address too: of whoever is told when it fails.
    if mode == "webhook" or (not mode and cells.get("endpoint")):
        return Channel.WEBHOOK, cells.get("endpoint", "")
    if mode == "sms" or (not mode and cells.get("phone_number")):
        return Channel.SMS, cells.get("phone_number", "")
    return Channel.EMAIL, cells.get("email", "")


def _standing(cells: Mapping[str, str]) -> tuple[Standing, str]:
    if not is_empty(cells.get("unsubscribed_at", "")):
        return Standing.UNSUBSCRIBED, "unsubscribed"
    if not is_empty(cells.get("quarantined_at", "")):
        return Standing.PENDING, "quarantined"
    if "confirmed_at" in cells and is_empty(cells["confirmed_at"]):
        return Standing.PENDING, "unconfirmed"
    return Standing.CONFIRMED, "active"
