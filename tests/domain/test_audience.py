"""Who gets what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.audience import (
    Match,
    NoMatch,
    Subscription,
    language_for,
    matches,
    may_appear,
    may_mix,
    order,
)
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Scope
from noroshi.domain.plan.model import Audience, Outlet

CUSTOMERS = Audience(key="customers", name={"en": "Customers"})
ADMINS = Audience(key="it-admins", name={"en": "IT admins"}, technical=True, priority=5)
STAFF = Audience(key="staff", name={"en": "Staff"}, internal=True)
MAIL = Outlet(audience="customers", channel=Channel.EMAIL)
RIN = Subscription(audience="customers", channel=Channel.EMAIL, language="ja")
CHECKOUT_EU = Scope(components=("checkout",), regions=("europe",))
NAMES = st.lists(st.sampled_from("abc"), max_size=3).map(tuple)


def refusal(subscription: Subscription, scope: Scope = CHECKOUT_EU, outlet: Outlet = MAIL) -> str:
    answer = matches(subscription, scope, outlet)
    return answer.reason["en"] if isinstance(answer, NoMatch) else ""


def test_rin_who_chose_nothing_hears_of_everything() -> None:
    assert matches(RIN, CHECKOUT_EU, MAIL) == Match()


def test_rin_hears_of_the_components_and_regions_she_chose() -> None:
    chosen = replace(RIN, components=("checkout", "invoices"), regions=("europe",))
    assert refusal(chosen) == ""


@pytest.mark.parametrize(
    ("subscription", "reason"),
    [
        (replace(RIN, audience="staff"), "The message is for another audience."),
        (replace(RIN, channel=Channel.WEBHOOK), "The subscription is for another channel."),
        (replace(RIN, components=("invoices",)), "None of the chosen components is affected."),
        (replace(RIN, regions=("asia-pacific",)), "None of the chosen regions is affected."),
    ],
)
def test_who_is_left_out_has_a_reason(subscription: Subscription, reason: str) -> None:
    assert refusal(subscription) == reason


def test_while_the_scope_is_not_known_nobody_is_left_out_for_their_choice() -> None:
    choosy = replace(RIN, components=("invoices",), regions=("asia-pacific",))
    assert refusal(choosy, Scope()) == ""


@given(NAMES, NAMES, NAMES, NAMES)
def test_choosing_more_never_means_hearing_less(
    chosen: tuple[str, ...],
    more: tuple[str, ...],
    components: tuple[str, ...],
    regions: tuple[str, ...],
) -> None:
    scope = Scope(components=components, regions=regions)
    few = replace(RIN, components=("a", *chosen))
    many = replace(few, components=(*few.components, *more))
    if refusal(few, scope) == "":
        assert refusal(many, scope) == ""


@given(st.sampled_from(["customers", "staff"]), st.sampled_from(["customers", "staff"]))
def test_nobody_gets_what_is_for_another_audience(mine: str, theirs: str) -> None:
    outlet = Outlet(audience=theirs, channel=Channel.EMAIL)
    assert (refusal(replace(RIN, audience=mine), outlet=outlet) == "") == (mine == theirs)


@pytest.mark.parametrize("channel", Channel)
def test_texts_for_colleagues_never_appear_in_public(channel: Channel) -> None:
    assert may_appear(CUSTOMERS, channel) == Match()
    hidden = isinstance(may_appear(STAFF, channel), NoMatch)
    assert hidden is (channel is Channel.STATUS_PAGE)


def test_colleagues_and_customers_are_never_addressed_together() -> None:
    assert may_mix(CUSTOMERS, ADMINS)
    assert may_mix(STAFF, STAFF)
    assert not may_mix(CUSTOMERS, STAFF)


def test_higher_priority_goes_first_then_the_older_subscriber() -> None:
    people = [(CUSTOMERS, 1), (ADMINS, 9), (CUSTOMERS, 0), (ADMINS, 3)]
    ordered = sorted(people, key=lambda pair: order(*pair))
    assert ordered == [(ADMINS, 3), (ADMINS, 9), (CUSTOMERS, 0), (CUSTOMERS, 1)]


def test_rin_reads_japanese_where_the_company_speaks_it() -> None:
    assert language_for(RIN, ("en", "ja"), "en") == "ja"
    assert language_for(RIN, ("en", "de"), "en") == "en"
