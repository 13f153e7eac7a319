"""What the worker does for the product: parcels, notices, and work that lost its job."""

from __future__ import annotations

import json
import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest

from noroshi.actions.approve_rendition import reject_rendition
from noroshi.actions.confirm_subscription import confirm_subscription
from noroshi.actions.context import SYSTEM
from noroshi.actions.publish_update import publish_update
from noroshi.actions.record_publication import publication_verified, start_sending
from noroshi.actions.take_back import take_back
from noroshi.actions.unsubscribe import subscription_of_link
from noroshi.delivery.contract import Parcel
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.ledger import Recipient
from noroshi.domain.message import Message, Rendition
from noroshi.jobs.names import TaskName
from noroshi.jobs.payloads import NotifyColleague, Sweep
from noroshi.kernel.errors import Conflict
from noroshi.kernel.secret import Secret
from noroshi.storage import ledger, messages, pages, promises, subscribers
from noroshi.storage.subscribers import SubscriberState
from noroshi.worker.duties import notices, proofs
from noroshi.worker.duties.parcels import parcel_maker
from noroshi.worker.duties.timers import sweep
from noroshi.worker.duties.tools import Toolbox
from tests.actions.steps import SOFIE, approved, in_approval, opened, reader, said, text_of
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db

RIN = Recipient(id=7, address="rin@reader.example", language="en")


@pytest.fixture(autouse=True)
def no_jobs_yet(db: None) -> None:
    lose_every_job()


def tools(world: World) -> Toolbox:
    return Toolbox(context=world.context)


def read(content: bytes) -> EmailMessage:
    mail = BytesParser(policy=default).parsebytes(content)
    assert isinstance(mail, EmailMessage)
    return mail


def parcel(world: World, message: Message, text: Rendition, to: Recipient = RIN) -> Parcel:
    (dispatch,) = [d for d in ledger.of_message(message.id) if d.rendition_id == text.id]
    return parcel_maker(tools(world), dispatch)(to)


def words(text: str) -> str:
    """Without marks of Markdown and HTML, and without differences of white space."""
    bare = re.sub(r"<style.*?</style>|<[^>]+>", "", text, flags=re.DOTALL)
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", bare)
    return re.sub(r"[\s*_#>\\-]+|https?://\S+", "", bare)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_mail_carries_exactly_the_approved_words(world: World, language: str) -> None:
    message = said(world, opened(world))
    text = text_of(message, Channel.EMAIL, "customers", language)
    mail = read(parcel(world, message, text).content)
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert mail["Subject"] == text.subject
    told = words(plain.get_content())
    for line in filter(None, map(words, text.body.splitlines())):
        assert line in told


def test_a_mail_can_be_unsubscribed_from_with_one_click(world: World) -> None:
    rin = reader(at=world.clock.now())
    message = said(world, opened(world))
    text = text_of(message, Channel.EMAIL, "customers")
    to = Recipient(id=rin.id, address=rin.address, language="en")
    mail = read(parcel(world, message, text, to).content)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (link,) = re.findall(r"<(https://[^>]+)>", mail["List-Unsubscribe"])
    assert subscription_of_link(world.context, rin.id, link.rpartition("/")[2]).id == rin.id
    assert mail["To"] == rin.address


def test_each_copy_has_its_own_id_that_never_changes(world: World) -> None:
    message = said(world, opened(world))
    text = text_of(message, Channel.EMAIL, "customers")
    kai = Recipient(id=8, address="kai@reader.example", language="en")
    first, again, other = (parcel(world, message, text, to) for to in (RIN, RIN, kai))
    assert first.message_id == again.message_id != other.message_id
    assert first.content == again.content


def test_words_that_were_changed_in_the_database_do_not_leave(world: World) -> None:
    message = said(world, opened(world))
    text = text_of(message, Channel.EMAIL, "customers")
    messages.set_text(text, subject=text.subject, body="Mallory", digest=text.digest, by="x")
    with pytest.raises(Conflict, match="not those that were approved"):
        parcel(world, message, text)
    messages.set_text(
        messages.rendition(text.id), subject=text.subject, body="Mallory", digest="0" * 64, by="x"
    )
    with pytest.raises(Conflict):
        parcel(world, message, text)


def test_a_webhook_tells_the_incident_in_statuspage_s_form(world: World) -> None:
    message = said(world, opened(world))
    text = text_of(message, Channel.WEBHOOK, "customers", "ja")
    to = Recipient(id=7, address="https://x.example/", language="ja", secret=Secret("k"))
    made = parcel(world, message, text, to)
    told = json.loads(made.content)
    assert told["incident"]["status"] == "investigating"
    assert told["incident"]["name"] == text.subject
    assert told["incident"]["incident_updates"][0]["body"] == text.body
    assert told["incident"]["x_noroshi"]["language"] == "ja"
    assert told["incident"]["resolved_at"] is None
    assert made.secret is not None
    assert made.content != b"k"


def notice(world: World, person: str, kind: str, about: int) -> EmailMessage | None:
    job = NotifyColleague(person=person, kind=kind, incident_number=1, about=about)
    made = notices.notice(tools(world), job)
    return read(made.content) if made else None


