"""Fill draft texts again when the facts behind them change. What a person wrote is left alone."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.texts import drafts, signed
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, MessageKind, MessageState
from noroshi.domain.plan.model import Outlet, Plan
from noroshi.storage import messages


def refill_draft(context: Context, plan: Plan, incident: Incident) -> None:
    """Fill the untouched texts of the incident's draft from the present facts.

    A message in approval keeps its words: what was read is what is approved.
    """
    message = messages.in_work(incident.number)
    if message is None or message.state is not MessageState.DRAFT:
        return
    if message.kind is MessageKind.UPDATE:
        fill_untouched(context, plan, incident, message)


def fill_untouched(context: Context, plan: Plan, incident: Incident, message: Message) -> None:
    """Write the filled template over each text that nobody has edited."""
    texts = messages.renditions(message.id)
    outlets = {Outlet(audience=t.key.audience, channel=t.key.channel) for t in texts}
    fresh = {d.key: d for d in drafts(context, plan, incident, message, outlets=outlets)}
    for text in texts:
        draft = fresh.get(text.key)
        untouched = text.digest == text.template_digest
        if draft is None or not untouched:
            continue
        digest = signed(message, draft)
        if digest != text.digest:
            messages.fill_again(
                replace(text, subject=draft.subject, body=draft.body, digest=digest),
                by=SYSTEM.person,
            )
