"""The times that count, on the clock of a reader who chose a zone of their own.

The approved words keep the zone they were approved in. Beside them stands one line of the frame, in
copies for readers whose clocks differ from that zone at these times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from noroshi.domain.compose import moments
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised, pick
from noroshi.domain.message import Message
from noroshi.storage import maintenances

_PROMISE: Final[Localised] = {
    "en": "In your time zone, the next update comes by {moment}.",
    "ja": "お客さまの時間帯での次回のお知らせ（予定）：{moment}",
}
_WINDOW: Final[Localised] = {
    "en": "In your time zone, the work is planned from {moment} to {until}.",
    "ja": "お客さまの時間帯での実施予定：{moment}〜{until}",
}
_AHEAD: Final = frozenset({Stage.SCHEDULED, Stage.IN_PROGRESS, Stage.VERIFYING})


@dataclass(frozen=True, kw_only=True)
class OwnTimes:
    """The times of a message, and the zone in which its words tell them. No times: no line."""

    times: Sequence[datetime]
    words: Localised
    language: str
    zone: str
    now: datetime  # when it was published

    def line(self, zone: str) -> str:
        """What readers in ``zone`` are told; "" where the words say it already."""
        if not self.times or not zone:
            return ""
        try:
            here = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            return ""  # a zone that this machine does not know any more
        known = ZoneInfo(self.zone)
        if all(
            at.astimezone(here).utcoffset() == at.astimezone(known).utcoffset() for at in self.times
        ):
            return ""
        said = [
            moments.moment(at, self.language, zone=zone, now=self.now, with_day=len(self.times) > 1)
            for at in self.times
        ]
        return pick(self.words, self.language).format(moment=said[0], until=said[-1])


def own_times(message: Message, *, language: str, zone: str) -> OwnTimes:
    """The promise of an update, or the window that a notice of maintenance tells."""
    now = message.published_at or message.drafted_at
    promised = [message.next_update_at] if message.next_update_at else []
    window = _window(message)
    return OwnTimes(
        times=window or promised,
        words=_WINDOW if window else _PROMISE,
        language=language,
        zone=zone,
        now=now,
    )


def _window(message: Message) -> list[datetime]:
    """Only while it is the one that the words name: a later change has notices of its own."""
    notice = maintenances.notice_of(message.id)
    if notice is None or message.stage not in _AHEAD:
        return []
    work = maintenances.get(message.incident_number)
    is_of_words = notice.revision == work.revision
    return [work.window.starts_at, work.window.ends_at] if is_of_words else []
