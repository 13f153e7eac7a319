"""Put an incident that was written down afterwards into the public history. Nobody is written to."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.ask_together import ask_together
from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.readiness import what_holds
from noroshi.actions.texts import signed
from noroshi.actions.want_pages import want_pages
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState
from noroshi.domain.message import Message, MessageState
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, incidents, messages
from noroshi.storage.unit_of_work import unit_of_work


def ask_for_past_incident(context: Context, actor: Actor, number: int) -> list[Message]:
    """Send its updates to their approvers: the public page shows nothing that nobody has read.

    Raises:
        Invalid: a text is blocked.
        Conflict: nothing is in draft.
    """
    actor.must_be_allowed(Deed.REQUEST_APPROVAL)
    plan, now = current_plan(), context.clock.now()
    with unit_of_work():
        incident = _entered(number)
        said = messages.of_incident(number)
        drafts = [message for message in said if message.state is MessageState.DRAFT]
        if not drafts:
            raise Conflict("No update is in draft.", way_out="Read it again.")
        return ask_together(plan, incident, drafts, actor=actor, now=now)


def publish_past_incident(context: Context, actor: Actor, number: int) -> Incident:
    """Make it public: history, uptime bars, feeds. No dispatch is made, no promise, no report.

    Raises:
        Conflict: an update is not approved, or it is public already.
    """
    actor.must_be_allowed(Deed.PUBLISH)
    now = context.clock.now()
    with unit_of_work():
        incident = _entered(number)
        ready = [_ready(message) for message in messages.of_incident(number) if _counts(message)]
        if not ready:
            raise Conflict("It has no update.", way_out="Enter it again.")
        for message in ready:
            messages.set_state(message, MessageState.PUBLISHED, at=now, by=actor.person)
        shown = incidents.save(
            replace(incident, state=IncidentState.RESOLVED, stage=ready[-1].stage, entered_at=now)
        )
        events.append(
            at=now,
            kind=EventKind.PAST_INCIDENT_PUBLISHED,
            actor=actor.person,
            incident=number,
            data={"updates": len(ready)},
        )
        want_pages(context, f"Incident {number}, entered afterwards")
        return shown


def dismiss_past_incident(context: Context, actor: Actor, number: int) -> Incident:
    """Give up what was written down before it was public.

    Raises:
        Conflict: it is public already.
    """
    actor.must_be_allowed(Deed.PUBLISH)
    now = context.clock.now()
    with unit_of_work():
        incident = _entered(number)
        for message in messages.of_incident(number):
            if message.state in messages.IN_WORK:
                messages.set_state(message, MessageState.WITHDRAWN, at=now, by=actor.person)
        events.append(
            at=now, kind=EventKind.INCIDENT_DISMISSED, actor=actor.person, incident=number
        )
        return incidents.save(replace(incident, state=IncidentState.DISMISSED))


def _entered(number: int) -> Incident:
    incident = incidents.get(number, lock=True)
    if incident.state is not IncidentState.ENTERED:
        raise Conflict("This incident is not waiting to be entered.", way_out="Read it again.")
    return incident


def _counts(message: Message) -> bool:
    return message.state is not MessageState.WITHDRAWN


def _ready(known: Message) -> Message:
    message = messages.get(known.id, lock=True)  # nobody edits it between this look and the end
    holds = what_holds(current_plan(), message)
    if holds is not None:
        raise Conflict(
            "Update {number} cannot be shown yet: {holds}", number=message.number, holds=holds
        )
    for text in messages.renditions(message.id):
        if text.digest != signed(message, text):
            raise Conflict("The text of {text} is not the one that was signed.", text=str(text.key))
    return message
