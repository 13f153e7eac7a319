"""What a status page shows: frozen values, the pure input of the build.

Texts for readers are ``Text``: one string per language code. Bodies are Markdown, everything else
is one line of plain text. All times are aware; the page's zone is applied while building.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Literal

from noroshi.domain.theme.model import Theme
from noroshi.domain.theme.ready import DEFAULT, READY
from noroshi.kernel.errors import Invalid
from noroshi.pages.address import mark_only, web_address
from noroshi.pages.former import NOWHERE, Former

Text = Mapping[str, str]

ComponentStatus = Literal[
    "operational", "degraded_performance", "partial_outage", "major_outage", "under_maintenance"
]
IncidentStatus = Literal["investigating", "identified", "monitoring", "resolved", "postmortem"]
MaintenanceStatus = Literal["scheduled", "in_progress", "verifying", "completed"]
Impact = Literal["none", "minor", "major", "critical"]

CLOSED: frozenset[str] = frozenset({"resolved", "postmortem"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Sibling:
    """Another status page of the same company, usually of another region (R5).

    ``status`` is the worst state it shows, None where nobody says so here.
    """

    name: Text
    url: str
    status: ComponentStatus | None = None

    def __post_init__(self) -> None:
        web_address(self.url, field="siblings.url")


@dataclass(frozen=True, kw_only=True, slots=True)
class PageSite:
    """One status page as a place: whose it is, where it lives, in which languages it speaks.

    ``region_key`` None means all regions. ``base_url`` is the public address without a slash at
    the end; ``product_url`` is where the subscribe form posts (``<product_url>/subscribe``), and
    without it there is no form. ``time_zones`` overrides ``time_zone`` for readers of a language.
    ``mark`` is the company's sign as SVG path data in a box of 24 by 24, drawn as a line; ``theme``
    has no gaps. ``only_for`` names the audience of a page that nobody else may read.
    """

    key: str
    company: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    base_url: str
    region_key: str | None = None
    region_name: Text = field(default_factory=dict)
    product_url: str = ""
    contact_url: str = ""
    mirror_url: str = ""
    siblings: tuple[Sibling, ...] = ()
    time_zones: Text = field(default_factory=dict)
    mark: str = ""
    theme: Theme = READY[DEFAULT]
    only_for: Text = field(default_factory=dict)

    def __post_init__(self) -> None:
        web_address(self.base_url, field="base_url")
        for name in ("product_url", "mirror_url", "contact_url"):
            if getattr(self, name):
                web_address(getattr(self, name), field=name, mail=name == "contact_url")
        mark_only(self.mark)
        if self.default_language not in self.languages:
            raise Invalid(
                f"The page's first language {self.default_language} is not among its languages.",
                way_out="Add it to the page's languages.",
                field="default_language",
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class RegionView:
    """One column of the services table."""

    key: str
    name: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupView:
    """Components that readers know under one name; they stand together, in this order."""

    key: str
    name: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class UptimeDay:
    """The worst status of one day in the page's zone; None is a day that was not monitored.

    ``outage_seconds`` is the time in partial or major outage on that day, 0 to 86,400, of the
    ``watched_seconds`` in which anybody looked.
    """

    day: date
    status: ComponentStatus | None
    outage_seconds: int = 0
    watched_seconds: int = 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class ComponentView:
    """A service and its state in each region; a region that is not named is not monitored.

    ``since`` is when the service appeared on the page, ``changed_at`` its last change of state.
    """

    key: str
    name: Text
    statuses: Mapping[str, ComponentStatus]
    since: datetime
    changed_at: datetime | None = None
    description: Text = field(default_factory=dict)
    history: tuple[UptimeDay, ...] = ()
    group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AffectedView:
    """One service in one region whose state an update changed."""

    component: str
    region: str
    old_status: ComponentStatus
    new_status: ComponentStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateView:
    """One public message on the page. ``number`` counts from 1 inside its incident."""

    number: int
    at: datetime
    status: IncidentStatus | MaintenanceStatus
    body_markdown: Text
    affected: tuple[AffectedView, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FactView:
    """One line beside the promise: a question the reader has, and its answer."""

    label: Text
    value: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportView:
    """The final report in its six parts (F1), each Markdown per language.

    ``number`` is that of the message that carried it, 0 when it is not known.
    """

    published_at: datetime
    apology: Text
    what_happened: Text
    why: Text
    what_was_done: Text
    what_it_changed: Text
    what_will_be_done: Text
    number: int = 0


REPORT_PARTS = tuple(f.name for f in fields(ReportView) if f.name not in {"published_at", "number"})


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentView:
    """One incident as customers may read it.

    ``headline`` is its effect in one sentence (R1), ``reassurance`` what still works.
    ``next_update_by`` is the promise; ``report_due_by`` the end of the 24 hours of F1.
    """

    key: str
    number: int
    title: Text
    headline: Text
    status: IncidentStatus
    impact: Impact
    started_at: datetime
    components: tuple[str, ...]
    regions: tuple[str, ...]
    updates: tuple[UpdateView, ...]
    reassurance: Text = field(default_factory=dict)
    next_update_by: datetime | None = None
    facts: tuple[FactView, ...] = ()
    monitoring_at: datetime | None = None
    resolved_at: datetime | None = None
    report_due_by: datetime | None = None
    report: ReportView | None = None
    added_at: datetime | None = None  # it was over by then, and was written down afterwards
    former: Former = NOWHERE  # where it stood before it was taken over

    @property
    def is_open(self) -> bool:
        """Whether the incident still burns."""
        return self.status not in CLOSED

    @property
    def newest_first(self) -> tuple[UpdateView, ...]:
        """The updates, newest first."""
        return tuple(sorted(self.updates, key=lambda u: (u.at, u.number), reverse=True))

    @property
    def changed_at(self) -> datetime:
        """The last public change of this incident."""
        moments = [self.started_at, *(u.at for u in self.updates)]
        if self.resolved_at:
            moments.append(self.resolved_at)
        if self.report:
            moments.append(self.report.published_at)
        return max(moments)


@dataclass(frozen=True, kw_only=True, slots=True)
class MaintenanceView:
    """Planned work, announced with its window.

    ``revision`` counts how often what was announced has changed, from 0: calendars need it to
    believe a change. ``changed_at`` is the last public change, at first ``announced_at``. Cancelled
    work keeps its status; ``cancelled_at`` says that it will not happen.
    """

    key: str
    number: int
    title: Text
    body_markdown: Text
    status: MaintenanceStatus
    scheduled_for: datetime
    scheduled_until: datetime
    announced_at: datetime
    components: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    revision: int = 0
    changed_at: datetime | None = None
    cancelled_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    overruns: bool = False  # it goes on past the end that readers were told
    updates: tuple[UpdateView, ...] = ()  # every notice, oldest first; none: only the body is known
    former: Former = NOWHERE


@dataclass(frozen=True, kw_only=True, slots=True)
class CommitmentView:
    """What the company promised in a final report, tracked in public until done (F4).

    ``due`` is a day in the page's zone; ``done_at`` None means still open. ``first_due`` is the day
    that was promised at first, when another was set later. ``note`` says what came of it.
    """

    incident: int
    text: Text
    due: date
    done_at: datetime | None = None
    first_due: date | None = None
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageState:
    """Everything one build of one page needs; the same state gives the same bytes."""

    site: PageSite
    regions: tuple[RegionView, ...]
    components: tuple[ComponentView, ...]
    incidents: tuple[IncidentView, ...]
    built_at: datetime
    version: int
    maintenances: tuple[MaintenanceView, ...] = ()
    groups: tuple[GroupView, ...] = ()
    commitments: tuple[CommitmentView, ...] = ()

    def __post_init__(self) -> None:
        for incident in self.incidents:
            if incident.report:
                _complete(incident, incident.report, self.site.languages)

    @property
    def newest_first(self) -> tuple[IncidentView, ...]:
        """All incidents, newest first."""
        return tuple(sorted(self.incidents, key=lambda i: (i.started_at, i.number), reverse=True))


def _complete(incident: IncidentView, report: ReportView, languages: tuple[str, ...]) -> None:
    """F1: a report with an empty part is never public, in no language."""
    for part in REPORT_PARTS:
        for language in languages:
            if not getattr(report, part).get(language, "").strip():
                raise Invalid(
                    f"The final report of incident {incident.number} has no “{part}” in {language}.",
                    way_out="Write all six parts in every language of the page.",
                    field=part,
                )
