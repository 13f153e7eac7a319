"""One line of a foreign list, as values that do not depend on its shape any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from noroshi.domain.channel import Channel


class Standing(StrEnum):
    """What the other system knew of the person's wish. Only a clear yes counts as one."""

    CONFIRMED = "confirmed"
    PENDING = "pending"  # never confirmed, or not written to any more because mail came back
    UNSUBSCRIBED = "unsubscribed"


class Row(NamedTuple):
    """One subscription as written; ``line`` counts from 1, the heading included.

    A tuple, since a million of them are made. ``there`` is the state in the other system's own
    word, ``strict`` says that keys nobody knows spoil the row (a list that was made for us).
    """

    line: int
    channel: Channel
    address: str
    country: str = ""
    audience: str = ""
    language: str = ""
    time_zone: str = ""
    standing: Standing = Standing.CONFIRMED
    there: str = ""
    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    created_at: datetime | None = None
    confirmed_at: datetime | None = None
    unsubscribed_at: datetime | None = None
    suppressed: str = ""
    consent: Mapping[str, object] | None = None
    strict: bool = False
    groups: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    min_severity: int = 1
    paused_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Bad:
    """A row that is not taken, and why: a fixed English sentence, and the value at fault."""

    line: int
    why: str
    value: str = ""

    @property
    def said(self) -> str:
        """Both in one line."""
        return f"{self.why}: “{self.value}”" if self.value else self.why


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A row that is right but has no place here, and why."""

    line: int
    why: str


Found = Row | Bad | Skipped

NO_LIST_HERE = "this channel has no list here"
SWITCHED_OFF = "was switched off there"
NO_ADDRESS = "the row has no address"
