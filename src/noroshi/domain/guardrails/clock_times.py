"""Times of day in a folded text: 15:15, 3.15 pm, 15h15, 15時15分, 午後3時半, noon, with their zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from noroshi.kernel import late

_DAY = 24 * 60
_NOON = 12
_WORDS = {"midnight": 0}  # all other words mean noon
# Zones as messages name them, in minutes east of UTC. An abbreviation that means several zones
# (CST, IST) is left out: such a time is compared as local time.
_ZONES = {
    **dict.fromkeys(("UTC", "GMT", "WET", "Z", "協定世界時", "英国時間"), 0),
    **dict.fromkeys(("CET", "BST", "WEST", "中央ヨーロッパ時間", "英国夏時間"), 60),
    **dict.fromkeys(("CEST", "EET", "中央ヨーロッパ夏時間"), 120),
    **dict.fromkeys(("JST", "日本時間"), 540),
    **dict.fromkeys(("EST", "CDT", "米国東部時間"), -300),
    **dict.fromkeys(("MST", "PDT", "米国太平洋夏時間"), -420),
    **dict.fromkeys(("EDT", "米国東部夏時間"), -240),
    "MDT": -360,
    **dict.fromkeys(("PST", "米国太平洋時間"), -480),
    "SGT": 480,
    "AEST": 600,
    "AEDT": 660,
}
_NAMES = "|".join(sorted(_ZONES, key=len, reverse=True))
_TIME = late.pattern(
    rf"""
    (?:(?P<before>{_NAMES})[ :の(]?)?
    (?<![0-9A-Fa-f.])(?<![0-9A-Fa-f:]:)(?:(?P<half_day>午前|午後)[ ]?)?
    (?: (?P<word>(?i:(?<![A-Za-z])(?:(?:12[ ])?noon|midday|midnight)(?![A-Za-z]))|正午)
      | (?<![0-9A-Fa-f.])(?<![0-9A-Fa-f:]:)(?P<hour>[0-9]{{1,2}})
        (?: :(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?![0-9]|:[0-9:])
          | \.(?P<dotted>[0-5][0-9])(?=[ ]?(?:[AaPp]\.?[Mm]\b|\(?(?:{_NAMES})(?![A-Za-z])))
          | [Hh](?P<french>[0-5][0-9])(?![0-9A-Za-z])
          | 時(?!間)(?:(?P<fun>[0-5]?[0-9])分|(?P<han>半))?
          | (?=[ ]?[AaPp]\.?[Mm]\b) )
        (?:[ ]?(?P<meridiem>[AaPp])\.?[Mm]\b\.?)? )
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
        hour = int(match["hour"] or _WORDS.get(match["word"].lower(), _NOON))
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
    return int(match["minute"] or match["dotted"] or match["french"] or match["fun"] or 0)


def _digits_end(match: re.Match[str]) -> int:
    parts = ("word", "hour", "minute", "dotted", "french", "fun", "han")
    return max(match.end(name) for name in parts)
