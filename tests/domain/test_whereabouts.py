"""Why somebody was not written to: the first reason that holds, and never a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from noroshi.domain.audience import Subscription
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import State
from noroshi.domain.fanout import Progress
from noroshi.domain.subscription import Choice, Occasion, Topic
from noroshi.domain.whereabouts import LEFT_OUT, LeftOut, Life, Sent, state_at, why_left_out

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
BEFORE, LATER = NOON - timedelta(days=9), NOON + timedelta(minutes=9)
WANTS = Subscription(audience="customers", channel=Channel.EMAIL, language="en")
RIN = Life(
    wants=WANTS,
    created_at=BEFORE,
    confirmed_at=BEFORE,
    unsubscribed_at=None,
    suppressed_at=None,
)
SENT = Sent(
    at=NOON,
    about=Occasion(at=NOON, components=("checkout",), regions=("europe",), severity=3),
    languages=frozenset({"en", "ja"}),
)


def choosing(**chosen: Any) -> Life:
    """Rin, who wants no more than that."""
    return replace(RIN, wants=replace(WANTS, choice=Choice(**chosen)))


@pytest.mark.parametrize(
    ("life", "sent", "why"),
    [
        (RIN, replace(SENT, languages=frozenset()), LeftOut.NO_TEXT),
        (replace(RIN, created_at=LATER, confirmed_at=LATER), SENT, LeftOut.LATER),
        (replace(RIN, confirmed_at=None), SENT, LeftOut.NOT_CONFIRMED),
        (replace(RIN, confirmed_at=LATER), SENT, LeftOut.CONFIRMED_LATER),
        (replace(RIN, unsubscribed_at=NOON), SENT, LeftOut.UNSUBSCRIBED),
        (replace(RIN, suppressed_at=BEFORE), SENT, LeftOut.SUPPRESSED),
        (RIN, replace(SENT, is_correction=True), LeftOut.CORRECTION),
        (RIN, replace(SENT, languages=frozenset({"ja"})), LeftOut.OTHER_LANGUAGE),
        (choosing(regions=("japan",)), SENT, LeftOut.OTHER_SCOPE),
        (choosing(components=("login",)), SENT, LeftOut.OTHER_SCOPE),
        (choosing(topics=(Topic.REPORTS,)), SENT, LeftOut.OTHER_KIND),
        (choosing(min_severity=4), SENT, LeftOut.OTHER_KIND),
        (choosing(paused_until=LATER), SENT, LeftOut.PAUSED),
        (replace(RIN, unsubscribed_at=LATER, suppressed_at=LATER), SENT, LeftOut.UNCLEAR),
    ],
)
def test_the_reason_is_the_first_that_holds(life: Life, sent: Sent, why: LeftOut) -> None:
    assert why_left_out(life, sent) is why


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(LEFT_OUT) == set(LeftOut)
    assert all(set(words) == {"en", "ja"} for words in LEFT_OUT.values())


def test_the_place_in_the_batch_says_what_became_of_somebody_without_a_record() -> None:
    progress = Progress(size=4, mark=2, started=3)
    found = [state_at(place, progress, None) for place in range(4)]
    assert found == [State.ACCEPTED, State.ACCEPTED, State.SENDING, State.QUEUED]
    assert state_at(0, progress, None, confirmed=True) is State.DELIVERED
    assert state_at(0, progress, State.COMPLAINED, confirmed=True) is State.COMPLAINED
