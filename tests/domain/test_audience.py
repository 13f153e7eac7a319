"""Who may be addressed as whom."""

from __future__ import annotations

import pytest

from noroshi.domain.audience import (
    Match,
    NoMatch,
    Subscription,
    language_for,
    may_appear,
    may_mix,
    order,
)
from noroshi.domain.channel import Channel
from noroshi.domain.plan.model import Audience

CUSTOMERS = Audience(key="customers", name={"en": "Customers"})
ADMINS = Audience(key="it-admins", name={"en": "IT admins"}, technical=True, priority=5)
STAFF = Audience(key="staff", name={"en": "Staff"}, internal=True)
RIN = Subscription(audience="customers", channel=Channel.EMAIL, language="ja")


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
