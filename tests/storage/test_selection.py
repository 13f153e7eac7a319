"""Whom a message goes to: the SQL of the snapshot says the same as the rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.domain.channel import Channel
from noroshi.domain.subscription import EVERYTHING, Choice, Occasion, is_wanted
from noroshi.storage import subscribers
from noroshi.storage.models import SubscriberRow
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.domain.subscriptions import CHOICES, NOON, OCCASIONS

pytestmark = pytest.mark.django_db


def somebody(number: int, choice: Choice) -> Subscriber:
    plain = Subscriber(
        channel=Channel.EMAIL,
        address=f"{number}@reader.example",
        audience="customers",
        language="en",
        state=SubscriberState.CONFIRMED,
        created_at=NOON,
        confirmed_at=NOON,
    )
    return plain.choosing(choice)


def taken(about: Occasion) -> list[int]:
    """The ids as the snapshot of a dispatch takes them."""
    query = subscribers.audience_query(Channel.EMAIL, "customers", "en", about=about)
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        return sorted(row[0] for row in cursor.fetchall())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHOICES, min_size=6, max_size=16), st.lists(OCCASIONS, min_size=3, max_size=5))
def test_the_database_takes_exactly_those_whom_the_rule_takes(
    db: None, choices: Sequence[Choice], occasions: Sequence[Occasion]
) -> None:
    SubscriberRow.objects.all().delete()
    subscribers.add_many(somebody(n, each) for n, each in enumerate([EVERYTHING, *choices]))
    people = [subscribers.subscriber_of_row(row) for row in SubscriberRow.objects.all()]
    for about in occasions:
        wanted = sorted(one.id for one in people if is_wanted(one.choice, about))
        assert taken(about) == wanted
        assert (
            subscribers.audience_snapshot(Channel.EMAIL, "customers", "en", about=about) == wanted
        )
        sizes = subscribers.audience_sizes(Channel.EMAIL, "customers", about=about)
        assert sizes.get("en", 0) == len(wanted)


def test_those_who_chose_nothing_are_found_without_a_look_at_the_table(db: None) -> None:
    subscribers.add_many(somebody(n, EVERYTHING) for n in range(500))
    about = Occasion(at=NOON, components=("b",), regions=("r",), severity=3)
    query = subscribers.audience_query(Channel.EMAIL, "customers", "en", about=about)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE storage_subscriberrow")
        cursor.execute("SET LOCAL enable_seqscan = off")  # which is quicker in a small table
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {query.sql}", query.params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan using who_gets_everything" in plan, plan
    assert "Index Scan using who_chose" in plan, plan
