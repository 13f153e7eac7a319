"""Lists in and out: nobody who said no is revived, nothing is lost, and each consent is proved."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import pytest

from noroshi.actions.come_back import come_back
from noroshi.actions.erase_subscriber import erase_subscriber
from noroshi.actions.export_subscribers import Export, export_subscribers
from noroshi.actions.import_subscribers import Import, Imported, import_subscribers
from noroshi.actions.queries.subscriber_file import as_document, files_of
from noroshi.actions.unsubscribe import unsubscribe
from noroshi.actions.unsubscribe_on_request import unsubscribe_on_request
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.events import EventKind
from noroshi.domain.subscription import Occasion
from noroshi.intake.subscribers.rows import listing
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Invalid, NotAllowed, NotFound
from noroshi.kernel.ids import sign
from noroshi.storage import subscriber_stage, subscribers, suppressions
from noroshi.storage.models import SubscriberRow, Suppression
from noroshi.storage.subscriber_stage import Verdict
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.suppressions import Wanted
from tests.actions.steps import SOFIE, at_once, log, reader
from tests.actions.subscribing import asked, wish
from tests.actions.waiting import waiting_jobs
from tests.cast import World
from tests.intake.subscribers.test_shapes import CACHET_2, LISTMONK, STATUSPAGE

pytestmark = pytest.mark.django_db

CONSENT = "Signed up on the old status page, 2020 to 2026"
RIN = "rin@shop.example"


def take(world: World, text: str, **changed: object) -> Imported:
    found = listing(io.BytesIO(text.encode()))
    wanted = Import(
        rows=found, audience="customers", consent=CONSENT, file="list.csv", shape=found.shape
    )
    boss = replace(world.actor(SOFIE), is_admin=True)
    return import_subscribers(world.context, boss, replace(wanted, **changed))  # type: ignore[arg-type]


def out(world: World, **wanted: object) -> str:
    boss = replace(world.actor(SOFIE), is_admin=True)
    return "".join(export_subscribers(world.context, boss, Export(**wanted)).lines)  # type: ignore[arg-type]


def known(address: str = RIN, channel: Channel = Channel.EMAIL) -> Subscriber:
    found = [one for one in subscribers.of_address(address) if one.channel is channel]
    assert len(found) == 1, found
    return found[0]


def everybody() -> list[tuple[str, str, str, str]]:
    return sorted(
        (r["audience"], r["channel"], r["state"], str(r["n"])) for r in subscribers.sizes()
    )


def leave(world: World, one: Subscriber) -> None:
    unsubscribe(world.context, one.id, sign(world.context.key, "unsubscribe", str(one.id)))


def test_statuspage_is_taken_over_as_it_was(world: World) -> None:
    text = STATUSPAGE.replace("Checkout; Invoices", "checkout; 決済; Fax")
    done = take(world, text, country="JP")
    assert (done.added, done.refused, done.skipped.total(), done.rows) == (4, 0, 1, 5)
    assert known().components == ("checkout",)
    assert done.remarks.unknown["Fax"] == 1
    assert known("old@shop.example").state is SubscriberState.PENDING
    assert known("+819012345678", Channel.SMS).state is SubscriberState.CONFIRMED
    hook = known("https://hooks.shop.example/in", Channel.WEBHOOK)
    assert hook.secret.startswith("whsec_")
    assert not waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)


def test_each_consent_is_proved_by_its_row(world: World) -> None:
    take(world, CACHET_2)
    proof = known().consent
    assert (proof["proof"], proof["file"], proof["row"], proof["by"]) == (
        CONSENT, "list.csv", 2, SOFIE,
    )  # fmt: skip
    assert proof["there"]["confirmed_at"] == "2020-01-02T03:04:05+00:00"
    assert known().confirmed_at < world.clock.now()  # type: ignore[operator]
    (event,) = log(EventKind.SUBSCRIBERS_IMPORTED)
    assert "@" not in str(event.data)


def test_a_proof_is_kept_letter_by_letter(world: World) -> None:
    hostile = "C:\\new\\table \\N “list”\t'.csv"
    take(world, f"email\n{RIN}\n", file=hostile)
    assert known().consent["file"] == hostile


def test_who_chose_only_what_we_do_not_have_is_not_taken_for_everything(world: World) -> None:
    done = take(world, STATUSPAGE.replace("Checkout; Invoices", "Fax; Telex"), country="JP")
    assert subscribers.of_address(RIN) == []
    assert done.skipped["chose only components that the plan does not have"] == 1


def test_a_no_of_the_other_system_is_kept(world: World) -> None:
    done = take(world, LISTMONK)
    assert done.states == {"confirmed": 1, "unsubscribed": 1}
    taro = known("taro@shop.example")
    assert (taro.state, taro.suppressed) == (SubscriberState.UNSUBSCRIBED, Reason.UNSUBSCRIBED)
    assert suppressions.is_suppressed(world.context.key, Channel.EMAIL, "TARO@shop.example")
    again = take(world, "email\nTaro@Shop.example\n", audience="it_admins")
    assert (again.added, again.unsubscribed) == (0, 1)


def test_a_later_no_ends_what_an_earlier_list_began_but_not_what_a_person_confirmed(
    world: World,
) -> None:
    take(world, "email\ntaro@shop.example\n")
    reader(RIN, at=world.clock.now())
    text = LISTMONK.replace(",enabled,", ",blocklisted,")
    done = take(world, text)
    assert done.verdicts == {Verdict.WITHDRAWN: 1, Verdict.KNOWN: 1}
    assert known("taro@shop.example").state is SubscriberState.UNSUBSCRIBED
    assert known().state is SubscriberState.CONFIRMED


@pytest.mark.parametrize("spelling", [RIN, "RIN@Shop.Example", " rin@SHOP.example "])
@pytest.mark.parametrize("audience", ["customers", "it_admins"])
def test_no_list_revives_who_left_in_any_spelling_for_any_audience(
    world: World, spelling: str, audience: str
) -> None:
    leave(world, reader(RIN, at=world.clock.now()))
    done = take(world, f"email\n{spelling}\nr.in@shop.example\n", audience=audience)
    assert (done.unsubscribed, done.added) == (1, 1)  # a dot makes another person
    assert known().state is SubscriberState.UNSUBSCRIBED


def test_mallory_cannot_prepare_a_revival_by_typing_rin_into_the_form(world: World) -> None:
    leave(world, reader(RIN, at=world.clock.now()))
    asked(world, wish(RIN))
    assert known().state is SubscriberState.PENDING
    assert take(world, f"email\n{RIN}\n", audience="it_admins").unsubscribed == 1


def test_who_is_suppressed_stays_so_even_when_the_address_was_erased(world: World) -> None:
    wanted = Wanted(channel=Channel.EMAIL, address=RIN, reason=Reason.COMPLAINED)
    suppressions.add([wanted], key=world.context.key, at=world.clock.now())
    done = take(world, f"email\n{RIN.upper()}\n")
    assert (done.added, done.verdicts[Verdict.SUPPRESSED]) == (0, 1)


@pytest.mark.parametrize("text", [STATUSPAGE, CACHET_2, LISTMONK])
def test_the_same_list_once_more_changes_nothing_and_a_trial_says_what_would_happen(
    world: World, text: str
) -> None:
    text = text.replace("Checkout; Invoices", "checkout")
    trial = take(world, text, trial=True, country="JP")
    assert everybody() == []
    assert log(EventKind.SUBSCRIBERS_IMPORTED) == []
    real = take(world, text, country="JP")
    assert (trial.verdicts, trial.states, trial.refused) == (
        real.verdicts, real.states, real.refused,
    )  # fmt: skip
    before = everybody(), [one.consent for one in subscribers.of_address(RIN)]
    again = take(world, text, country="JP")
    assert again.added == 0
    assert (everybody(), [one.consent for one in subscribers.of_address(RIN)]) == before


def test_who_says_no_anywhere_in_a_list_has_said_no(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriber_stage, "PART", 1)
    rows = ["uuid,email,status", f"1,{RIN},enabled", f"2,{RIN.upper()},blocklisted",
            f"3,{RIN},enabled", "4,taro@shop.example,enabled"]  # fmt: skip
    done = take(world, "\n".join(rows))
    assert done.verdicts == {Verdict.ADDED: 2, Verdict.REPEATED: 2}
    assert known().state is SubscriberState.UNSUBSCRIBED


@pytest.mark.django_db(transaction=True)
def test_lists_that_come_at_once_end_as_one(world: World) -> None:
    rows = [f"rin{n}@shop.example" for n in range(60)]
    lists = ["email\n" + "\n".join(order) for order in (rows, rows[::-1], rows[30:] + rows[:30])]
    results = at_once(*(lambda text=text: take(world, text) for text in lists))
    assert sum(done.added for done in results if isinstance(done, Imported)) == 60
    assert everybody() == [("customers", "email", "confirmed", "60")]


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/x", "https://localhost/x", "http://shop.example/x", "https://shop/x",
     "https://user:pw@shop.example/x", "https://shop.example:22/x", "file:///etc/passwd",
     "https://169.254.169.254/", "https://[::1]/", "https://10.1/", "not a url"],
)  # fmt: skip
def test_a_webhook_that_may_not_be_called_is_refused(world: World, address: str) -> None:
    assert take(world, f"endpoint\n{address}\n").refused == 1


@pytest.mark.parametrize(
    ("number", "country", "kept"),
    [("090-1234-5678", "JP", "+819012345678"), ("+49 151 23456789", "", "+4915123456789"),
     ("09012345678", "", None), ("12", "JP", None), ("call me", "DE", None)],
)  # fmt: skip
def test_numbers_are_kept_as_the_whole_world_dials_them(
    world: World, number: str, country: str, kept: str | None
) -> None:
    done = take(world, f"phone,country\n{number},{country}\n")
    assert done.added == (kept is not None)
    if kept:
        assert known(kept, Channel.SMS).state is SubscriberState.CONFIRMED


def test_what_goes_out_comes_in_again_as_the_same_set(world: World) -> None:
    at = world.clock.now()
    reader(RIN, at=at, confirmed_at=at, components=("checkout",), regions=("europe",), language="ja",
           consent={"how": "form", "page": "キツネ"})  # fmt: skip
    leave(world, reader("left@shop.example", at=at))
    reader("left@shop.example", at=at, audience="it_admins")
    reader("p@shop.example", at=at, state=SubscriberState.PENDING)
    reader("https://hooks.shop.example/In", at=at, channel=Channel.WEBHOOK, secret="whsec_x")
    reader("+819012345678", at=at, channel=Channel.SMS)
    gone = reader("gone@shop.example", at=at)
    suppressions.add(
        [Wanted(channel=Channel.EMAIL, address=gone.address, reason=Reason.BOUNCED)],
        key=world.context.key,
        at=at,
    )
    before, text = everybody(), out(world)
    kept = known()
    _forget_everybody()
    done = take(world, text, audience="")
    assert (done.added, done.rows, everybody()) == (7, 7, before)
    assert replace(known(), id=0, consent={}) == replace(kept, id=0, consent={})
    assert known().consent["before"] == {"how": "form", "page": "キツネ"}
    assert known("gone@shop.example").suppressed == Reason.BOUNCED
    assert suppressions.is_suppressed(world.context.key, Channel.EMAIL, "gone@shop.example")
    assert "whsec" not in text


@pytest.mark.parametrize("shape", ["statuspage", "cachet", "listmonk"])
def test_other_shapes_hold_whom_they_can_and_nobody_who_said_no(world: World, shape: str) -> None:
    at = world.clock.now()
    reader(RIN, at=at, components=("checkout",), language="ja")
    leave(world, reader("left@shop.example", at=at))
    reader("p@shop.example", at=at, state=SubscriberState.PENDING)
    text = out(world, shape=shape)
    _forget_everybody()
    done = take(world, text)
    assert done.states["confirmed"] == 1
    assert known().components == ("checkout",)
    assert "left@" not in text or known("left@shop.example").state is SubscriberState.UNSUBSCRIBED


def test_no_cell_of_a_spreadsheet_is_a_formula(world: World) -> None:
    reader("=cmd@shop.example", at=world.clock.now())
    assert "'=cmd@shop.example" in out(world, for_spreadsheet=True)
    assert ",=cmd@shop.example" in out(world)
    assert [event.data["count"] for event in log(EventKind.SUBSCRIBERS_EXPORTED)] == [1, 1]


def test_only_who_manages_people_sees_or_changes_them(world: World) -> None:
    one, sofie = reader(at=world.clock.now()), world.actor(SOFIE)
    deeds: Iterable[object] = (
        lambda: export_subscribers(world.context, sofie, Export()),
        lambda: erase_subscriber(world.context, sofie, one.address),
        lambda: unsubscribe_on_request(world.context, sofie, one.id, reason="by telephone"),
    )
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()  # type: ignore[operator]


def test_what_is_erased_is_a_number_and_cannot_come_back_by_a_list(world: World) -> None:
    boss = replace(world.actor(SOFIE), is_admin=True)
    one = reader(RIN, at=world.clock.now(), consent={"how": "form", "page": "kitsune"})
    reader(RIN, at=world.clock.now(), audience="it_admins")
    (document, _) = map(as_document, files_of(world.context, RIN.upper()))
    assert document["consent"]["page"] == "kitsune"
    assert erase_subscriber(world.context, boss, "RIN@shop.example") == 2
    with pytest.raises(NotFound):
        files_of(world.context, RIN)
    blank = subscribers.get(one.id)
    assert (blank.suppressed, blank.consent, "@" in blank.address) == (Reason.ERASED, {}, False)
    assert "rin" not in out(world)
    assert take(world, f"email\n{RIN}\n").verdicts == {Verdict.SUPPRESSED: 1}
    assert not subscribers.allowed([one.id])
    assert "rin" not in str([event.data for event in log(*EventKind)])


def test_who_left_by_mistake_is_asked_to_confirm_and_nothing_else_happens(world: World) -> None:
    one = reader(RIN, at=world.clock.now())
    token = sign(world.context.key, "unsubscribe", str(one.id))
    come_back(world.context, one.id, token)
    assert known().state is SubscriberState.CONFIRMED
    leave(world, one)
    for _ in range(5):
        come_back(world.context, one.id, token)
    assert known().state is SubscriberState.PENDING
    assert len(waiting_jobs(TaskName.CONFIRM_SUBSCRIPTION)) == 1
    with pytest.raises(NotFound):
        come_back(world.context, one.id, "forged")


def test_an_operator_unsubscribes_with_a_reason(world: World) -> None:
    boss = replace(world.actor(SOFIE), is_admin=True)
    one = reader(RIN, at=world.clock.now())
    with pytest.raises(Invalid):
        unsubscribe_on_request(world.context, boss, one.id, reason=" ")
    for _ in range(2):
        unsubscribe_on_request(world.context, boss, one.id, reason="Asked by telephone")
    (event,) = log(EventKind.SUBSCRIBER_UNSUBSCRIBED)
    assert event.data["reason"] == "Asked by telephone"


def test_a_snapshot_leaves_out_whom_nothing_is_sent_to(world: World) -> None:
    one = reader(RIN, at=world.clock.now())
    wanted = Wanted(channel=Channel.EMAIL, address=RIN, reason=Reason.BOUNCED)
    suppressions.add([wanted], key=world.context.key, at=world.clock.now())
    assert (
        subscribers.audience_snapshot(
            Channel.EMAIL, "customers", "en", about=Occasion(at=world.clock.now())
        )
        == []
    )
    assert not subscribers.allowed([one.id])


def _forget_everybody() -> None:
    for model in (SubscriberRow, Suppression):
        model.objects.all().delete()
