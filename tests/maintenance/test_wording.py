"""Whatever names a text of planned work calls it a notice of maintenance, nowhere an update of an
incident."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from noroshi.actions.approve_rendition import reject_rendition
from noroshi.actions.queries.log import sentences_of
from noroshi.delivery.ledger import Recipient
from noroshi.domain.audit import words
from noroshi.domain.audit.kinds import Finding, Gap
from noroshi.domain.maintenance import Maintenance, Purpose
from noroshi.jobs.names import TaskName
from noroshi.jobs.payloads import NotifyColleague
from noroshi.storage import events, incidents, ledger, messages
from noroshi.storage.subscribers import Subscriber
from noroshi.worker.duties import notices
from noroshi.worker.duties.parcels import parcel_maker, webhook_body
from noroshi.worker.duties.tools import Toolbox
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World
from tests.maintenance import planned as steps
from tests.maintenance.planned import JONAS, SOFIE, YUKI, announced, notice
from tests.web.scene import browser

OF_INCIDENTS = re.compile(
    r"\bupdates? (?:\d|\()|\bincident \d|第[0-9]+報|インシデント ?[0-9]|the incident\b|"
    r"インシデントを開く",
    re.IGNORECASE,
)
BOTH = pytest.mark.parametrize("language", ["en", "ja"])


@pytest.fixture(autouse=True)
def no_jobs_yet(db: None) -> None:
    lose_every_job()


def read(content: bytes) -> EmailMessage:
    mail = BytesParser(policy=default).parsebytes(content)
    assert isinstance(mail, EmailMessage)
    return mail


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return f"{mail['Subject']}\n{body.get_content()}"


def waiting_mails(world: World, kind: str) -> list[str]:
    """The mails to colleagues of one kind that wait to be sent."""
    jobs = [job for job in waiting_jobs(TaskName.NOTIFY_COLLEAGUE) if job["kind"] == kind]
    made = (
        notices.notice(Toolbox(context=world.context), NotifyColleague.from_json(job))
        for job in jobs
    )
    return [plain(read(one.content)) for one in made if one]


def told(world: World, person: str, kind: str, about: int, number: int) -> str:
    job = NotifyColleague(person=person, kind=kind, incident_number=number, about=about)
    made = notices.notice(Toolbox(context=world.context), job)
    assert made is not None
    return plain(read(made.content))


def customers_mail(world: World, work: Maintenance, reader: Subscriber) -> str:
    """The announcement as this reader gets it."""
    (dispatch,) = [
        sent
        for sent in ledger.of_message(notice(work, Purpose.ANNOUNCE).message.id)
        if str(messages.rendition(sent.rendition_id).key) == f"email.customers.{reader.language}"
    ]
    make = parcel_maker(Toolbox(context=world.context), dispatch)
    to = Recipient(id=reader.id, address=reader.address, language=reader.language)
    return plain(read(make(to).content))


def test_approvers_are_asked_for_the_notices_of_the_maintenance_on_its_own_page(
    world: World,
) -> None:
    work = steps.planned(world)
    steps.ask_for_notices(world.context, world.actor(SOFIE), work.number)
    about = notice(work, Purpose.ANNOUNCE).message.id
    japanese = told(world, YUKI, "approval_asked", about, work.number)
    english = told(world, JONAS, "approval_asked", about, work.number)
    assert f"【承認依頼】メンテナンス{work.number}のお知らせ" in japanese
    assert f"Please approve: the notices of maintenance {work.number}" in english
    assert f"/incidents/{work.number}/#read" in english
    assert not OF_INCIDENTS.search(japanese + english)


def test_a_notice_that_comes_back_is_named_by_what_it_is_for(world: World) -> None:
    work = steps.planned(world)
    steps.ask_for_notices(world.context, world.actor(SOFIE), work.number)
    message = notice(work, Purpose.START).message
    text = messages.renditions(message.id)[0]
    reject_rendition(
        world.context, world.actor(YUKI), text.id, digest=text.digest, reason="The day is wrong."
    )
    (mail,) = waiting_mails(world, "rejected")
    assert f"notice {message.number} (start) of maintenance {work.number}" in mail
    assert not OF_INCIDENTS.search(mail)


def test_the_writer_is_told_once_when_all_notices_are_approved(world: World) -> None:
    work = steps.approved(world, steps.planned(world))
    (mail,) = waiting_mails(world, "all_approved")
    assert f"Approved: the notices of maintenance {work.number} can be published" in mail
    assert "until you announce it" in mail
    assert "Open the maintenance" in mail
    assert not OF_INCIDENTS.search(mail)


def test_the_log_and_the_mail_to_customers_say_notice(world: World) -> None:
    rin = steps.rin(world)
    work = announced(world)
    for language, logged, mailed in (
        ("en", "Notice 1: approval asked for", ", notice 1."),
        ("ja", "お知らせ第1号の承認", "（お知らせ第1号）"),
    ):
        found = events.of_incident(work.number)
        lines = sentences_of(found, language=language, zone=ZoneInfo("UTC"))
        log = "\n".join(line.said for line in lines)
        mail = customers_mail(world, work, replace(rin, language=language))
        assert logged in log
        assert mailed in mail
        assert not OF_INCIDENTS.search(log + mail)
        assert {line.subject for line in lines} == {incidents.get(work.number).subject}


@BOTH
def test_the_auditor_says_notice(language: str) -> None:
    detail = {"incident": 7, "message": 2, "channel": "email", "people": 3}
    here = detail | {"subject": "maintenance", "kind": "notice"}
    said = words.found(Finding(kind=Gap.STALLED, detail=here), language)
    assert ("メンテナンス7のお知らせ第2号" if language == "ja" else "notice 2 of main") in said
    older = words.found(Finding(kind=Gap.NOT_PLANNED, detail=detail), language)
    assert ("インシデント7の第2報" if language == "ja" else "Update 2 of incident 7 (") in older


def test_a_webhook_tells_the_window_of_planned_work(world: World) -> None:
    work = announced(world)
    message = notice(work, Purpose.ANNOUNCE).message
    text = messages.renditions(message.id)[0]
    tools, subject = Toolbox(context=world.context), incidents.get(work.number)
    body = webhook_body(tools, world.plan, subject, message=message, text=text)
    told = json.loads(body)["incident"]
    assert told["scheduled_for"] == work.window.starts_at.isoformat()
    assert told["scheduled_until"] == work.window.ends_at.isoformat()
    assert (told["impact"], told["status"]) == ("maintenance", "scheduled")


def test_the_screens_say_notice_of_maintenance(world: World) -> None:
    work = steps.planned(world)
    steps.ask_for_notices(world.context, world.actor(SOFIE), work.number)
    text = messages.renditions(notice(work, Purpose.ANNOUNCE).message.id)[0]
    yuki = browser(world, YUKI)
    for language, word in (("en", "otice"), ("ja", "お知らせ")):
        yuki.cookies["django_language"] = language
        for address in ("/", "/approvals/", f"/approvals/{text.id}/", "/log/"):
            said = re.sub(r"<[^>]+>", " ", yuki.get(address).content.decode())
            assert not OF_INCIDENTS.search(said), address
            assert word in said, address
