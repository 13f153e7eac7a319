"""Begin the correction of texts that were wrong. It reaches exactly those who got them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.links import links_of
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.texts import keep
from noroshi.domain.channel import Channel
from noroshi.domain.compose import correction
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, incidents, messages, promises
from noroshi.storage.unit_of_work import unique_or, unit_of_work


def draft_correction(
    context: Context, actor: Actor, message_id: int, *, texts: Collection[int]
) -> Message:
    """Draft the correction of some texts of a published message.

    The status page speaks to everybody alike: one wrong text there brings its other languages.

    Raises:
        Conflict: the message has not gone out, is the final report, or another one is in work.
        Invalid: no text was chosen, or one of another message.
    """
    actor.must_be_allowed(Deed.DRAFT)
    plan = current_plan()
    now = context.clock.now()
    with unit_of_work():
        wrong = messages.get(message_id)
        incident = incidents.locked(wrong.incident_number)
        chosen = _chosen(wrong, texts)
        with unique_or(
            "Another message of this incident is in work.", way_out="Finish or withdraw it first."
        ):
            message = messages.add(_new(incident, wrong, actor, now=now))
        page = links_of(context, plan, incident).page
        made = [
            correction.draft(text, _occasion(plan, wrong, message, text, page=page))
            for text in chosen
        ]
        keep(made, message, actor)
        events.append(
            at=now,
            kind=EventKind.MESSAGE_DRAFTED,
            actor=actor.person,
            incident=incident.number,
            data={"message": message.number, "stage": message.stage, "corrects": wrong.number},
        )
        return message


def _chosen(wrong: Message, texts: Collection[int]) -> list[Rendition]:
    if wrong.state is not MessageState.PUBLISHED:
        raise Conflict(
            "Only what has gone out is corrected.", way_out="Change the text before it goes out."
        )
    if wrong.kind is MessageKind.REPORT:
        raise Conflict("The final report is corrected in its six parts, on the report's screen.")
    known = messages.renditions(wrong.id)
    if not texts or not set(texts) <= {text.id for text in known}:
        raise Invalid(
            "Choose the texts that were wrong.",
            way_out="They must be texts of this message.",
            field="texts",
        )
    on_page = any(t.id in texts and t.key.channel is Channel.STATUS_PAGE for t in known)
    return [
        text
        for text in known
        if text.id in texts or (on_page and text.key.channel is Channel.STATUS_PAGE)
    ]


def _new(incident: Incident, wrong: Message, actor: Actor, *, now: datetime) -> Message:
    # A correction neither keeps nor makes a promise: it repeats the one that is open.
    return Message(
        id=0,
        incident_number=incident.number,
        number=messages.next_number(incident.number),
        kind=MessageKind.CORRECTION,
        stage=incident.stage or Stage.INVESTIGATING,
        state=MessageState.DRAFT,
        next_update_at=promises.next_due(incident.number, after=now),
        drafted_by=actor.person,
        drafted_at=now,
        corrects=wrong.id,
    )


def _occasion(
    plan: Plan, wrong: Message, message: Message, text: Rendition, *, page: str
) -> correction.Occasion:
    assert wrong.published_at is not None  # noqa: S101 - it has gone out
    return correction.Occasion(
        published_at=wrong.published_at,
        now=message.drafted_at,
        next_update_at=message.next_update_at,
        zone=time_zone_of(plan, text.key.language),
        page=page,
    )
