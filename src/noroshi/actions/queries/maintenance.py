"""Planned work as its screens and commands show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.context import Context
from noroshi.actions.queries.findings import findings_among
from noroshi.actions.queries.guard_context import surroundings
from noroshi.actions.queries.links import links_of
from noroshi.actions.queries.notices import waiting_in
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.readiness import not_approved
from noroshi.domain.compose.maintenance.notice import Occasion, compose
from noroshi.domain.compose.plan_message import Draft
from noroshi.domain.events import Event
from noroshi.domain.guardrails.rule import Finding, Level
from noroshi.domain.incident import Stage
from noroshi.domain.maintenance import Maintenance, Purpose, Wish, WorkState
from noroshi.domain.message import MessageState, Rendition
from noroshi.domain.plan.model import Plan
from noroshi.storage import events, incidents, ledger, maintenances, messages
from noroshi.storage.maintenances import Notice, subject_of


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """One text of a notice. ``mine``: it waits for the person who looks."""

    text: Rendition
    mine: bool
    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What keeps it from going out."""
        return tuple(finding for finding in self.findings if finding.level is Level.BLOCK)

    @property
    def is_blocked(self) -> bool:
        """Whether a guardrail keeps it from going out."""
        return bool(self.blocks)


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One notice on the line of time: what was sent, or will be."""

    notice: Notice
    at: datetime | None  # when it went out, or will
    state: str  # a word of the screens: published, withdrawn, draft, in_approval, approved
    recipients: int
    texts: tuple[TextLine, ...]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Everything about one piece of planned work."""

    plan: Plan
    work: Maintenance
    lines: tuple[NoticeLine, ...]
    mine: tuple[Rendition, ...]  # texts that wait for the person who looks
    clashes: tuple[Maintenance, ...]
    log: tuple[Event, ...]

    @property
    def drafts(self) -> int:
        """How many notices nobody has been asked about."""
        return sum(line.state == "draft" for line in self.lines)

    @property
    def blocked(self) -> tuple[TextLine, ...]:
        """Every text that cannot go out as it is."""
        return tuple(text for line in self.lines for text in line.texts if text.is_blocked)

    @property
    def announcement(self) -> NoticeLine | None:
        """The announcement that can still be published."""
        found = (n for n in self.lines if n.notice.purpose is Purpose.ANNOUNCE)
        return next((n for n in found if n.notice.message.state in messages.IN_WORK), None)


def works() -> tuple[Maintenance, ...]:
    """All planned work: what is under way first, then what comes, then what is over."""
    order = {WorkState.IN_PROGRESS: 0, WorkState.VERIFYING: 0}
    found = maintenances.listing()
    ahead = [work for work in found if not work.is_over]
    over = [work for work in found if work.is_over]
    return (*sorted(ahead, key=lambda work: order.get(work.state, 1)), *reversed(over))


def seen(number: int, person: str) -> Seen:
    """One piece of work as ``person`` sees it.

    Raises:
        NotFound: there is none of that number.
    """
    plan, work = current_plan(), maintenances.get(number)
    mine = {text.id: text for _, text in waiting_in(number, person)}
    said = maintenances.notices(number)
    lines = [_line(plan, notice, mine=frozenset(mine)) for notice in said]
    return Seen(
        plan=plan,
        work=work,
        lines=tuple(sorted(lines, key=_place)),
        mine=tuple(mine.values()),
        clashes=tuple(
            other
            for other in maintenances.overlapping(work.window, maintenances.listing())
            if other.number != number and not work.is_over
        ),
        log=tuple(events.of_incident(number)),
    )


def _line(plan: Plan, notice: Notice, *, mine: frozenset[int]) -> NoticeLine:
    message = notice.message
    open_ = message.state in messages.IN_WORK
    around = surroundings(plan, incidents.get(message.incident_number), message)
    return NoticeLine(
        notice=notice,
        at=message.published_at or message.publish_at,
        state=_state(plan, notice),
        recipients=sum(one.recipients for one in ledger.of_message(message.id)),
        texts=tuple(
            TextLine(
                text=text,
                mine=text.id in mine,
                findings=findings_among(around, text) if open_ else (),
            )
            for text in around.texts
        ),
    )


def _state(plan: Plan, notice: Notice) -> str:
    message = notice.message
    if message.state is not MessageState.IN_APPROVAL:
        return str(message.state)
    return "in_approval" if not_approved(plan, message) else "approved"


def _place(line: NoticeLine) -> tuple[bool, float, int]:
    at = line.at.timestamp() if line.at else 0.0
    return line.at is not None, at, line.notice.message.number


def preview(context: Context, plan: Plan, wish: Wish) -> tuple[Draft, ...]:
    """The announcement as the page would show it, in every language; nothing is kept."""
    work = Maintenance(
        number=0,
        state=WorkState.PLANNED,
        title=wish.title,
        details=wish.details,
        scope=wish.scope,
        window=wish.window,
    )
    incident = subject_of(work, severity=min(s.level for s in plan.severities), plan_version=0)
    occasion = Occasion(
        purpose=Purpose.ANNOUNCE,
        work=work,
        incident=incident,
        stage=Stage.SCHEDULED,
        now=context.clock.now(),
        news={},
    )
    made = compose(plan, occasion, links_of(context, plan, incident))
    first = {draft.key.language: draft for draft in reversed(made)}
    return tuple(first[language] for language in plan.company.languages if language in first)
