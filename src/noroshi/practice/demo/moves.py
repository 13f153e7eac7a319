"""The moves that the story is made of; each is what a person does on a screen."""

from __future__ import annotations

import json
from collections.abc import Iterable

from noroshi.actions.answer_fact import Answer, answer_fact
from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.confirm_incident import Confirmation, confirm_incident
from noroshi.actions.draft_update import draft_update
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.approvals import hands_on, may_decide_among, needed_for
from noroshi.actions.queries.links import unsubscribe_url
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.request_approval import request_approval
from noroshi.domain.channel import Channel
from noroshi.domain.incident import ComponentStatus, IncidentState, Scope, Stage
from noroshi.domain.message import Message
from noroshi.domain.named import message_name
from noroshi.domain.subscription import Topic, occasion
from noroshi.kernel.errors import SetupProblem
from noroshi.practice.demo.stage import Stage as Scene
from noroshi.practice.demo.texts import TITLE, Known
from noroshi.storage import incidents, ledger, messages, pages, subscribers

LIAISON, APPROVERS = "sofie-brandt", ("yuki-tanabe", "ines-roth")
SCOPE = Scope(components=("checkout",), regions=("europe",), status=ComponentStatus.PARTIAL_OUTAGE)


def alert(scene: Scene, *, status: str, name: str, region: str, summary: str) -> dict[str, object]:
    """Send what Prometheus Alertmanager sends, with the monitoring's token."""
    started = scene.begins_at if region == "europe" else scene.clock.now()
    body = {
        "version": "4",
        "groupKey": f'{{}}:{{alertname="{name}"}}',
        "status": status,
        "receiver": "noroshi",
        "alerts": [
            {
                "status": status,
                "labels": {
                    "alertname": name,
                    "severity": "critical" if region == "europe" else "warning",
                    "component": "checkout" if region == "europe" else "dashboard",
                    "region": region,
                },
                "annotations": {"summary": summary},
                "startsAt": started.isoformat(),
                "endsAt": scene.clock.now().isoformat()
                if status == "resolved"
                else "0001-01-01T00:00:00Z",
                "fingerprint": f"{abs(hash_of(name)):x}",
            }
        ],
    }
    answer = scene.post(
        "/api/signals/alertmanager",
        content=json.dumps(body).encode(),
        headers={
            "content-type": "application/json",
            "authorization": f"Bearer {scene.token.reveal()}",
        },
    )
    if answer.status_code >= 300:
        raise SetupProblem(f"The alert was refused: {answer.status_code} {answer.text[:200]}")
    return dict(answer.json())


def hash_of(name: str) -> int:
    """A number that is the same in every process."""
    return int.from_bytes(name.encode()[:8].ljust(8, b"0"), "big")


def confirm(scene: Scene, number: int) -> None:
    """The customer liaison confirms what the alert proposed."""
    confirmation = Confirmation(title=TITLE, severity=4, scope=SCOPE)
    confirm_incident(scene.context, scene.actor(LIAISON), number, confirmation)
    scene.say(LIAISON, "confirms the incident: class 4, checkout in Europe")


def answer(scene: Scene, number: int, known: Iterable[Known]) -> None:
    """People of several departments answer the checklist."""
    for one in known:
        earlier = incidents.facts(number).get(one.question)
        answer_fact(
            scene.context,
            scene.actor(one.person),
            number,
            Answer(
                question=one.question,
                values=one.values,
                unknown=one.unknown,
                version=earlier.version if earlier else 0,
            ),
        )
    scene.say("", "The checklist is answered by " + _people(scene, known))


def _people(scene: Scene, known: Iterable[Known]) -> str:
    names = dict.fromkeys(scene.name(one.person) for one in known)
    return ", ".join(names)


def draft(scene: Scene, number: int, stage: Stage) -> Message:
    """The liaison begins an update; the plan's templates are filled from the facts."""
    message = draft_update(scene.context, scene.actor(LIAISON), number, stage=stage)
    texts = messages.renditions(message.id)
    scene.say(LIAISON, f"drafts update {message.number} ({stage}): {len(texts)} texts, 2 languages")
    for left in message.left_out[:1]:
        scene.say("", f"E-mail waits: {left.reason['en']}")
    return message


def approve(scene: Scene, message: Message, *, ask: bool = True) -> None:
    """Ask for approval, and have everybody whom the plan names read and sign each text."""
    if ask:
        request_approval(scene.context, scene.actor(LIAISON), message.id)
    plan, incident = current_plan(), incidents.get(message.incident_number)
    hands, signed = hands_on(message), 0
    for text in messages.renditions(message.id):
        needed = needed_for(plan, incident, message, text)
        for person in APPROVERS:
            if needed and may_decide_among(hands, needed, text, plan, person=person):
                approve_rendition(scene.context, scene.actor(person), text.id, digest=text.digest)
                signed += 1
    scene.say(APPROVERS[0], f"reads and approves: {signed} signatures on exact bytes")


def publish(scene: Scene, message: Message) -> None:
    """Publish, and watch the page go first and the mails after it."""
    publish_update(scene.context, scene.actor(LIAISON), message.id)
    arrive(scene, message)


def arrive(scene: Scene, message: Message) -> None:
    """Wait for the workers: the page read back, everybody handed over or listed."""

    def shown() -> bool:
        publication = pages.of_message(message.id)
        return publication is not None and publication.verified_at is not None

    scene.wait_until(shown, "the status page to be read back")
    what = message_name(message.kind, message.number, "en", inside=True)
    scene.say("", f"Status page shows {what}, read back byte for byte")
    dispatches = [d for d in ledger.of_message(message.id) if d.channel is Channel.EMAIL]
    if not dispatches:
        return
    scene.wait_until(
        lambda: not ledger.unfinished_batches(message.id), "the mails to be handed over"
    )
    total = sum(d.recipients for d in dispatches)
    people = "1 person" if total == 1 else f"{total:,} people"
    scene.say("", f"{people}: handed to the mail relay, or listed with a reason")


def say(scene: Scene, number: int, stage: Stage) -> Message:
    """Draft, approve and publish in one go."""
    message = draft(scene, number, stage)
    approve(scene, message)
    publish(scene, message)
    return message


def unsubscribe_one(scene: Scene) -> None:
    """A reader leaves with one click, as mail programs do it: a POST without cookie (RFC 8058)."""
    about = occasion(SCOPE, topic=Topic.INCIDENTS, at=scene.context.clock.now())
    audience = subscribers.audience_snapshot(Channel.EMAIL, "customers", "en", about=about)
    url = unsubscribe_url(scene.context, audience[41])
    answer = scene.post(
        url.removeprefix(scene.context.public_url),
        content=b"List-Unsubscribe=One-Click",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    if answer.status_code != 200:
        raise SetupProblem(f"One-click unsubscribe answered {answer.status_code}.")
    scene.say("", "One reader unsubscribes with one click; no further mail starts for her")


def is_open(number: int) -> bool:
    """Whether the incident lasts."""
    return incidents.get(number).state is IncidentState.OPEN
