"""What the pages of one round are made of, read from the database once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from noroshi.actions.queries.uptime import Bars, bars
from noroshi.domain.commitment import Commitment
from noroshi.domain.holds import Place
from noroshi.domain.incident import ComponentStatus, Incident, IncidentState
from noroshi.domain.maintenance import Maintenance
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.pages.state import UptimeDay
from noroshi.storage import commitments, incidents, maintenances, messages, pages, reports
from noroshi.storage.maintenances import Notice
from noroshi.storage.reports import StoredReport

SHOWN_FOR: Final = timedelta(days=365)


class Readings:
    """Answers at one moment. Each is read when it is first asked for, and never again.

    Nothing here is chosen for one page: what a page may show is for its caller to choose.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._histories: dict[tuple[str, tuple[str, ...], str], tuple[UptimeDay, ...]] = {}
        self._notices: dict[int, list[Notice]] = {}
        self._reports: dict[int, StoredReport | None] = {}

    @cached_property
    def states(self) -> Mapping[Place, ComponentStatus]:
        """What customers see of each place that is not operational."""
        return pages.states()

    @cached_property
    def bars(self) -> Bars:
        """What the bars are drawn from."""
        return bars(self.now)

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """The public incidents of the last year, newest first."""
        public = [IncidentState.OPEN, IncidentState.RESOLVED]
        since = self.now - SHOWN_FOR
        return tuple(
            incident
            for incident in incidents.listing(public)
            if incident.stage is not None and incident.started_at > since
        )

    @cached_property
    def maintenances(self) -> tuple[Maintenance, ...]:
        """The public maintenances of the last year, the earliest window first."""
        since = self.now - SHOWN_FOR
        works = maintenances.listing()
        return tuple(work for work in works if work.is_public and work.window.ends_at > since)

    @cached_property
    def commitments(self) -> Sequence[Commitment]:
        """What final reports promised in the last year."""
        return commitments.public(since=self.now - SHOWN_FOR)

    def messages(self, number: int) -> Sequence[Message]:
        """Every message of one of ``incidents`` in order."""
        return self._messages.get(number, [])

    def texts(self, message: Message) -> Sequence[Rendition]:
        """Every text of a message."""
        if message.id not in self._texts:
            self._texts[message.id] = messages.renditions(message.id)
        return self._texts[message.id]

    def notices(self, number: int) -> Sequence[Notice]:
        """Every notice of a maintenance in order."""
        if number not in self._notices:
            self._notices[number] = maintenances.notices(number)
        return self._notices[number]

    def report(self, number: int) -> StoredReport | None:
        """The final report of an incident, as far as it is written."""
        if number not in self._reports:
            self._reports[number] = reports.get(number)
        return self._reports[number]

    def history(
        self, component: str, regions: Sequence[str], *, zone: str
    ) -> tuple[UptimeDay, ...]:
        """The last 90 days of a component in some regions, oldest first."""
        key = (component, tuple(regions), zone)
        if key not in self._histories:
            self._histories[key] = tuple(
                UptimeDay(
                    day=day.day,
                    status=day.status.value if day.status else None,
                    outage_seconds=day.outage_seconds,
                    watched_seconds=day.watched_seconds,
                )
                for day in self.bars.days(component, regions, zone=zone)
            )
        return self._histories[key]

    @cached_property
    def _messages(self) -> Mapping[int, Sequence[Message]]:
        return messages.of_incidents([incident.number for incident in self.incidents])

    @cached_property
    def _texts(self) -> dict[int, Sequence[Rendition]]:
        said = (message for each in self._messages.values() for message in each)
        public = [message.id for message in said if message.state is MessageState.PUBLISHED]
        return dict(messages.renditions_of(public))
