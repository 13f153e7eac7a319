"""Managing a subscription oneself, by a code that was sent to the address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from noroshi.actions.ask_to_manage import Whose, ask_to_manage
from noroshi.actions.change_signing_key import change_signing_key
from noroshi.actions.change_subscription import Wanted, change_subscription
from noroshi.actions.end_managing import end_managing
from noroshi.actions.erase_own_data import erase_own_data
from noroshi.actions.leave_by_session import leave_by_session
from noroshi.actions.prove_address import confirm_by_code, open_managing
from noroshi.actions.queries.managed import SessionOver, managed, own_data
from noroshi.domain.asking import Means
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.subscription import Choice, Topic
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Invalid, NotFound
from noroshi.storage import subscribers
from noroshi.storage.models import Asking, SubscriberRow
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.actions.steps import log, reader
from tests.actions.subscribing import RIN, asked, codes, consider, wish
from tests.actions.waiting import waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db


def ask(world: World, address: str = RIN, means: Means = Means.EMAIL) -> str:
    token = ask_to_manage(world.context, Whose(means=means, address=address, language="en"))
    consider(world)
    return token


def opened(world: World, address: str = RIN, means: Means = Means.EMAIL) -> str:
    token = ask(world, address, means)
    return open_managing(world.context, token, codes(world)[-1]).token


def rin(world: World, **changed: Any) -> Subscriber:
    return reader(RIN, at=world.clock.now(), **changed)


def wanted(**chosen: Any) -> Wanted:
    return Wanted(choice=Choice(**chosen), language="ja", time_zone="Asia/Tokyo")


def test_rin_changes_what_she_gets_and_the_proof_of_it_is_kept(world: World) -> None:
    one, session = rin(world), opened(world)
    change_subscription(
        world.context, session, one.id, wanted(topics=(Topic.REPORTS,), regions=("europe",))
    )
    after = subscribers.get(one.id)
    assert (after.topics, after.regions, after.language) == ((Topic.REPORTS,), ("europe",), "ja")
    (made,) = after.consent["changes"]
    assert (made["by"], made["topics"], made["regions"]) == ("code", ["reports"], ["europe"])
    assert len(log(EventKind.SUBSCRIBER_CHANGED)) == 1


def test_choosing_the_same_once_more_leaves_no_trace(world: World) -> None:
    one, session = rin(world), opened(world)
    for _ in range(2):
        change_subscription(world.context, session, one.id, wanted(min_severity=3))
    assert len(log(EventKind.SUBSCRIBER_CHANGED)) == 1


def test_a_pause_ends_on_a_day_to_come(world: World) -> None:
    one, session = rin(world), opened(world)
    until = world.clock.now() + timedelta(days=3)
    change_subscription(world.context, session, one.id, wanted(paused_until=until))
    assert subscribers.get(one.id).paused_until == until
    with pytest.raises(Invalid) as refused:
        change_subscription(world.context, session, one.id, wanted(paused_until=world.clock.now()))
    assert refused.value.field == "paused_until"


@pytest.mark.parametrize(
    "chosen", [{"components": ("no-such",)}, {"regions": ("mars",)}, {"groups": ("none",)}]
)
def test_only_what_the_plan_has_can_be_chosen(world: World, chosen: dict[str, Any]) -> None:
    one, session = rin(world), opened(world)
    with pytest.raises((Invalid, NotFound)):
        change_subscription(world.context, session, one.id, wanted(**chosen))


def test_the_session_is_about_one_address(world: World) -> None:
    rin(world)
    other = reader("other@reader.example", at=world.clock.now())
    session = opened(world)
    for deed in (leave_by_session, change_signing_key):
        with pytest.raises(NotFound):
            deed(world.context, session, other.id)
    with pytest.raises(NotFound):
        change_subscription(world.context, session, other.id, wanted())
    assert [data["address"] for data in own_data(world.context, session)] == [RIN]
    assert subscribers.get(other.id) == other


@pytest.mark.parametrize(("minutes", "works"), [(29, True), (31, False)])
def test_the_session_lasts_half_an_hour(world: World, minutes: int, works: bool) -> None:
    rin(world)
    session = opened(world)
    world.clock.pass_by(minutes=minutes)
    if works:
        assert managed(world.context, session).address == RIN
    else:
        with pytest.raises(SessionOver):
            managed(world.context, session)


@pytest.mark.parametrize("session", ["", "x", "'; DROP TABLE --", "x" * 10_000])
def test_mallory_guesses_no_session(world: World, session: str) -> None:
    rin(world)
    opened(world)
    with pytest.raises(SessionOver):
        managed(world.context, session)


def test_the_code_to_manage_and_the_code_to_subscribe_are_for_one_purpose_each(
    world: World,
) -> None:
    rin(world)
    token = ask(world)
    (code,) = codes(world)
    with pytest.raises(Invalid):
        confirm_by_code(world.context, token, code)


def test_leaving_ends_it_on_every_device(world: World) -> None:
    rin(world)
    first, second = opened(world), opened(world)
    end_managing(world.context, second)
    for session in (first, second):
        with pytest.raises(SessionOver):
            managed(world.context, session)


def test_no_code_goes_to_whom_it_would_be_news_that_we_know_them(world: World) -> None:
    reader("pending@r.example", at=world.clock.now(), state=SubscriberState.PENDING)
    for address in ("nobody@r.example", "pending@r.example"):
        ask(world, address)
    assert waiting_jobs(TaskName.SEND_CODE) == []


def test_five_codes_a_day_go_to_an_address(world: World) -> None:
    rin(world)
    for _ in range(9):
        ask(world)
    assert len(waiting_jobs(TaskName.SEND_CODE)) == 5


def test_whoever_left_stays_so_whatever_they_choose_here(world: World) -> None:
    one = rin(world, state=SubscriberState.UNSUBSCRIBED)
    session = opened(world)
    change_subscription(world.context, session, one.id, wanted(regions=("europe",)))
    assert subscribers.get(one.id).state is SubscriberState.UNSUBSCRIBED
    assert leave_by_session(world.context, session, one.id).unsubscribed_at is None


def test_unsubscribing_here_ends_one_subscription(world: World) -> None:
    one = rin(world)
    other = reader(RIN, at=world.clock.now(), audience="it_admins")
    leave_by_session(world.context, opened(world), one.id)
    assert subscribers.get(one.id).state is SubscriberState.UNSUBSCRIBED
    assert subscribers.get(other.id).state is SubscriberState.CONFIRMED


def test_erasing_leaves_a_number_and_no_way_back_by_an_import(world: World) -> None:
    rin(world)
    session = opened(world)
    assert erase_own_data(world.context, session) == 1
    assert not Asking.objects.exists()
    assert RIN not in str(list(SubscriberRow.objects.values()))
    with pytest.raises(SessionOver):
        managed(world.context, session)
    assert RIN not in str([event.data for event in log(*EventKind)])


def test_the_copy_of_ones_data_holds_no_key(world: World) -> None:
    hook = "https://hooks.rin.example/"
    one = reader(hook, at=world.clock.now(), channel=Channel.WEBHOOK, secret="whsec_old")
    session = opened(world, hook, Means.WEBHOOK)
    assert "whsec_" not in str(own_data(world.context, session))
    renewed = change_signing_key(world.context, session, one.id)
    assert renewed.secret.startswith("whsec_")
    assert renewed.secret != "whsec_old"


def test_a_stranger_who_types_the_address_of_somebody_who_left_locks_nobody_out(
    world: World,
) -> None:
    at = world.clock.now()
    rin(world, state=SubscriberState.UNSUBSCRIBED, confirmed_at=at, unsubscribed_at=at)
    asked(world, wish(RIN))
    assert subscribers.of_address(RIN)[0].state is SubscriberState.PENDING
    assert erase_own_data(world.context, opened(world)) == 1
