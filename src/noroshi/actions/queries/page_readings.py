"""What the pages of one round are made of, read from the database once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from noroshi.actions.queries.uptime import Bars, bars
from noroshi.domain.channel import Channel
from noroshi.domain.commitment import Commitment
from noroshi.domain.holds import Place
from noroshi.domain.incident import ComponentStatus, Facts, Incident, IncidentState
from noroshi.domain.maintenance import Maintenance
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.pages.former import NOWHERE, Former, former
from noroshi.pages.state import UptimeDay
from noroshi.storage import commitments, imports, incidents, maintenances, messages, pages, reports
from noroshi.storage.maintenances import Notice
from noroshi.storage.reports import StoredReport

SHOWN_FOR: Final = timedelta(days=365)


class Readings:
    """Answers at one moment. Each is read when it is first asked for, and never again.

    Nothing here is chosen for one page: what a page may show is for its caller to choose.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._facts: dict[int, Facts] = {}
        self._histories: dict[tuple[str, tuple[str, ...], str], tuple[UptimeDay, ...]] = {}

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

    def former(self, number: int) -> Former:
        """Where an incident or a maintenance stood before it was taken over."""
        return self._formers.get(number, NOWHERE)

    def messages(self, number: int) -> Sequence[Message]:
        """Every message of one of ``incidents`` in order."""
        return self._messages.get(number, [])

    def texts(self, message: Message) -> Sequence[Rendition]:
        """Every text of a public message that is for a page, whoever reads it there."""
        return self._texts.get(message.id, ())

    def notices(self, number: int) -> Sequence[Notice]:
        """Every notice of one of ``maintenances`` in order."""
        return self._notices.get(number, ())

    def facts(self, number: int) -> Facts:
        """The answers of an incident's checklist."""
        if number not in self._facts:
            self._facts[number] = incidents.facts(number)
        return self._facts[number]

    def report(self, number: int) -> StoredReport | None:
        """The final report of one of ``incidents``, as far as it is written."""
        return self._reports.get(number)

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
    def _formers(self) -> Mapping[int, Former]:
        shown = [one.number for one in self.incidents] + [one.number for one in self.maintenances]
        found: dict[int, Former] = {}
        taken: set[str] = set()
        for number, origin in imports.origins(shown).items():
            one = former(*origin)
            if one.folder and one.folder in taken:
                continue  # two pages had the same name for it: the first one keeps it
            taken.add(one.folder)
            found[number] = one
        return found

    @cached_property
    def _messages(self) -> Mapping[int, Sequence[Message]]:
        return messages.of_incidents([incident.number for incident in self.incidents])

    @cached_property
    def _notices(self) -> Mapping[int, Sequence[Notice]]:
        return maintenances.notices_of([work.number for work in self.maintenances])

    @cached_property
    def _reports(self) -> Mapping[int, StoredReport]:
        return reports.of_incidents([incident.number for incident in self.incidents])

    @cached_property
    def _texts(self) -> Mapping[int, Sequence[Rendition]]:
        said = [message for each in self._messages.values() for message in each]
        said += [notice.message for each in self._notices.values() for notice in each]
        public = [message.id for message in said if message.state is MessageState.PUBLISHED]
        return messages.renditions_of(public, channel=Channel.STATUS_PAGE)
