"""Whatever anybody does is in the log, and every line of the log can be read (invariant 23)."""

from __future__ import annotations

import pkgutil

import pytest

from noroshi import actions
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.change_password import change_password
from noroshi.actions.confirm_subscription import confirm_subscription, new_confirmation_token
from noroshi.actions.context import SYSTEM
from noroshi.actions.create_first_administrator import (
    NewAdministrator,
    create_first_administrator,
    make_setup_link,
)
from noroshi.actions.dismiss_incident import dismiss_incident
from noroshi.actions.draft_report import draft_report
from noroshi.actions.edit_incident import edit_incident
from noroshi.actions.edit_report import edit_report
from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.note_session import note_session
from noroshi.actions.publish_update import publish_update
from noroshi.actions.record_publication import publication_failed, publication_verified
from noroshi.actions.request_approval import request_approval
from noroshi.actions.take_back import take_back
from noroshi.actions.unsubscribe import unsubscribe
from noroshi.actions.watch_promises import watch_promises
from noroshi.actions.watch_reports import watch_reports
from noroshi.actions.withdraw_message import withdraw_message
from noroshi.domain.events import EventKind, Intact, verify
from noroshi.domain.fanout import Progress
from noroshi.domain.incident import Scope, Stage
from noroshi.kernel.errors import NotFound
from noroshi.kernel.ids import sign
from noroshi.kernel.secret import Secret
from noroshi.storage import accounts, events, incidents, ledger, messages, pages
from noroshi.storage.book import StoredLedger
from noroshi.storage.subscribers import Subscriber
from tests.actions.steps import (
    EUROPE,
    MARA,
    SOFIE,
    TITLE,
    approve_all,
    confirmed,
    drafted,
    edited,
    in_approval,
    one_alert,
    page_text,
    reader,
    reported,
    said,
    told_facts,
)
from tests.actions.subscribing import asked, wish
from tests.actions.test_report import WORDS
from tests.cast import World

pytestmark = pytest.mark.django_db

NO_DEEDS = {
    "start_time",
    # parts of other deeds, and what is shared by them
    "address", "asking_limits", "signing_key", "wish", "context", "imported_rows", "notify_colleagues", "open_incident", "plan_dispatches",
    "owe_postings", "propose_incident", "queries", "reason", "refill", "resolve_incident", "settle_promises",
    "approve_twins", "ask_together", "note_told", "write_notices", "show_components", "steering", "texts", "change_holds", "lease_checks",
    "promised",
    # readers' presses are rows of their own; nobody outside may make the log long
    "hear_readers",
    # who takes the next piece of work, and test messages: what they find out is in the log
    "choose_account", "provider_wish", "try_provider", "watch_canaries",
    # ask for something that a worker does, or a code that proves who asks
    "ask_for_page_link", "make_page_link",
    "ask_again", "ask_to_manage", "end_managing", "give_up_asking",
    # asks for a version of the pages; what becomes of it is in the log
    "want_pages",
    # a file for the page server, made from the plan whose change is in the log
    "note_routes",
}  # fmt: skip

ELSEWHERE = {
    # test_commitments, and tests/web/test_feedback
    "make_commitment", "change_commitment", "erase_feedback",
    "come_back", "declare_incident", "draft_correction", "erase_subscriber", "export_subscribers",
    "change_signing_key", "change_subscription", "erase_own_data", "leave_by_session", "prove_address",
    "import_subscribers", "unsubscribe_on_request", "invite_person", "manage_tokens", "note_posting",
    "override_finding", "publish_pages_now", "record_target", "reject_signal", "run_job_again",
    "add_provider", "change_provider", "look_at_providers", "remove_provider", "report_results",
    "rotate_sealing_key", "pause_dispatch", "resume_dispatch", "stop_dispatch",
    "note_alive", "run_audit", "take_over_sending", "leave_everywhere", "lift_suppression",
    "record_receipts", "settle_receipts", "suppress", "take_in_mail", "take_in_receipts",
    # tests/closed
    "enter_page", "feed_addresses", "invite_reader",
    # tests/maintenance
    "approve_notices", "ask_for_notices", "begin_maintenance", "call_about", "call_off_schedule",
    "cancel_maintenance", "change_maintenance", "end_maintenance", "enter_past_incident",
    "plan_maintenance", "publish_notices", "publish_past_incident", "publish_scheduled",
    "schedule_message", "update_maintenance", "watch_maintenance",
    "set_component", "judge_hold", "watch_components", "note_check", "import_history",
}  # fmt: skip
"""Deeds whose entries other tests look at."""


