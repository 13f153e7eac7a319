"""Times as readers read them: in their language, with the zone named, the date only if needed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# Zones that Japanese readers know by a name; others are given by their abbreviation.
_ZONE_IN_JAPANESE = {
    "JST": "日本時間",
    "UTC": "協定世界時",
    "GMT": "英国時間",
    "BST": "英国夏時間",
    "CET": "中央ヨーロッパ時間",
    "CEST": "中央ヨーロッパ夏時間",
    "EST": "米国東部時間",
    "EDT": "米国東部夏時間",
    "PST": "米国太平洋時間",
    "PDT": "米国太平洋夏時間",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MINUTES_A_DAY = 24 * 60


def same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Whether two moments fall on one day in ``zone``."""
    there = ZoneInfo(zone)
    return one.astimezone(there).date() == other.astimezone(there).date()


def zone_name(at: datetime, language: str) -> str:
    """The name of the zone of ``at``: "CET", 日本時間, or "UTC+3" where it has no letters."""
    short = at.tzname() or "UTC"
    if short.startswith(("+", "-")):
        return f"UTC{short[:3].replace('+0', '+').replace('-0', '-')}{_minutes_east(short)}"
    return _ZONE_IN_JAPANESE.get(short, short) if language == "ja" else short


def _minutes_east(offset: str) -> str:
    minutes = offset[3:].removeprefix(":")
    return f":{minutes}" if minutes else ""


def date(at: datetime, language: str, *, year: bool = True) -> str:
    """The day of ``at``: "12 March 2026" or 2026年3月12日."""
    if language == "ja":
        return f"{at.year}年{at.month}月{at.day}日" if year else f"{at.month}月{at.day}日"
    day = f"{at.day} {_MONTHS[at.month - 1]}"
    return f"{day} {at.year}" if year else day


def moment(at: datetime, language: str, *, zone: str, now: datetime, with_day: bool = False) -> str:
    """The time of ``at`` in ``zone``: "14:02 CET" or 14:02（日本時間）.

    The day is added when it is not the day of ``now`` in that zone, or when ``with_day`` asks
    for it; the year when it is not the year of ``now``.
    """
    there, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    named = zone_name(there, language)
    day = ""
    if with_day or there.date() != today.date():
        day = date(there, language, year=there.year != today.year)
    if language == "ja":
        return f"{day}{' ' if day else ''}{there:%H:%M}（{named}）"
    return f"{there:%H:%M} {named}{' on ' if day else ''}{day}"


def duration(length: timedelta, language: str) -> str:
    """A length of time in days, hours and minutes: "2 hours 32 minutes" or 2時間32分."""
    minutes = max(0, round(length.total_seconds() / 60))
    if minutes == 0:
        return "1分未満" if language == "ja" else "less than a minute"
    if minutes <= 2 * _MINUTES_A_DAY and minutes % 60 == 0:
        parts = [(minutes // 60, "hour", "時間")]  # "24 hours" reads better than "1 day" here
    else:
        days, rest = divmod(minutes, _MINUTES_A_DAY)
        parts = [(days, "day", "日"), (rest // 60, "hour", "時間"), (rest % 60, "minute", "分")]
    if language == "ja":
        return "".join(f"{count}{unit}" for count, _, unit in parts if count)
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit, _ in parts if n)
