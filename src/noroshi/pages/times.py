"""Times as the readers of a page say them: absolute first, in the page's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YOBI = "月火水木金土日"

# Japanese readers are told the zone in words; an abbreviation such as CET means little to them.
_JAPANESE_ZONES = {
    "Asia/Tokyo": "日本時間",
    "Europe/London": "英国時間",
    "Europe/Berlin": "中央ヨーロッパ時間",
    "Europe/Paris": "中央ヨーロッパ時間",
    "Europe/Amsterdam": "中央ヨーロッパ時間",
    "America/New_York": "米国東部時間",
    "America/Chicago": "米国中部時間",
    "America/Los_Angeles": "米国太平洋時間",
    "Asia/Singapore": "シンガポール時間",
    "Australia/Sydney": "シドニー時間",
    "UTC": "協定世界時",
    "Etc/UTC": "協定世界時",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Times:
    """Writes moments for readers of one language in one zone, seen from ``now``."""

    language: str
    zone: str
    now: datetime

    def local(self, at: datetime) -> datetime:
        """``at`` in the page's zone."""
        return at.astimezone(ZoneInfo(self.zone))

    def iso(self, at: datetime) -> str:
        """``at`` for machines, with the page's offset."""
        return self.local(at).isoformat(timespec="seconds")

    def clock(self, at: datetime) -> str:
        """Hours and minutes: ``15:15``."""
        return self.local(at).strftime("%H:%M")

    def zone_name(self, at: datetime) -> str:
        """``CET``, ``日本時間``, or the offset where the zone has no name."""
        if self.language == "ja" and self.zone in _JAPANESE_ZONES:
            return _JAPANESE_ZONES[self.zone]
        name = self.local(at).tzname() or ""
        return name if name.isalpha() else self.offset(at)

    def offset(self, at: datetime) -> str:
        """``UTC+1``, ``UTC+5:30``, ``UTC``."""
        minutes = int((self.local(at).utcoffset() or timedelta()).total_seconds() // 60)
        if minutes == 0:
            return "UTC"
        hours, rest = divmod(abs(minutes), 60)
        tail = f":{rest:02d}" if rest else ""
        return f"UTC{'+' if minutes > 0 else '-'}{hours}{tail}"

    def day_of(self, at: datetime) -> date:
        """The day of ``at`` in the page's zone."""
        return self.local(at).date()

    def is_today(self, at: datetime) -> bool:
        """Whether ``at`` is on the day the page was made."""
        return self.day_of(at) == self.day_of(self.now)

    def day(self, day: date) -> str:
        """``12 March`` or ``3月12日``; the year only when it is not this one."""
        short = self.day_of_year(day)
        if day.year == self.day_of(self.now).year:
            return short
        return f"{day.year}年{short}" if self.language == "ja" else f"{short} {day.year}"

    def day_of_year(self, day: date) -> str:
        """``12 March`` or ``3月12日``, where the year stands above."""
        if self.language == "ja":
            return f"{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]}"

    def full_day(self, day: date) -> str:
        """``Thursday 12 March 2026`` or ``2026年3月12日（木）``."""
        if self.language == "ja":
            return f"{day.year}年{day.month}月{day.day}日（{_YOBI[day.weekday()]}）"
        return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"

    def full_day_of(self, at: datetime) -> str:
        """The whole day of a moment in the page's zone."""
        return self.full_day(self.day_of(at))

    def month(self, day: date) -> str:
        """``March 2026`` or ``2026年3月``."""
        if self.language == "ja":
            return f"{day.year}年{day.month}月"
        return f"{_MONTHS[day.month - 1]} {day.year}"

    def moment(self, at: datetime) -> str:
        """``14:02 CET`` today, ``11 March, 14:02 CET`` otherwise; ``22:02``, ``3月11日 22:02``."""
        clock = (
            self.clock(at) if self.language == "ja" else f"{self.clock(at)} {self.zone_name(at)}"
        )
        if self.is_today(at):
            return clock
        day = self.day(self.day_of(at))
        return f"{day} {clock}" if self.language == "ja" else f"{day}, {clock}"

    def dated(self, at: datetime) -> str:
        """A moment for the record, always with its day and year."""
        local = self.local(at)
        if self.language == "ja":
            return f"{local.year}年{local.month}月{local.day}日 {self.clock(at)}"
        day = f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
        return f"{day}, {self.clock(at)} {self.zone_name(at)}"

    def window(self, start: datetime, end: datetime, separator: str) -> str:
        """A span of planned work, with day and zone."""
        first, last = self.local(start), self.local(end)
        until = self.clock(end)
        if first.date() != last.date():
            until = self._weekday(last.date()) + self._gap() + until
        span = f"{self._weekday(first.date())}{self._gap()}{self.clock(start)}{separator}{until}"
        zone = self.zone_name(end)
        return f"{span}（{zone}）" if self.language == "ja" else f"{span} {zone}"

    def _weekday(self, day: date) -> str:
        if self.language == "ja":
            return f"{self.day(day)}（{_YOBI[day.weekday()]}）"
        return f"{_WEEKDAYS[day.weekday()]} {self.day(day)}"

    def _gap(self) -> str:
        return "" if self.language == "ja" else ", "
