"""Scenes for the tests of the room: people who look at it, and an incident on its way."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.declare_incident import Declaration, declare_incident
from noroshi.actions.draft_update import draft_update
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.approvals import standings_of
from noroshi.actions.request_approval import request_approval
from noroshi.domain.channel import Channel
from noroshi.domain.incident import ComponentStatus, Incident, Scope, Stage
from noroshi.domain.message import Message, Rendition
from noroshi.storage import incidents, messages, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.web.services import Services, install
from tests.cast import World

SOFIE, YUKI, MARA, JONAS = "sofie-brandt", "yuki-tanabe", "mara-lindqvist", "jonas-weber"
INES, TOMAS, AYA, HENRIK = "ines-roth", "tomas-rey", "aya-mori", "henrik-olsen"

FACTS = {
    "symptom": {
        "en": "Card payments end with “Payment could not be confirmed”",
        "ja": "カード決済時に「お支払いを確認できませんでした」と表示されます",
    },
    "reach": {
        "en": "About one in five card payments in Europe fails",
        "ja": "欧州のカード決済のおよそ5件に1件で発生しています",
    },
    "workaround": {
        "en": "Your customers can pay by bank transfer",
        "ja": "銀行振込はご利用いただけます",
    },
    "cause": {
        "en": "The confirmations of card payments time out",
        "ja": "カード決済の確認処理がタイムアウトしています",
    },
    "affected_count": {"*": "3400"},
    "progress": {
        "en": "We are moving payments to a second provider",
        "ja": "決済を別の事業者に切り替えています",
    },
}


def browser(world: World, person: str, *, language: str = "en") -> Client:
    """Somebody of the plan, signed in, on screens in ``language``."""
    install(Services(context=world.context))
    client = Client(enforce_csrf_checks=False, HTTP_ACCEPT_LANGUAGE=language)
    member = world.member(person)
    client.force_login(_user(member.user_id), backend=BACKEND)
    return client


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _user(user_id: int) -> User:
    return User.objects.get(pk=user_id)


def declared(world: World, *, severity: int = 4, key: str = "one") -> Incident:
    """Checkout errors in Europe, declared by Sofie."""
    return declare_incident(
        world.context,
        world.actor(SOFIE),
        Declaration(
            title={"en": "Checkout errors in Europe", "ja": "欧州における決済エラー"},
            severity=severity,
            scope=Scope(
                components=("checkout",),
                regions=("europe",),
                status=ComponentStatus.PARTIAL_OUTAGE,
            ),
            started_at=world.clock.now(),
            scenario="service-outage",
            request_key=key,
        ),
    )


def answered(world: World, incident: Incident) -> None:
    """Everything is known but when it will work again, which nobody knows."""
    began = {"started_at": {"*": incident.started_at.isoformat()}}
    for question, values in (began | FACTS).items():
        say(world, incident, Answer(question=question, values=values), JONAS)
    say(world, incident, Answer(question="eta", unknown=True), MARA)


def say(world: World, incident: Incident, answer: Answer, person: str) -> None:
    """Somebody answers a question, over whatever was said before."""
    known = incidents.facts(incident.number).get(answer.question)
    version = known.version if known else 0
    over = Answer(
        question=answer.question, values=answer.values, unknown=answer.unknown, version=version
    )
    answer_fact(world.context, world.actor(person), incident.number, over)


def drafted(world: World, incident: Incident, stage: Stage = Stage.IDENTIFIED) -> Message:
    """Sofie begins an update."""
    return draft_update(world.context, world.actor(SOFIE), incident.number, stage=stage)


def asked(world: World, incident: Incident, stage: Stage = Stage.IDENTIFIED) -> Message:
    """An update waits for its approvers."""
    message = drafted(world, incident, stage)
    return request_approval(world.context, world.actor(SOFIE), message.id)


def approved(world: World, message: Message) -> None:
    """Yuki and Ines sign whatever waits for them."""
    incident = incidents.get(message.incident_number)
    people = {"communications_manager": YUKI, "legal": INES}
    for text, standing in standings_of(world.plan, incident, message):
        for role in standing.missing:
            person = world.actor(people[role])
            approve_rendition(world.context, person, text.id, digest=text.digest)


def said(world: World, incident: Incident, stage: Stage) -> Message:
    """An update that went all the way."""
    message = asked(world, incident, stage)
    approved(world, message)
    return publish_update(world.context, world.actor(SOFIE), message.id)


def text_of(
    message: Message, channel: Channel, audience: str = "customers", language: str = "en"
) -> Rendition:
    """One text of a message."""
    for text in messages.renditions(message.id):
        if (text.key.channel, text.key.audience, text.key.language) == (
            channel,
            audience,
            language,
        ):
            return text
    raise LookupError(channel, audience, language)


def subscribed(
    world: World, count: int, *, audience: str = "customers", language: str = "en"
) -> None:
    """Confirmed subscribers of everything, by e-mail."""
    subscribers.add_many(
        Subscriber(
            channel=Channel.EMAIL,
            address=f"{audience}-{language}-{n}@shop.example",
            audience=audience,
            language=language,
            state=SubscriberState.CONFIRMED,
            created_at=world.clock.now(),
            confirmed_at=world.clock.now(),
        )
        for n in range(count)
    )
