"""The steps that stories about an incident are made of."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.confirm_incident import Confirmation, confirm_incident
from noroshi.actions.declare_incident import Declaration, declare_incident
from noroshi.actions.draft_update import draft_update
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.approvals import standings_of
from noroshi.actions.receive_signal import Received, receive_signal
from noroshi.actions.request_approval import request_approval
from noroshi.domain.channel import Channel
from noroshi.domain.events import Event, EventKind
from noroshi.domain.incident import ComponentStatus, Incident, Scope, Stage
from noroshi.domain.message import Message, Rendition
from noroshi.intake.registry import SOURCES
from noroshi.storage import events, incidents, messages, subscribers
from noroshi.storage.connections import release
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.cast import World

SOFIE, YUKI, JONAS, MARA, INES = (
    "sofie-brandt",
    "yuki-tanabe",
    "jonas-weber",
    "mara-lindqvist",
    "ines-roth",
)
TITLE = {"en": "Checkout errors in Europe", "ja": "欧州における決済エラー"}
EUROPE = Scope(components=("checkout",), regions=("europe",), status=ComponentStatus.PARTIAL_OUTAGE)
FACTS = {
    "started_at": {"*": "2026-03-12T14:02:00+01:00"},
    "symptom": {
        "en": "card payments end with “Payment could not be confirmed”",
        "ja": "カード決済時に「お支払いを確認できませんでした」と表示される",
    },
    "reach": {
        "en": "about one in five card payments in Europe",
        "ja": "欧州のカード決済のおよそ5件に1件",
    },
    "workaround": {"en": "bank transfer works", "ja": "銀行振込はご利用いただけます"},
    "cause": {"en": "payment confirmations time out", "ja": "決済の確認処理がタイムアウトしている"},
    "affected_count": {"*": "3400"},
    "progress": {"en": "we are rerouting payments", "ja": "決済の経路を切り替えています"},
}
PARTS = (
    "apology",
    "what_happened",
    "why",
    "what_was_done",
    "what_it_changed",
    "what_will_be_done",
)


def one_alert(**changed: object) -> dict[str, object]:
    """An alert as Alertmanager writes it."""
    return {
        "status": "firing",
        "labels": {
            "alertname": "CheckoutErrors",
            "severity": "critical",
            "component": "checkout",
            "region": "europe",
        },
        "annotations": {"summary": "Checkout errors in Europe"},
        "startsAt": "2026-03-12T13:02:00Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "fingerprint": "c0ffee",
    } | changed


def body(*alerts: Mapping[str, object], group: str = "checkout", **changed: object) -> bytes:
    """A body as Alertmanager sends it."""
    told = {
        "version": "4",
        "groupKey": f'{{}}:{{alertname="{group}"}}',
        "status": "firing",
        "receiver": "noroshi",
        "alerts": list(alerts) or [one_alert()],
    }
    return json.dumps(told | changed).encode()


def reported(world: World, *alerts: Mapping[str, object], group: str = "checkout") -> Received:
    """What a report of the monitoring system changes."""
    batch = SOURCES["alertmanager"].parse(body(*alerts, group=group))
    return receive_signal(world.context, source="prometheus", batch=batch)


def confirmed(world: World, number: int) -> Incident:
    """A proposal that Sofie confirms."""
    confirmation = Confirmation(title=TITLE, severity=4, scope=EUROPE)
    return confirm_incident(world.context, world.actor(SOFIE), number, confirmation)


def declaration(world: World, **changed: object) -> Declaration:
    """What Sofie says when she declares the sample incident."""
    said = Declaration(
        title=TITLE,
        severity=4,
        scope=EUROPE,
        started_at=world.clock.now(),
        scenario="service-outage",
        request_key="one form",
    )
    return replace(said, **changed)  # type: ignore[arg-type]


def declared(world: World, **changed: object) -> Incident:
    """The sample incident, declared by hand."""
    return declare_incident(world.context, world.actor(SOFIE), declaration(world, **changed))


def told_facts(world: World, incident: Incident) -> None:
    """Jonas answers the checklist; nobody knows yet when it will work again."""
    actor = world.actor(JONAS)
    for question, values in FACTS.items():
        answer_fact(world.context, actor, incident.number, Answer(question=question, values=values))
    answer_fact(world.context, actor, incident.number, Answer(question="eta", unknown=True))


def opened(world: World, **changed: object) -> Incident:
    """The sample incident with its facts."""
    incident = declared(world, **changed)
    told_facts(world, incident)
    return incident


def drafted(world: World, incident: Incident, stage: Stage = Stage.INVESTIGATING) -> Message:
    """Sofie drafts an update."""
    return draft_update(world.context, world.actor(SOFIE), incident.number, stage=stage)


def in_approval(world: World, incident: Incident, stage: Stage = Stage.INVESTIGATING) -> Message:
    """Sofie drafts an update and asks for approval."""
    message = drafted(world, incident, stage)
    return request_approval(world.context, world.actor(SOFIE), message.id)


def approve_all(world: World, message: Message) -> None:
    """Everybody whom the plan asks for approves every text."""
    incident = incidents.get(message.incident_number)
    for text, standing in standings_of(world.plan, incident, message):
        for role in standing.missing:
            person = {"communications_manager": YUKI, "legal": INES}[role]
            approve_rendition(world.context, world.actor(person), text.id, digest=text.digest)


def approved(world: World, incident: Incident, stage: Stage = Stage.INVESTIGATING) -> Message:
    """An update that only waits to be published."""
    message = in_approval(world, incident, stage)
    approve_all(world, message)
    return message


def said(world: World, incident: Incident, stage: Stage = Stage.INVESTIGATING) -> Message:
    """An update that went out."""
    return publish_update(world.context, world.actor(SOFIE), approved(world, incident, stage).id)


def page_text(message: Message, language: str = "en") -> Rendition:
    """The text of the status page."""
    return text_of(message, Channel.STATUS_PAGE, "customers", language)


def text_of(message: Message, channel: Channel, audience: str, language: str = "en") -> Rendition:
    """One text of a message."""
    return next(
        text
        for text in messages.renditions(message.id)
        if (text.key.channel, text.key.audience, text.key.language) == (channel, audience, language)
    )


def edited(world: World, person: str, text: Rendition, more: str) -> Rendition:
    """Somebody adds words to a text."""
    new = NewText(subject=text.subject, body=f"{text.body}\n\n{more}", version=text.version)
    return edit_rendition(world.context, world.actor(person), text.id, new)


def reader(
    address: str = "rin@reader.example",
    *,
    channel: Channel = Channel.EMAIL,
    state: SubscriberState = SubscriberState.CONFIRMED,
    at: datetime,
    **changed: object,
) -> Subscriber:
    """Somebody who asked to be told."""
    subscriber = Subscriber(
        channel=channel,
        address=address,
        audience="customers",
        language="en",
        state=state,
        created_at=at,
    )
    return subscribers.add(replace(subscriber, **changed))  # type: ignore[arg-type]


def log(*kinds: EventKind, number: int | None = None) -> list[Event]:
    """The entries of the log of these kinds, oldest first."""
    return [
        event
        for event in events.after(0, limit=100_000)
        if event.kind in kinds and number in {None, event.incident_number}
    ]


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do all of it at the same moment, each on a connection of its own.

    Returns what each returned, or the exception it raised.
    """
    start = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            results[place] = deed()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[place] = error
        finally:
            release()

    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return results
