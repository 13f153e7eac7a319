"""The room of an incident as its templates want it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from noroshi.actions.queries.composing import ComposedText, Work
from noroshi.actions.queries.heard import heard
from noroshi.actions.queries.log import Line, lines_of
from noroshi.actions.queries.outlets import outlet_name
from noroshi.actions.queries.people import names
from noroshi.actions.queries.room import IN_RAIL, Room
from noroshi.actions.queries.room import room as read
from noroshi.delivery.mail.markdown import as_text
from noroshi.domain.channel import Channel
from noroshi.domain.events import Event, EventKind
from noroshi.domain.incident import IncidentState, Stage
from noroshi.domain.permissions import Deed, allowed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan, Role
from noroshi.kernel.errors import Refusal
from noroshi.storage import events
from noroshi.web.actors import actor_of
from noroshi.web.reader import language, zone
from noroshi.web.room.checked import Checked, checked
from noroshi.web.room.reach import Reach
from noroshi.web.room.words import log_names, primary, situation
from noroshi.web.services import context

_WORST = ("blocked", "rejected", "draft", "in_approval", "approved", "no_approval")
_HOT = {EventKind.MESSAGE_PUBLISHED, EventKind.REPORT_PUBLISHED, EventKind.INCIDENT_RESOLVED}
_MANY = {EventKind.RENDITION_EDITED, EventKind.RENDITION_APPROVED, EventKind.APPROVAL_VOIDED}
OVERRIDE = "override:"
_STAGES = (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Something typed that was refused; it is shown again, beside the reason."""

    refusal: Refusal
    key: str  # the question, the id of the text, or the fingerprint after OVERRIDE
    values: dict[str, str] = field(default_factory=dict)

    @property
    def is_fact(self) -> bool:
        """It was an answer, not a text."""
        return not self.key.isdigit() and not self.key.startswith(OVERRIDE)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One outlet of the message, in the reader's choice of language."""

    channel: Channel
    audience: str
    text_id: int
    state: str
    blocks: int
    is_chosen: bool
    has_no_readers: bool


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """The texts of one outlet; ``state`` is None where its languages differ."""

    channel: Channel
    audience: str
    texts: tuple[ComposedText, ...]
    state: str | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The chosen text, ready to be written on.

    ``subject`` and ``body`` fill the form: the stored words, or those that could not be saved.
    """

    one: ComposedText
    name: str
    checked: Checked
    subject: str
    body: str
    version: int
    languages: tuple[tuple[str, int], ...]  # language, id of the text in it
    preview: str
    attempt: Attempt | None


def shown(
    request: HttpRequest, number: int, *, text_id: int = 0, attempt: Attempt | None = None
) -> dict[str, Any]:
    """Everything that the room's templates use."""
    actor = actor_of(request)
    seen = read(context(), actor, number)
    speakers = [person.name for person in select.people_in(seen.plan, Role.CUSTOMER_LIAISON)[:1]]
    chosen = _chosen(seen.work, text_id) if seen.work else None
    return {
        "here": "now",
        "room": seen,
        "incident": seen.incident,
        "plan": seen.plan,
        "head": seen.head,
        "heard": heard(number),
        "known": sum(line.is_known for line in seen.facts),
        "sheet": sheet(Reach(plan=seen.plan, actor=actor), seen.work, chosen, attempt)
        if seen.work and chosen
        else None,
        "tabs": tabs(seen.work, chosen) if seen.work and chosen else (),
        "outlets": outlets(seen.work) if seen.work else (),
        "attempt": attempt,
        "primary": primary(seen.step, seen.work, seen.next_number),
        "situation": situation(seen.step, seen.work, speakers),
        "stages": _STAGES,
        "likely": _likely(seen),
        "lines": condensed(log_lines(seen.plan, seen.log))[:IN_RAIL],
        "names": names(),
        "last_event": events.newest_id(),
        "may_declare": bool(allowed(actor.roles, Deed.DECLARE)),
    }