def test_yuki_is_asked_in_japanese_and_jonas_in_english(world: World) -> None:
    message = in_approval(world, opened(world))
    japanese = notice(world, "yuki-tanabe", "approval_asked", message.id)
    english = notice(world, "jonas-weber", "approval_asked", message.id)
    assert japanese is not None
    assert english is not None
    assert "承認依頼" in japanese["Subject"]
    assert "Please approve" in english["Subject"]
    assert "List-Unsubscribe" not in english


def test_nobody_is_asked_to_approve_what_was_taken_back_meanwhile(world: World) -> None:
    message = in_approval(world, opened(world))
    take_back(world.context, world.actor(SOFIE), message.id)
    assert notice(world, "yuki-tanabe", "approval_asked", message.id) is None


def test_nobody_is_called_for_a_promise_that_was_kept_meanwhile(world: World) -> None:
    incident = opened(world)
    (promise,) = promises.open_ones(1)
    assert notice(world, "sofie-brandt", "promise_remind", promise.id) is not None
    said(world, incident)
    assert notice(world, "sofie-brandt", "promise_remind", promise.id) is None
    assert notice(world, "mara-lindqvist", "promise_escalate", promise.id) is None


def test_a_hostile_title_stays_a_text_in_a_notice(world: World) -> None:
    title = {"en": "<img src=x onerror=y> [click](http://evil.example) {number}"}
    opened(world, title=title)
    (promise,) = promises.open_ones(1)
    mail = notice(world, "jonas-weber", "promise_remind", promise.id)
    assert mail is not None
    page = mail.get_body(("html",))
    assert page is not None
    assert "<img src=x" not in page.get_content()
    assert 'href="http://evil.example' not in page.get_content()


@pytest.mark.parametrize(("language", "word"), [("en", "Please confirm"), ("ja", "ご確認")])
def test_a_new_reader_is_mailed_a_link_that_confirms(
    world: World, language: str, word: str
) -> None:
    at = world.clock.now()
    rin = reader(at=at, state=SubscriberState.PENDING, language=language, last_confirmation_at=at)
    made = proofs.confirmation(tools(world), rin.id)
    assert made is not None
    mail = read(made.parcel.content)
    assert word in mail["Subject"]
    plain = mail.get_body(("plain",))
    assert plain is not None
    (token,) = set(re.findall(r"/confirm/([\w-]+)", plain.get_content()))
    confirm_subscription(world.context, token)
    assert proofs.confirmation(tools(world), rin.id) is None  # nothing more to ask
    assert subscribers.get(rin.id).state is SubscriberState.CONFIRMED


def test_the_page_goes_first_and_the_mail_after_it_was_read_back(world: World) -> None:
    reader(at=world.clock.now())
    message = said(world, opened(world))
    assert waiting_jobs(TaskName.SEND_BATCH) == []
    assert len(waiting_jobs(TaskName.PUBLISH_PAGES)) == 1
    wanted = pages.of_message(message.id)
    assert wanted is not None
    for _ in range(2):
        publication_verified(world.context, SYSTEM, wanted, files=3)
    assert waiting_jobs(TaskName.SEND_BATCH) == [
        {"batch_id": batch} for batch in ledger.unfinished_batches(message.id)
    ]


def test_a_page_that_cannot_be_shown_holds_the_mail_back_for_half_a_minute_only(
    world: World,
) -> None:
    reader(at=world.clock.now())
    message = said(world, opened(world))
    world.clock.pass_by(seconds=30)
    sweep(tools(world), Sweep())
    assert waiting_jobs(TaskName.SEND_BATCH) == []
    world.clock.pass_by(seconds=1)
    sweep(tools(world), Sweep())
    sweep(tools(world), Sweep())
    assert len(waiting_jobs(TaskName.SEND_BATCH)) == 1
    assert ledger.unfinished_batches(message.id)


def test_the_sweep_gives_a_job_to_forgotten_batches_only(world: World) -> None:
    at = world.clock.now()
    for name in ("rin", "kai"):
        reader(f"{name}@x.example", at=at, language="en" if name == "rin" else "ja")
    message = said(world, opened(world), Stage.INVESTIGATING)
    first, second = ledger.unfinished_batches(message.id)
    start_sending([first])
    world.clock.pass_by(minutes=1)
    sweep(tools(world), Sweep())
    waiting = [job["batch_id"] for job in waiting_jobs(TaskName.SEND_BATCH)]
    assert sorted(waiting, key=str) == sorted([first, second], key=str)
    lose_every_job()
    sweep(tools(world), Sweep())
    assert len(waiting_jobs(TaskName.SEND_BATCH)) == 2


def test_the_writer_hears_that_everything_is_approved_and_may_go_out(world: World) -> None:
    message = approved(world, opened(world))
    told = notice(world, "sofie-brandt", "all_approved", message.id)
    assert told is not None
    assert "can be published" in told["Subject"]
    publish_update(world.context, world.actor(SOFIE), message.id)
    assert notice(world, SOFIE, "all_approved", message.id) is None


def test_the_writer_hears_of_a_rejection(world: World) -> None:
    message = in_approval(world, opened(world))
    text = messages.renditions(message.id)[0]
    reject_rendition(
        world.context, world.actor("yuki-tanabe"), text.id, digest=text.digest, reason="Too long"
    )
    told = notice(world, "sofie-brandt", "rejected", message.id)
    assert told is not None
    assert "needs a change" in told["Subject"]
