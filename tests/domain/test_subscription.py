"""What a subscriber chose, and whether a message is among it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from noroshi.domain.incident import Scope
from noroshi.domain.message import MessageKind
from noroshi.domain.subscription import (
    EVERYTHING,
    TOPICS,
    Choice,
    Occasion,
    Topic,
    is_wanted,
    occasion,
    topic_of,
)
from tests.domain.subscriptions import CHOICES, NOON, OCCASIONS

CHECKOUT_EU = Occasion(
    at=NOON, components=("checkout",), groups=("payments",), regions=("europe",), severity=3
)


@given(OCCASIONS)
def test_whoever_chose_nothing_hears_of_everything(about: Occasion) -> None:
    assert is_wanted(EVERYTHING, about)


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(components=("checkout", "invoices"), regions=("europe",)), True),
        (Choice(components=("invoices",)), False),
        (Choice(groups=("payments",)), True),
        (Choice(groups=("reports",)), False),
        (Choice(components=("invoices",), groups=("payments",)), True),
        (Choice(components=("checkout",), groups=("reports",)), True),
        (Choice(regions=("asia-pacific",)), False),
        (Choice(topics=(Topic.INCIDENTS, Topic.REPORTS)), True),
        (Choice(topics=(Topic.MAINTENANCE,)), False),
        (Choice(min_severity=3), True),
        (Choice(min_severity=4), False),
        (Choice(paused_until=NOON), True),
        (Choice(paused_until=NOON + timedelta(seconds=1)), False),
    ],
)
def test_rin_hears_of_what_she_chose_and_of_nothing_else(choice: Choice, wanted: bool) -> None:
    assert is_wanted(choice, CHECKOUT_EU) is wanted


def test_while_the_scope_is_not_known_nobody_is_left_out_for_their_place() -> None:
    choosy = Choice(components=("invoices",), groups=("reports",), regions=("asia-pacific",))
    assert is_wanted(choosy, Occasion(at=NOON))


def test_a_component_that_joins_a_group_later_is_chosen_with_it() -> None:
    rin = Choice(groups=("payments",))
    scope = Scope(components=("refunds",))
    before = occasion(scope, topic=Topic.INCIDENTS, at=NOON, group_of={"checkout": "payments"})
    after = occasion(scope, topic=Topic.INCIDENTS, at=NOON, group_of={"refunds": "payments"})
    assert not is_wanted(rin, before)
    assert is_wanted(rin, after)


@given(CHOICES, OCCASIONS)
def test_choosing_more_never_means_hearing_less(choice: Choice, about: Occasion) -> None:
    if choice.components and is_wanted(choice, about):
        assert is_wanted(replace(choice, components=(*choice.components, "more")), about)
        assert is_wanted(replace(choice, groups=(*choice.groups, "more")), about)


@given(CHOICES, OCCASIONS)
def test_a_choice_is_kept_tidily_without_changing_its_meaning(
    choice: Choice, about: Occasion
) -> None:
    doubled = replace(choice, components=choice.components * 2, topics=choice.topics * 2)
    assert is_wanted(doubled.tidy(), about) == is_wanted(choice, about)
    assert doubled.tidy().tidy() == doubled.tidy()


def test_all_kinds_of_messages_are_no_choice() -> None:
    assert Choice(topics=tuple(Topic)).tidy().is_everything


def test_maintenance_has_no_severity_that_anybody_could_be_left_out_for() -> None:
    about = occasion(Scope(), topic=Topic.MAINTENANCE, at=NOON, severity=1)
    assert is_wanted(Choice(min_severity=5), about)


@pytest.mark.parametrize(
    ("kind", "planned", "topic"),
    [
        (MessageKind.UPDATE, False, Topic.INCIDENTS),
        (MessageKind.CORRECTION, False, Topic.INCIDENTS),
        (MessageKind.REPORT, False, Topic.REPORTS),
        (MessageKind.UPDATE, True, Topic.MAINTENANCE),
    ],
)
def test_every_message_is_of_one_kind(kind: MessageKind, planned: bool, topic: Topic) -> None:
    assert topic_of(kind, planned=planned) is topic


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert set(TOPICS) == set(Topic)
    assert all(set(words) == {"en", "ja"} for words in TOPICS.values())
