"""From facts to renditions: the one place that fills and signs the texts of a message."""

from __future__ import annotations

from collections.abc import Iterable

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.links import links_of
from noroshi.domain.compose.plan_message import Draft, compose
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, Rendition, digest_of
from noroshi.domain.plan.model import Outlet, Plan
from noroshi.storage import incidents, messages


def drafts(
    context: Context,
    plan: Plan,
    incident: Incident,
    message: Message,
    *,
    outlets: Iterable[Outlet],
) -> tuple[Draft, ...]:
    """Every text of ``message`` as the templates and the facts make it at this moment."""
    return compose(
        plan,
        incident,
        incidents.facts(incident.number),
        stage=message.stage,
        outlets=outlets,
        next_update_at=message.next_update_at,
        now=context.clock.now(),
        links=links_of(context, plan, incident),
    )


def keep(made: Iterable[Draft], message: Message, actor: Actor) -> None:
    """Store new texts with their digests."""
    for draft in made:
        digest = signed(message, draft)
        messages.add_rendition(
            message.id,
            draft.key,
            subject=draft.subject,
            body=draft.body,
            digest=digest,
            template_digest=digest,
            by=actor.person,
        )


def sign_again(message: Message) -> None:
    """Give every text its digest anew, because the message around it has changed."""
    for text in messages.renditions(message.id):
        messages.set_digest(text, signed(message, text))


def signed(message: Message, text: Draft | Rendition) -> str:
    """The digest that the words of a text have in ``message``."""
    return digest_of(
        text.key,
        message_id=message.id,
        stage=message.stage,
        subject=text.subject,
        body=text.body,
        next_update_at=message.next_update_at,
    )
