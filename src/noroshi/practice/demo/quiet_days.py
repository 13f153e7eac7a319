"""The weeks before the story and the evening after it: what a page tells when nothing burns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from noroshi.actions.approve_notices import approve_notices
from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.ask_for_notices import ask_for_notices
from noroshi.actions.enter_past_incident import PastIncident, PastUpdate, enter_past_incident
from noroshi.actions.invite_reader import invite_reader
from noroshi.actions.plan_maintenance import plan_maintenance
from noroshi.actions.publish_past_incident import ask_for_past_incident, publish_past_incident
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.notices import waiting_in
from noroshi.domain.incident import ComponentStatus, Scope, Stage
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Purpose, Window, Wish
from noroshi.domain.message import Message
from noroshi.kernel.errors import SetupProblem
from noroshi.practice.demo import quiet_texts as words
from noroshi.practice.demo.moves import APPROVERS, LIAISON, arrive
from noroshi.practice.demo.stage import Stage as Scene
from noroshi.practice.mailbox.store import Received
from noroshi.storage import maintenances, messages

DAYS_BEFORE = 80
"""When the plan came into force: the bars show ten days before it that nobody watched."""

RIN = "rin@reader.example"
ADMINS_PAGE, ADMIN = "it-admins", "it@partner.example"
_DAY = 24 * 60
_ZONE = "Europe/Berlin"
_CONFIRM = re.compile(r"https?://[^\s<>\"]+(/confirm/[\w-]+)")


def before(scene: Scene) -> None:
    """The plan comes into force, and people come to read.

    Raises:
        SetupProblem: something that must happen did not.
    """
    scene.say("", "The plan comes into force")
    scene.at(-9 * _DAY)
    _rin_subscribes(scene)
    invite_reader(scene.context, scene.actor(LIAISON), ADMINS_PAGE, ADMIN)
    scene.say(LIAISON, "invites an IT administrator to the page for them")


def after(scene: Scene) -> None:
    """What was left lying is written down, and work is announced.

    Raises:
        SetupProblem: something that must happen did not.
    """
    _past_incident(scene)
    _planned_work(scene)


def _past_incident(scene: Scene) -> None:
    began = scene.begins_at - timedelta(days=27)
    past = PastIncident(
        title=words.PAST_TITLE,
        severity=3,
        scope=Scope(
            components=("invoices",),
            regions=("united-kingdom",),
            status=ComponentStatus.PARTIAL_OUTAGE,
        ),
        started_at=began,
        resolved_at=began + timedelta(minutes=85),
        updates=(
            _update(Stage.IDENTIFIED, began + timedelta(minutes=20), words.PAST_FIRST),
            _update(Stage.RESOLVED, began + timedelta(minutes=85), words.PAST_LAST),
        ),
        request_key="the demo's past incident",
    )
    number = enter_past_incident(scene.context, scene.actor(LIAISON), past).number
    _sign(scene, ask_for_past_incident(scene.context, scene.actor(LIAISON), number))
    publish_past_incident(scene.context, scene.actor(LIAISON), number)
    scene.say(LIAISON, "enters an earlier incident: history and bars show it")


def _update(stage: Stage, at: datetime, said: tuple[Localised, Localised]) -> PastUpdate:
    subject, body = said
    return PastUpdate(stage=stage, at=at, subject=subject, body=body)


def _sign(scene: Scene, asked: Iterable[Message]) -> None:
    approver = scene.actor(APPROVERS[0])
    for message in asked:
        for text in messages.renditions(message.id):
            approve_rendition(scene.context, approver, text.id, digest=text.digest)


def _rin_subscribes(scene: Scene) -> None:
    """As a reader does: the form of the page, the mail, the button behind its link."""
    form = {"by": "email", "email": RIN, "language": "en", "time_zone": _ZONE}
    scene.must_post("/subscribe", form)
    scene.wait_until(lambda: _mail_to_rin(scene) is not None, "the mail that asks Rin to confirm")
    scene.must_post(_link_of_rin(scene), {})
    scene.say("", "Rin subscribes on the page, and confirms by the link in her mail")


def _link_of_rin(scene: Scene) -> str:
    mail = _mail_to_rin(scene)
    body = scene.mailbox.read(mail).get_body(("plain",)) if mail else None
    link = _CONFIRM.search(body.get_content()) if body else None
    if link is None:
        raise SetupProblem("The mail to Rin has no link to confirm.")
    return link.group(1)


def _mail_to_rin(scene: Scene) -> Received | None:
    return next((mail for mail in scene.mailbox.all() if mail.to == RIN), None)


def _planned_work(scene: Scene) -> None:
    night = (scene.begins_at + timedelta(days=5)).astimezone(ZoneInfo(_ZONE))
    starts_at = night.replace(hour=22, minute=0, second=0, microsecond=0)
    liaison, approver = scene.actor(LIAISON), scene.actor(APPROVERS[0])
    work = plan_maintenance(
        scene.context,
        liaison,
        Wish(
            title=words.WORK_TITLE,
            details=words.WORK_DETAILS,
            scope=Scope(
                components=("dashboard",),
                regions=("asia-pacific",),
                status=ComponentStatus.UNDER_MAINTENANCE,
            ),
            window=Window(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), zone=_ZONE),
            remind_before=(timedelta(hours=24),),
            request_key="the demo's planned work",
        ),
    )
    ask_for_notices(scene.context, liaison, work.number)
    texts = {text.id: text.digest for _, text in waiting_in(work.number, approver.person)}
    approve_notices(scene.context, approver, work.number, texts)
    told = next(n for n in maintenances.notices(work.number) if n.purpose is Purpose.ANNOUNCE)
    publish_update(scene.context, liaison, told.message.id)
    scene.say(LIAISON, f"announces planned work; {len(texts)} texts are approved")
    arrive(scene, told.message)
