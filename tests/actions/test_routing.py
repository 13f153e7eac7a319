"""Which account takes the work, what workers report, and the look each minute (R6, R19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.actions.change_provider import change_provider
from noroshi.actions.choose_account import AllDown, choose_account
from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.look_at_providers import look_at_providers
from noroshi.actions.provider_wish import Wish
from noroshi.actions.queries.provider_accounts import account_named
from noroshi.actions.report_results import report_results
from noroshi.actions.watch_canaries import canary_leaves, canary_seen
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import FailureKind
from noroshi.domain.events import EventKind
from noroshi.domain.provider_account import Circuit
from noroshi.domain.routing.circuit import counted
from noroshi.domain.routing.results import Results, tally
from noroshi.domain.routing.standing import Standing
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, standings
from tests.actions.accounts import DOWN, FAILING, GOOD, smtp
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db
CANARY = "canary@kitsune.example"


def choose(world: World, ticket: int = 1) -> str:
    return choose_account(world.context, Channel.EMAIL, ticket=ticket).name


def standing(world: World, name: str = "first") -> Standing:
    return account_named(world.context, name).standing


def logged(kind: EventKind) -> list[dict[str, object]]:
    return [dict(event.data) for event in events.latest(50) if event.kind is kind][::-1]


def minute(world: World, **results: Results) -> None:
    """A minute in which the accounts did this, and the look after it."""
    for name, found in results.items():
        report_results(world.context, name, found)
    world.clock.pass_by(minutes=1)
    look_at_providers(world.context)


def test_a_channel_without_an_account_says_what_to_do(world: World) -> None:
    with pytest.raises(Invalid, match="NOROSHI_SMTP_HOST"):
        choose(world)
    with pytest.raises(Invalid, match="There is no account for SMS"):
        choose_account(world.context, Channel.SMS, ticket=1)
    smtp(world, enabled=False)
    with pytest.raises(Invalid, match="paused by hand"):
        choose(world)
    assert choose_account(world.context, Channel.WEBHOOK, ticket=1).name == "webhook"


def test_work_is_divided_by_weight_and_a_ticket_always_leads_to_the_same_account(
    world: World,
) -> None:
    smtp(world, weight=75)
    smtp(world, "second", weight=25)
    standings.save("first", replace(standing(world), share=75))
    standings.save("second", replace(standing(world, "second"), share=25))
    names = [choose(world, ticket) for ticket in range(80)]
    assert 48 < names.count("first") < 72
    assert names[:20] == [choose(world, ticket) for ticket in range(20)]


def test_twenty_failures_in_a_row_lead_everything_to_the_other_account_at_once(
    world: World,
) -> None:
    smtp(world)
    smtp(world, "second")
    assert report_results(world.context, "first", DOWN) is Circuit.OPEN
    assert {choose(world, ticket) for ticket in range(20)} == {"second"}
    (line,) = logged(EventKind.PROVIDER_DOWN)
    assert line["provider"] == "first"
    assert line["reason"] == {"en": "20 failures in a row", "ja": "20件連続で失敗"}
    report_results(world.context, "first", DOWN)
    assert len(logged(EventKind.PROVIDER_DOWN)) == 1


def test_one_piece_of_work_probes_the_account_that_was_down(world: World) -> None:
    smtp(world)
    smtp(world, "second")
    report_results(world.context, "first", DOWN)
    world.clock.pass_by(seconds=30)
    probe = choose_account(world.context, Channel.EMAIL, ticket=7)
    assert (probe.name, probe.is_probe) == ("first", True)
    assert {choose(world, ticket) for ticket in range(20)} == {"second"}
    assert report_results(world.context, "first", Results(accepted=3)) is Circuit.CLOSED
    assert standing(world).share == 10
    assert logged(EventKind.PROVIDER_UP) == [{"provider": "first"}]


def test_while_everything_is_down_work_learns_when_to_come_back(world: World) -> None:
    smtp(world)
    report_results(world.context, "first", DOWN)
    with pytest.raises(AllDown) as refusal:
        choose(world)
    assert refusal.value.retry_at == world.clock.now() + timedelta(seconds=30)
    for _ in range(4):  # probes of the only way out do not become rarer
        world.clock.pass_by(seconds=30)
        assert choose_account(world.context, Channel.EMAIL, ticket=1).is_probe
        assert report_results(world.context, "first", DOWN) is Circuit.OPEN


def test_shares_move_ten_points_a_minute_with_a_reason_in_the_log(world: World) -> None:
    smtp(world)
    smtp(world, "second")
    minute(world, first=FAILING, second=GOOD)
    assert (standing(world).share, standing(world, "second").share) == (40, 60)
    look_at_providers(world.context)
    assert standing(world).share == 40
    lines = logged(EventKind.PROVIDER_SHARE_MOVED)
    assert [(line["provider"], line["from"], line["to"]) for line in lines] == [
        ("first", 50, 40),
        ("second", 50, 60),
    ]
    assert "50 of 100" in str(lines[0]["reason"])
    assert standing(world).last == replace(FAILING, detail="")


def test_an_account_that_is_paused_by_hand_gets_nothing_and_moves_nothing(world: World) -> None:
    smtp(world)
    smtp(world, "second")
    change_provider(world.context, SYSTEM, "second", Wish(enabled=False))
    minute(world, first=FAILING)
    assert {choose(world, ticket) for ticket in range(20)} == {"first"}
    assert logged(EventKind.PROVIDER_SHARE_MOVED) == []


def test_counting_in_the_database_is_the_same_arithmetic_as_in_the_rules(world: World) -> None:
    smtp(world)
    expected = Standing()
    groups = [
        tally([None, FailureKind.UNKNOWN, FailureKind.TEMPORARY], slow=1, detail="slow"),
        tally([FailureKind.THROTTLED, FailureKind.TEMPORARY], connection=2),
        tally([FailureKind.PERMANENT, FailureKind.TEMPORARY]),
        tally([]),
    ]
    for group in groups:
        now = world.clock.pass_by(seconds=1)
        expected = counted(expected, group, now=now)
        found = standings.count("first", group, at=now)
        assert found
        assert found.failures_in_row == expected.failures_in_row
    known = standing(world)
    assert known.window == replace(expected.window, trailing=0, detail="")
    assert known.last_accepted_at == expected.last_accepted_at
    assert known.last_failure == expected.last_failure


def test_results_of_an_account_that_is_gone_are_counted_nowhere(world: World) -> None:
    assert report_results(world.context, "gone", DOWN) is Circuit.CLOSED


def leave(context: Context, name: str = "first") -> str:
    leaving = canary_leaves(context, name)
    assert leaving
    assert leaving.address == CANARY
    return leaving.token


def canary_jobs() -> list[object]:
    return waiting_jobs(TaskName.SEND_CANARY)


def test_a_test_message_leaves_every_five_minutes_and_a_late_one_is_said_once(
    world: World,
) -> None:
    smtp(world, canary_address=CANARY)
    smtp(world, "second")
    look_at_providers(world.context)
    assert len(canary_jobs()) == 1
    token = leave(world.context)
    assert canary_leaves(world.context, "first") is None
    for _ in range(5):
        minute(world, first=GOOD, second=GOOD)
    assert logged(EventKind.CANARY_LATE) == [{"provider": "first", "minutes": 4}]
    assert standing(world).share < 50
    assert standing(world, "second").share > 50
    assert canary_seen(world.context, token, world.clock.now())
    assert account_named(world.context, "first").canary.is_late
    next_one = leave(world.context)
    assert canary_seen(world.context, next_one, world.clock.now())
    assert not account_named(world.context, "first").canary.is_late


def test_a_foreign_token_is_no_test_message(world: World) -> None:
    smtp(world, canary_address=CANARY)
    assert not canary_seen(world.context, "", world.clock.now())
    assert not canary_seen(world.context, "made-up", world.clock.now())


def test_an_account_that_is_down_is_probed_by_its_test_message(world: World) -> None:
    smtp(world, canary_address=CANARY)
    report_results(world.context, "first", DOWN)
    assert canary_leaves(world.context, "first") is None
    world.clock.pass_by(seconds=30)
    look_at_providers(world.context)
    assert len(canary_jobs()) == 1
    leave(world.context)
    assert standing(world).circuit is Circuit.HALF_OPEN


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    lose_every_job()
