"""When a check or an alert is believed, and what customers then see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from noroshi.domain.checks import (
    Fault,
    Health,
    Record,
    Result,
    after,
    first_due,
    next_due,
    warning_due,
)
from noroshi.domain.holds import Hold, Origin, Standing, shown
from noroshi.domain.incident import ComponentStatus
from noroshi.domain.plan.watching import Check, CheckKind, SignalRule
from noroshi.domain.signal_states import Firing, burning_since, fits, regions_of

NOW = datetime(2026, 3, 12, 13, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CHECK = Check(
    key="front", component="checkout", kind=CheckKind.HTTP, url="https://kitsune-cloud.example/"
)
RULE = SignalRule(key="errors", component="checkout", match={"alertname": "Checkout*"})
PLACE = ("checkout", "europe")
HOLD = Hold(
    component="checkout",
    region="europe",
    origin=Origin.CHECK,
    source="front",
    status=ComponentStatus.MAJOR_OUTAGE,
    since=NOW,
)


def looks(*faults: Fault | None, check: Check = CHECK) -> list[Health]:
    record, found = Record(), []
    for at, fault in enumerate(faults):
        result = Result(at=NOW + at * MINUTE, took=timedelta(milliseconds=80), fault=fault)
        record = after(record, result, check)
        found.append(record.health)
    return found


BAD = Fault.NO_CONNECTION


def test_one_lost_packet_is_no_outage() -> None:
    assert looks(None, BAD, None, BAD, None) == [Health.PASSING] * 5


def test_three_failures_among_five_are_one() -> None:
    assert looks(None, BAD, None, BAD, BAD)[-1] is Health.FAILING


def test_one_lucky_answer_is_no_recovery_and_two_are() -> None:
    assert looks(BAD, BAD, BAD, None, BAD, None, None)[2:] == [
        *[Health.FAILING] * 4,
        Health.PASSING,
    ]


def test_what_was_never_looked_at_is_unknown_and_not_fine() -> None:
    assert looks(BAD, BAD) == [Health.UNKNOWN] * 2


def test_an_address_that_we_refuse_to_call_is_no_outage_of_the_component() -> None:
    assert looks(*[Fault.REFUSED] * 6) == [Health.UNKNOWN] * 6


def test_the_moment_of_the_change_is_kept() -> None:
    record = Record()
    for at in range(6):
        record = after(record, Result(at=NOW + at * MINUTE, took=MINUTE, fault=BAD), CHECK)
    assert record.since == NOW + 2 * MINUTE


def test_checks_are_spread_over_their_interval_and_keep_their_beat() -> None:
    dues = {first_due(replace(CHECK, key=f"check-{n}"), now=NOW) for n in range(50)}
    assert len(dues) == 50
    assert all(NOW <= due < NOW + MINUTE for due in dues)
    assert next_due(CHECK, NOW, now=NOW + timedelta(seconds=7)) == NOW + MINUTE
    assert next_due(CHECK, NOW, now=NOW + 90 * MINUTE) == NOW + 91 * MINUTE


def test_people_are_warned_of_the_end_of_a_certificate_once() -> None:
    record = Record(certificate_until=NOW + timedelta(days=10))
    assert warning_due(record, CHECK, now=NOW)
    assert not warning_due(replace(record, warned_of=record.certificate_until), CHECK, now=NOW)
    assert not warning_due(record, CHECK, now=NOW - timedelta(days=5))


# alerts


def fired(*turns: tuple[float, float | None]) -> list[Firing]:
    """In minutes before now; None fires still."""
    return [
        Firing(
            labels={"alertname": "CheckoutErrors"},
            start=NOW - start * MINUTE,
            end=None if end is None else NOW - end * MINUTE,
        )
        for start, end in turns
    ]


@pytest.mark.parametrize(
    ("turns", "is_held", "burns"),
    [
        ([(1, None)], False, False),  # not for long enough yet
        ([(3, None)], False, True),
        ([(3, 1)], True, True),  # ended, but not silent for long enough
        ([(9, 6)], True, False),
        ([(4, 3.5), (2, 1.5)], False, False),  # two blips are no two minutes
        ([(9, 8), (7, 6), (5, 4)], False, True),  # flapping: one fire of three minutes
        ([(20, 10), (1, None)], False, False),  # the fire before does not count
        ([(20, 10), (1, None)], True, True),
        ([], True, False),
    ],
)
def test_an_alert_is_believed_after_it_lasted_and_gone_after_a_silence(
    turns: list[tuple[float, float | None]], is_held: bool, burns: bool
) -> None:
    since = burning_since(fired(*turns), RULE, now=NOW, is_held=is_held)
    assert (since is not None) is burns


def test_labels_are_compared_whole_and_a_missing_one_never_fits() -> None:
    assert fits(RULE, {"alertname": "CheckoutErrors"})
    assert not fits(RULE, {"alertname": "PaymentErrors"})
    assert not fits(RULE, {"component": "checkout"})


def test_the_region_of_an_alert_is_the_one_its_label_names() -> None:
    rule = replace(RULE, region_label="region")
    assert regions_of(rule, {"region": "europe"}, ("europe", "asia")) == ("europe",)
    assert regions_of(rule, {"region": "mars"}, ("europe", "asia")) == ("europe", "asia")


# what customers see


def test_customers_see_the_worst_of_what_incidents_and_people_and_checks_say() -> None:
    told = [(PLACE, ComponentStatus.DEGRADED_PERFORMANCE)]
    assert shown(told, [HOLD]) == {PLACE: ComponentStatus.MAJOR_OUTAGE}
    hand = replace(HOLD, origin=Origin.HAND, status=ComponentStatus.PARTIAL_OUTAGE)
    assert shown(told, [hand]) == {PLACE: ComponentStatus.PARTIAL_OUTAGE}


@pytest.mark.parametrize("standing", [Standing.PROPOSED, Standing.DISMISSED])
def test_nothing_is_shown_of_what_nobody_confirmed_or_somebody_dismissed(
    standing: Standing,
) -> None:
    assert shown([], [replace(HOLD, standing=standing)]) == {}


def test_while_people_work_on_a_component_a_failing_check_is_expected() -> None:
    told = [(PLACE, ComponentStatus.UNDER_MAINTENANCE)]
    assert shown(told, [HOLD]) == {PLACE: ComponentStatus.UNDER_MAINTENANCE}
