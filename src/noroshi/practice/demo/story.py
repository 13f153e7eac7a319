"""The sample incident, scene by scene, in minutes after the first alert."""

from __future__ import annotations

from datetime import timedelta

from noroshi.actions.draft_report import draft_report
from noroshi.actions.edit_rendition import NewText, edit_rendition
from noroshi.actions.edit_report import edit_report
from noroshi.actions.make_commitment import make_commitment
from noroshi.actions.queries.findings import blocks_in
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.request_approval import request_approval
from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.incident import Stage
from noroshi.domain.message import Message, Rendition
from noroshi.kernel.errors import Invalid, SetupProblem
from noroshi.practice.demo import moves
from noroshi.practice.demo.moves import LIAISON
from noroshi.practice.demo.stage import Stage as Scene
from noroshi.practice.demo.texts import (
    FIRST,
    IDENTIFIED,
    PROMISES,
    REPORT,
    REROUTING,
    STILL,
    WATCHING,
)
from noroshi.storage import incidents, messages, promises, reports

LASTS_MINUTES = 215
_ALERT = "CheckoutErrors"
_SUMMARY = "Checkout errors above 5 % in Europe"


def play(scene: Scene) -> int:
    """Play the whole story; returns the number of the incident.

    Raises:
        SetupProblem: something that must happen did not.
    """
    number = _alarm(scene)
    _first_update(scene, number)
    _cause(scene, number)
    _late(scene, number)
    _end(scene, number)
    _report(scene, number)
    return number


def _alarm(scene: Scene) -> int:
    received = moves.alert(scene, status="firing", name=_ALERT, region="europe", summary=_SUMMARY)
    scene.say("", f"Alert: {_SUMMARY}")
    again = moves.alert(scene, status="firing", name=_ALERT, region="europe", summary=_SUMMARY)
    if again["proposed"]:
        raise SetupProblem("The repeated alert proposed a second incident.")
    scene.say("", "The same alert again: nothing changes twice")
    proposed = received["proposed"]
    if not isinstance(proposed, list) or len(proposed) != 1:
        raise SetupProblem("The alert proposed no incident.")
    number = int(proposed[0])
    scene.at(4)
    moves.confirm(scene, number)
    return number


def _first_update(scene: Scene, number: int) -> None:
    scene.at(6)
    moves.answer(scene, number, FIRST)
    message = moves.draft(scene, number, Stage.INVESTIGATING)
    _slip_and_mend(scene, message)
    scene.at(9)
    moves.approve(scene, message)
    moves.publish(scene, message)


def _slip_and_mend(scene: Scene, message: Message) -> None:
    """At three in the morning somebody names the supplier in a mail; the guardrail holds it."""
    text = _customer_mail(message)
    slip = text.body.replace("looking for the cause", "asking Aldermark Payments for the cause")
    text = _write(scene, text, text.subject, slip)
    try:
        request_approval(scene.context, scene.actor(LIAISON), message.id)
    except Invalid as refusal:
        scene.say("", f"Guardrail: {refusal.why}")
    else:
        raise SetupProblem("The guardrail let a third party's name into a mail.")
    incident = incidents.get(message.incident_number)
    # One at a time: a mend moves everything behind it.
    while found := blocks_in(current_plan(), incident, message).get(text.id):
        text = _write(scene, text, *apply(found[0], text.subject, text.body))
    scene.say(LIAISON, "mends it with one click")


def _customer_mail(message: Message) -> Rendition:
    return next(
        text
        for text in messages.renditions(message.id)
        if (text.key.channel, text.key.audience, text.key.language)
        == (Channel.EMAIL, "customers", "en")
    )


def _write(scene: Scene, text: Rendition, subject: str, body: str) -> Rendition:
    new = NewText(subject=subject, body=body, version=text.version)
    return edit_rendition(scene.context, scene.actor(LIAISON), text.id, new)


def _cause(scene: Scene, number: int) -> None:
    scene.at(26)
    moves.answer(scene, number, IDENTIFIED)
    scene.at(29)
    moves.say(scene, number, Stage.IDENTIFIED)
    scene.at(50)
    moves.answer(scene, number, REROUTING)
    moves.say(scene, number, Stage.IDENTIFIED)
    scene.at(60)
    moves.unsubscribe_one(scene)
    scene.at(72)
    moves.say(scene, number, Stage.IDENTIFIED)


def _late(scene: Scene, number: int) -> None:
    """The approver is silent: the promise burns down, people are called, one update is late."""
    promise = promises.open_ones(number)[0]
    begun = (promise.due_at - scene.begins_at).total_seconds() / 60
    for minutes, what in (
        (begun - 10, "10 minutes left: the liaison is reminded"),
        (begun - 1, "1 minute left"),
        (begun, "The promise lapses: the communications manager is called"),
        (begun + 5, "Still silent: the major incident manager is called"),
    ):
        _until_somebody_is_called(scene, promise.id, minutes)
        scene.say("", what)
    scene.at(116)
    moves.answer(scene, number, STILL)
    moves.say(scene, number, Stage.IDENTIFIED)
    scene.say("", "The review will circle this gap")


def _until_somebody_is_called(scene: Scene, promise: int, minutes: float) -> None:
    before = len(promises.steps_done(promise))
    scene.at(minutes)
    scene.wait_until(
        lambda: len(promises.steps_done(promise)) > before, "the worker to remind somebody"
    )


def _end(scene: Scene, number: int) -> None:
    scene.at(131)
    moves.answer(scene, number, WATCHING)
    moves.say(scene, number, Stage.MONITORING)
    scene.at(138)
    moves.alert(scene, status="resolved", name=_ALERT, region="europe", summary=_SUMMARY)
    if not moves.is_open(number):
        raise SetupProblem("A signal resolved the incident; only people may.")
    scene.say("", "The alert has ended: resolution is proposed, not done")
    scene.at(152)
    moves.say(scene, number, Stage.RESOLVED)
    scene.say("", "Resolved. The final report is due in 24 hours")


def _report(scene: Scene, number: int) -> None:
    scene.at(190)
    half = {"en": REPORT["en"]}
    edit_report(scene.context, scene.actor("jonas-weber"), number, sections=half, version=0)
    try:
        draft_report(scene.context, scene.actor("jonas-weber"), number)
    except Invalid as refusal:
        scene.say("", f"Not yet: {refusal.why}")
    else:
        raise SetupProblem("A report with empty parts was drafted.")
    stored = reports.get(number)
    edit_report(
        scene.context,
        scene.actor("jonas-weber"),
        number,
        sections=REPORT,
        version=stored.version if stored else 0,
    )
    message = draft_report(scene.context, scene.actor("jonas-weber"), number)
    scene.say("jonas-weber", "writes the final report: six parts, two languages")
    _promises(scene, number)
    scene.at(207)
    moves.approve(scene, message)
    moves.publish(scene, message)
    scene.say("", "The final report is out, in time")


def _promises(scene: Scene, number: int) -> None:
    today = scene.clock.now().date()
    for days, text in PROMISES:
        due = today + timedelta(days=days)
        make_commitment(scene.context, scene.actor("jonas-weber"), number, text=text, due=due)
    scene.say("jonas-weber", f"makes {len(PROMISES)} promises of it, each with its day")
