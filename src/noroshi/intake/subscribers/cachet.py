"""Cachet 2 and 3: the table ``subscribers`` as CSV, if wanted joined with the chosen components.

``verified_at`` (2) or ``email_verified_at`` (3) is the confirmation. One subscriber may have an
e-mail address, a telephone number and a Slack webhook; a row without ``global`` chose components.
"""

from __future__ import annotations

from collections.abc import Mapping

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

_VERIFIED = ("verified_at", "email_verified_at")
CHOICE_UNKNOWN = "chose components there that the file does not name: taken for everything"


def fits(columns: frozenset[str]) -> bool:
    """Whether a heading is of Cachet's table."""
    return "email" in columns and not columns.isdisjoint({"verify_code", *_VERIFIED})


def rows(line: int, cells: Mapping[str, str]) -> tuple[Found, ...]:
    """A subscription for each means that we know."""
    given = [
        (channel, cells[name])
        for name, channel in (("email", Channel.EMAIL), ("phone_number", Channel.SMS))
        if cells.get(name) and not is_empty(cells[name])
    ]
    found: list[Found] = [_row(line, cells, channel, address) for channel, address in given]
    if not is_empty(cells.get("slack_webhook_url", "")):
        found.append(Skipped(line=line, why=NO_LIST_HERE))
    return tuple(found) or (Bad(line=line, why=NO_ADDRESS),)


def _row(line: int, cells: Mapping[str, str], channel: Channel, address: str) -> Row:
    verified = next((cells[name] for name in _VERIFIED if not is_empty(cells.get(name, ""))), "")
    chosen = names(cells.get("components", ""))
    narrow = cells.get("global", "1").lower() in {"0", "f", "false"} and not chosen
    return Row(
        line=line,
        channel=channel,
        address=address,
        language=cells.get("language", "").lower(),
        time_zone=cells.get("time_zone", ""),
        standing=Standing.CONFIRMED if verified else Standing.PENDING,
        there=CHOICE_UNKNOWN if narrow else ("verified" if verified else "unverified"),
        components=chosen,
        created_at=moment(cells.get("created_at", "")),
        confirmed_at=moment(verified),
    )
