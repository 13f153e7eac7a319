"""The words of the review in English and Japanese: lengths, points of time, the picture's labels.

Lengths are rounded up to whole minutes (under a minute, to whole seconds), so that a silence of
30 min 20 s, which is over a limit of 30 minutes, is never printed as "30 min".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from noroshi.domain.review.gaps import Gap, GapReason, Point, PointKind

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True, kw_only=True)
class Units:
    """How lengths are written: the unit after the number, and what stands between two pairs."""

    second: str
    minute: str
    hour: str
    day: str
    joint: str

    def length(self, span: timedelta) -> str:
        """``span`` in its two largest units, such as "2 h 3 min"."""
        seconds = ceil(span.total_seconds())
        if seconds < _MINUTE:
            return f"{seconds}{self.second}" if seconds else f"0{self.minute}"
        minutes = ceil(seconds / _MINUTE) * _MINUTE
        if minutes < _HOUR:
            return f"{minutes // _MINUTE}{self.minute}"
        if minutes < _DAY:
            return self._pair((minutes // _HOUR, self.hour), (minutes % _HOUR // 60, self.minute))
        hours = minutes % _DAY // _HOUR
        return self._pair((minutes // _DAY, self.day), (hours, self.hour))

    def _pair(self, large: tuple[int, str], small: tuple[int, str]) -> str:
        first = f"{large[0]}{large[1]}"
        return f"{first}{self.joint}{small[0]}{small[1]}" if small[0] else first


@dataclass(frozen=True, kw_only=True)
class PictureWords:
    """Every word in the picture and in its description; ``{}`` fields are filled by name."""

    units: Units
    states: Mapping[GapReason, str]
    points: Mapping[PointKind, str]
    numbered: str
    between: str
    date: str
    months: tuple[str, ...]
    zones: Mapping[str, str]
    heading: str
    heading_open: str
    promises: str
    promises_kept: str
    missed_by: str
    missed: str
    due: str
    later: str
    run: str
    told: str
    told_none: str
    told_first: str
    told_first_unknown: str
    told_largest: str
    told_over: str
    told_none_over: str
    told_promises: str
    told_table: str
    sentence_joint: str

    def length(self, span: timedelta) -> str:
        """``span`` in words, rounded up to the minute."""
        return self.units.length(span)

    def clock(self, at: datetime) -> str:
        """The time of day of a moment that is already in the reader's zone."""
        return f"{at:%H:%M}"

    def span(self, start: datetime, end: datetime) -> str:
        """Two times of day, with dates where they fall on different days."""
        if start.date() == end.date():
            return f"{self.clock(start)}–{self.clock(end)}"
        return f"{self.day(start)} {self.clock(start)} – {self.day(end)} {self.clock(end)}"

    def day(self, at: datetime) -> str:
        """The date without the year."""
        return self.date.format(day=at.day, month=self.months[at.month - 1])

    def zone(self, at: datetime) -> str:
        """The name of the zone at this moment, in words where the language has them."""
        name = at.tzname() or ""
        return self.zones.get(name, name)

    def point(self, point: Point) -> str:
        """One end of a gap."""
        if point.kind == "update":
            return self.numbered.format(n=point.number)
        return self.points[point.kind]

    def gap(self, gap: Gap) -> str:
        """The two ends of a gap, such as "First alert to update 1"."""
        said = self.between.format(since=self.point(gap.since), until=self.point(gap.until).lower())
        return said[:1].upper() + said[1:]


EN = PictureWords(
    units=Units(second=" s", minute=" min", hour=" h", day=" d", joint=" "),
    states={"over_limit": "Gap", "within_limit": "In time", "no_limit": "No limit"},
    points={
        "first_alert": "First alert",
        "start": "Start",
        "declared": "Declared",
        "resolved": "Resolved",
        "now": "Now",
    },
    numbered="Update {n}",
    between="{since} to {until}",
    date="{day} {month}",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    zones={},
    heading="Communication timeline of “{title}”, {since} to {until} {zone}",
    heading_open="Communication timeline of “{title}”, {since} until now, {until} {zone}",
    promises="Promises",
    promises_kept="{kept} of {due} kept",
    missed_by="{time} missed by {length}",
    missed="{time} missed",
    due="due {time}",
    later="Later",
    run="{n} gaps, longest {length}",
    told="Channels that spoke: {n}.",
    told_none="No channel has spoken.",
    told_first="The first update came after {length}.",
    told_first_unknown="How long the first update took is not known.",
    told_largest="The largest gap is {length}, on {lane}, from {since} to {until}.",
    told_over="Gaps over the limit: {n}.",
    told_none_over="No gap is over the limit.",
    told_promises="Promises kept: {kept} of {due}.",
    told_table="The gap table has the same facts.",
    sentence_joint=" ",
)

JA = PictureWords(
    units=Units(second="秒", minute="分", hour="時間", day="日", joint=""),
    states={"over_limit": "空白", "within_limit": "時間内", "no_limit": "上限なし"},
    points={
        "first_alert": "最初の検知",
        "start": "発生",
        "declared": "宣言",
        "resolved": "復旧",
        "now": "現在",
    },
    numbered="第{n}報",
    between="{since}から{until}まで",
    date="{month}月{day}日",
    months=("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"),
    zones={"JST": "日本時間", "UTC": "協定世界時"},
    heading="「{title}」のお知らせの経過、{since}から{until}まで（{zone}）",
    heading_open="「{title}」のお知らせの経過、{since}から現在{until}まで（{zone}）",
    promises="次回のお知らせの約束",
    promises_kept="{due}回中{kept}回を遵守",
    missed_by="{time}の約束に{length}遅れ",
    missed="{time}の約束を超過",
    due="{time} まで",
    later="後日",
    run="空白{n}回、最長{length}",
    told="お知らせを出したチャネルは{n}件です。",
    told_none="どのチャネルでもお知らせを出していません。",
    told_first="第1報までの時間は{length}でした。",
    told_first_unknown="第1報までの時間は不明です。",
    told_largest="最も長い空白は{lane}の{since}から{until}までの{length}です。",
    told_over="上限を超えた空白は{n}回です。",
    told_none_over="上限を超えた空白はありません。",
    told_promises="次回のお知らせの約束は{due}回中{kept}回を守りました。",
    told_table="空白の一覧表にも同じ内容があります。",
    sentence_joint="",
)

WORDS: Mapping[str, PictureWords] = {"en": EN, "ja": JA}
