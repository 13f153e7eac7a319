"""Times of day in a folded text: 15:15, 3:15 pm, 15時15分, 午後3時半, with a zone if one is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_DAY = 24 * 60
# Zones as messages name them, in minutes east of UTC. An abbreviation that means several zones
# (CST, IST) is left out: such a time is compared as local time.
_ZONES = {
    **dict.fromkeys(("UTC", "GMT", "WET", "Z", "協定世界時"), 0),
    **dict.fromkeys(("CET", "BST", "WEST"), 60),
    **dict.fromkeys(("CEST", "EET"), 120),
    **dict.fromkeys(("JST", "日本時間"), 540),
    **dict.fromkeys(("EST", "CDT"), -300),
    **dict.fromkeys(("MST", "PDT"), -420),
    "EDT": -240,
    "MDT": -360,
    "PST": -480,
    "SGT": 480,
    "AEST": 600,
    "AEDT": 660,
}
_NAMES = "|".join(sorted(_ZONES, key=len, reverse=True))
_TIME = re.compile(
    rf"""
    (?:(?P<before>{_NAMES})[ :の(]?)?
    (?<![0-9A-Fa-f:.])(?:(?P<half_day>午前|午後)[ ]?)?
    (?<![0-9A-Fa-f:.])(?P<hour>[0-9]{{1,2}})
    (?: :(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:])
      | 時(?!間)(?:(?P<fun>[0-5]?[0-9])分|(?P<han>半))?
      | (?=[ ]?[AaPp]\.?[Mm]\b) )
    (?:[ ]?(?P<meridiem>[AaPp])\.?[Mm]\b\.?)?
    (?:[ ]?\(?(?P<after>{_NAMES})(?![A-Za-z]))?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, kw_only=True)
class ClockTime:
    """A time of day in a text."""

    minute: int  # of the day, 0 to 1439
    zone: int | None  # minutes east of UTC, if the text names a zone
    start: int
    end: int
    digits_end: int  # without half-day mark and zone

    def is_at(self, moment: datetime) -> bool:
        """Whether this is ``moment``, in the named zone or else in the zone of ``moment``."""
        if self.zone is None:
            return self.minute == minute_of_day(moment)
        there = minute_of_day(moment.astimezone(UTC)) + self.zone
        return self.minute == there % _DAY


def minute_of_day(moment: datetime) -> int:
    """Minutes since midnight in the zone of ``moment``."""
    return moment.hour * 60 + moment.minute


def times_in(folded: str) -> Iterator[ClockTime]:
    """All times of day, in order. Hours up to 29 are read as in Japan: 25:00 is 1:00."""
    for match in _TIME.finditer(folded):
        hour = int(match["hour"])
        if hour < 30:
            zone = _ZONES.get(match["before"] or match["after"] or "")
            yield ClockTime(
                minute=(_hour(hour, match) * 60 + _minute(match)) % _DAY,
                zone=zone,
                start=match.start(),
                end=match.end(),
                digits_end=_digits_end(match),
            )


def _hour(hour: int, match: re.Match[str]) -> int:
    if match["half_day"] == "午後" or (match["meridiem"] or "").lower() == "p":
        return hour % 12 + 12
    if match["half_day"] or match["meridiem"]:
        return hour % 12
    return hour


def _minute(match: re.Match[str]) -> int:
    if match["han"]:
        return 30
    return int(match["minute"] or match["fun"] or 0)


def _digits_end(match: re.Match[str]) -> int:
    ends = (match.end(name) for name in ("hour", "minute", "fun", "han"))
    return max(ends)
