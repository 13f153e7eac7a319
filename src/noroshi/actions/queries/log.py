"""The event log as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from noroshi.actions.queries.people import names_in_log
from noroshi.domain.events import Broken, Event, Intact, sentence, verify
from noroshi.domain.incident import Subject
from noroshi.storage import events, incidents

PER_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry and its sentence."""

    event: Event
    said: str
    subject: Subject = Subject.INCIDENT  # what its number names


def page_of_log(*, before: int | None, language: str, zone: tzinfo) -> list[Line]:
    """A page of the log, newest first, with the entries older than ``before``."""
    return sentences_of(events.latest(PER_PAGE, before=before), language=language, zone=zone)


def sentences_of(entries: Iterable[Event], *, language: str, zone: tzinfo) -> list[Line]:
    """Entries with their sentences, in the order given."""
    return lines_of(tuple(entries), names_in_log(language), language=language, zone=zone)


def lines_of(
    entries: Sequence[Event], names: Mapping[str, str], *, language: str, zone: tzinfo
) -> list[Line]:
    """The same with names of one's own for people, texts and channels."""
    planned = incidents.planned_work(
        {event.incident_number for event in entries if event.incident_number}
    )
    return [
        Line(
            event=event,
            said=sentence(event, language, names=names, zone=zone, planned_work=planned),
            subject=(Subject.MAINTENANCE if event.incident_number in planned else Subject.INCIDENT),
        )
        for event in entries
    ]


def chain() -> Intact | Broken:
    """Whether every entry is as it was written."""
    return verify(events.hashed())