def _chosen(work: Work, text_id: int) -> ComposedText:
    """The text that was asked for; else the first that is blocked; else the first to read."""
    said = language()
    mine = [one for one in work.texts if one.text.key.language == said] or list(work.texts)
    blocked = [one for one in (*mine, *work.texts) if one.blocks]
    return work.find(text_id) or next(iter(blocked), mine[0])


def sheet(reach: Reach, work: Work, one: ComposedText, attempt: Attempt | None = None) -> Sheet:
    """The chosen text with its findings, and with what somebody typed in vain."""
    mine = attempt if attempt and attempt.key == str(one.text.id) else None
    text = one.text
    return Sheet(
        one=one,
        name=outlet_name(reach.plan, text.key.audience, text.key.channel, language=language()),
        checked=checked(reach, work.message, text, one.findings),
        subject=mine.values.get("subject", text.subject) if mine else text.subject,
        body=mine.values.get("body", text.body) if mine else text.body,
        version=text.version,
        languages=_languages(work, one),
        preview=_first_words(text.body),
        attempt=mine,
    )


def _languages(work: Work, one: ComposedText) -> tuple[tuple[str, int], ...]:
    key = one.text.key
    return tuple(
        (other.text.key.language, other.text.id)
        for other in work.texts
        if (other.text.key.audience, other.text.key.channel) == (key.audience, key.channel)
    )


def _first_words(body: str, most: int = 160) -> str:
    words = " ".join(as_text(body).split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def outlets(work: Work) -> tuple[Outlet, ...]:
    """The texts by outlet, in the order of the message."""
    return tuple(
        Outlet(
            channel=channel,
            audience=audience,
            texts=tuple(group),
            state=group[0].state if len({one.state for one in group}) == 1 else None,
        )
        for (channel, audience), group in _groups(work)
    )


def _groups(work: Work) -> Iterator[tuple[tuple[Channel, str], list[ComposedText]]]:
    def outlet(one: ComposedText) -> tuple[Channel, str]:
        return one.text.key.channel, one.text.key.audience

    # The texts are in the order of their outlets: each outlet is one run.
    for key, group in groupby(work.texts, key=outlet):
        yield key, list(group)


def tabs(work: Work, chosen: ComposedText) -> tuple[Tab, ...]:
    """One tab for each outlet; its state is that of its worst language."""
    return tuple(_tab(group, chosen) for _, group in _groups(work))


def _tab(group: Sequence[ComposedText], chosen: ComposedText) -> Tab:
    same = [one for one in group if one.text.key.language == chosen.text.key.language]
    shown = (same or group)[0]
    states = [one.state for one in group]
    return Tab(
        channel=shown.text.key.channel,
        audience=shown.text.key.audience,
        text_id=shown.text.id,
        state=min(states, key=lambda s: _WORST.index(s) if s in _WORST else len(_WORST)),
        blocks=sum(len(one.blocks) for one in group),
        is_chosen=any(one.text.id == chosen.text.id for one in group),
        has_no_readers=all(one.readers == 0 for one in group),
    )


def _likely(seen: Room) -> Stage | None:
    """The stage that the next update most likely has; None when no update is due."""
    if seen.incident.state is not IncidentState.OPEN:
        return None
    if seen.incident.resolution_proposed_at:
        return Stage.RESOLVED
    return seen.incident.stage or Stage.INVESTIGATING


def log_lines(plan: Plan, found: Sequence[Event]) -> list[Line]:
    """Entries as sentences, newest first."""
    return lines_of(found, log_names(plan), language=language(), zone=zone())


def condensed(lines: Sequence[Line]) -> list[Line]:
    """The same with many texts edited or approved in a row as one line."""
    short: list[Line] = []
    for key, run in groupby(lines, key=_run):
        together = list(run)
        first = together[0]
        if key is not None and len(together) > 1:
            more = _("%(said)s, and %(n)s more") % {"said": first.said, "n": len(together) - 1}
            short.append(Line(event=first.event, said=more))
        else:
            short += together
    return short


def _run(line: Line) -> str | None:
    kind = line.event.kind
    return kind if kind in _MANY else None


def is_hot(event: Event) -> bool:
    """Whether the log shows the entry in ink: something went out."""
    return event.kind in _HOT