class Watch:
    """Sees to it that each deed leaves an entry."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def did(self, *verbs: str) -> None:
        assert events.newest_id() > self.last, f"{verbs} left no entry in the log"
        self.seen |= set(verbs)
        self.last = events.newest_id()

    last = 0


def hear_of_it(world: World, watch: Watch) -> None:
    context, sofie = world.context, world.actor(SOFIE)
    watch.did("apply_plan")
    reported(world, one_alert(), group="a")
    watch.did("receive_signal")
    dismiss_incident(context, sofie, 1, reason="A test")
    watch.did("dismiss_incident")
    reported(world, one_alert(fingerprint="2"), group="b")
    incident = confirmed(world, 2)
    watch.did("confirm_incident")
    told_facts(world, incident)
    watch.did("answer_fact")
    edit_incident(context, sofie, 2, title=TITLE, severity=3, scope=Scope(components=("checkout",)))
    watch.did("edit_incident")
    edit_incident(context, sofie, 2, title=TITLE, severity=4, scope=EUROPE)


def write_of_it(world: World, watch: Watch) -> None:
    context, sofie, incident = world.context, world.actor(SOFIE), incidents.get(2)
    message = drafted(world, incident)
    watch.did("draft_update")
    edited(world, MARA, page_text(message), "We are sorry.")
    watch.did("edit_rendition")
    request_approval(context, sofie, message.id)
    watch.did("request_approval")
    take_back(context, sofie, message.id)
    watch.did("take_back")
    withdraw_message(context, sofie, message.id)
    watch.did("withdraw_message")
    message = in_approval(world, incident)
    watch.did()
    approve_all(world, message)
    watch.did("approve_rendition")
    publish_update(context, sofie, message.id)
    watch.did("publish_update")


def send_it(world: World, watch: Watch) -> None:
    context = world.context
    message = messages.of_incident(2)[-1]
    wanted = pages.of_message(message.id)
    assert wanted is not None
    publication_failed(context, wanted, why="The disk is full")
    watch.did()
    publication_verified(context, SYSTEM, wanted, files=3)
    watch.did("record_publication")
    (batch,) = ledger.unfinished_batches(message.id)
    book = StoredLedger(world.clock)
    claim = book.claim(batch)
    assert claim is not None
    assert book.advance(claim, Progress(size=1, started=1))
    assert book.advance(claim, Progress(size=1, started=1, mark=1), {})
    assert finish_dispatch(context, batch)
    watch.did("finish_dispatch")


def end_it(world: World, watch: Watch) -> None:
    context, sofie = world.context, world.actor(SOFIE)
    world.clock.pass_by(minutes=90)
    watch_promises(context)
    watch.did("watch_promises")
    said(world, incidents.get(2), Stage.RESOLVED)
    world.clock.pass_by(hours=25)
    watch_reports(context)
    watch.did("watch_reports")
    edit_report(context, sofie, 2, sections=WORDS, version=0)
    watch.did("edit_report")
    draft_report(context, sofie, 2)
    watch.did("draft_report")


def come_and_go(world: World, watch: Watch, subscriber: Subscriber) -> None:
    context = world.context
    unsubscribe(context, subscriber.id, sign(context.key, "unsubscribe", str(subscriber.id)))
    watch.did("unsubscribe")
    asked(world, wish("kai@reader.example"))
    watch.did("subscribe", "consider_asking")
    confirm_subscription(context, new_confirmation_token(subscriber.id + 1))
    watch.did("confirm_subscription")


def meet_people(world: World, watch: Watch) -> None:
    link = make_setup_link(world.context)
    assert link is not None
    new = NewAdministrator(
        name="Hana", email="Hana@x.example", password=Secret("a long-winded phrase"), language="en"
    )
    hana = create_first_administrator(world.context, link.rpartition("/")[2], new)
    watch.did("create_first_administrator")
    change_password(world.context, hana, password=Secret("another long phrase"))
    watch.did("change_password")
    note_session(world.context, hana, kind=EventKind.SIGNED_IN)
    watch.did("note_session")


def test_every_deed_leaves_an_entry_that_can_be_read(world: World) -> None:
    watch = Watch()
    rin = reader(at=world.clock.now())
    hear_of_it(world, watch)
    write_of_it(world, watch)
    send_it(world, watch)
    end_it(world, watch)
    come_and_go(world, watch, rin)
    meet_people(world, watch)
    assert isinstance(verify(events.hashed()), Intact)
    missing = all_verbs() - watch.seen - ELSEWHERE
    assert not missing, f"no test shows that these leave an entry: {sorted(missing)}"


def test_the_same_plan_twice_is_one_version(world: World) -> None:
    first = apply_plan(world.context, SYSTEM, world.plan, digest="other")
    assert apply_plan(world.context, SYSTEM, world.plan, digest="other") == first
    assert first.number == 2


def test_a_setup_link_works_once(world: World) -> None:
    link = make_setup_link(world.context)
    assert link is not None
    token = link.rpartition("/")[2]
    new = NewAdministrator(
        name="Hana", email="hana@x.example", password=Secret("a long-winded phrase"), language="en"
    )
    create_first_administrator(world.context, token, new)
    with pytest.raises(NotFound):
        create_first_administrator(world.context, token, new)
    assert make_setup_link(world.context) is None
    assert accounts.any_administrator()


def all_verbs() -> set[str]:
    return {module.name for module in pkgutil.iter_modules(actions.__path__)} - NO_DEEDS
