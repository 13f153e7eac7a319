"""``maintenance.ics``: planned work for people's calendars (RFC 5545, and RFC 7986 for its name).

A calendar believes a change when ``UID`` stays and ``SEQUENCE`` grows, and takes an event out of the
day when its status is CANCELLED. All times are UTC, so that no zone has to be understood.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration

from noroshi.pages.entries import tree_address
from noroshi.pages.lasting import lasting_id
from noroshi.pages.recency import maintenance_changed_at
from noroshi.pages.render import Renderer
from noroshi.pages.state import MaintenanceView
from noroshi.pages.text import clean
from noroshi.pages.works import work_path

_READ_AGAIN = timedelta(hours=1)


def calendar(renderer: Renderer) -> bytes:
    """All maintenances of the page, the past and the cancelled ones too."""
    state, reader = renderer.state, renderer.reader
    company = reader.plain({reader.language: state.site.company})
    name = reader.words.calendar_title.format(company=company)
    whole = Calendar()
    whole.add("prodid", "-//Noroshi//Status page//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", _READ_AGAIN, parameters={"value": "DURATION"})
    whole.add("x-published-ttl", vDuration(_READ_AGAIN))
    for work in sorted(state.maintenances, key=lambda work: (work.scheduled_for, work.number)):
        whole.add_component(_event(renderer, work))
    if not state.maintenances:
        whole.add_component(_utc())
    return bytes(whole.to_ical())


def _event(renderer: Renderer, work: MaintenanceView) -> Event:
    state, reader = renderer.state, renderer.reader
    changed = maintenance_changed_at(work)
    title = reader.words.maintenance_title.format(title=reader.plain(work.title))
    event = Event()
    event.add("uid", str(lasting_id(state.site, "maintenance", work.key, reader.language)))
    event.add("dtstamp", _second(changed))
    event.add("created", _second(work.announced_at))
    event.add("last-modified", _second(changed))
    event.add("dtstart", _second(work.scheduled_for))
    if work.scheduled_until > work.scheduled_for:
        event.add("dtend", _second(work.scheduled_until))
    event.add("sequence", work.revision + bool(work.cancelled_at))
    event.add("status", "CANCELLED" if work.cancelled_at else "CONFIRMED")
    if work.cancelled_at:
        title = reader.words.calendar_cancelled.format(title=title)
    event.add("summary", title)
    event.add("description", clean(reader.source(work.body_markdown)))
    event.add("transp", "TRANSPARENT")
    event.add("url", tree_address(state, reader) + work_path(work))
    return event


def _utc() -> Timezone:
    """An empty calendar is not one (RFC 5545, 3.6): it must hold at least one component."""
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local time, as RFC 5545 wants
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
