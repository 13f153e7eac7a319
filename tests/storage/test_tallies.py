"""The numbers of a delivery add up, and each person has exactly one state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.actions.queries.progress import progress_of
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.receipts import ReceiptKind
from noroshi.storage import copies, tallies
from noroshi.storage.models import Batch, BatchReceipts, ProviderEvent
from noroshi.storage.tallies import Why
from tests.actions.steps import opened, reader, said
from tests.cast import World
from tests.storage.batches import REFUSED, came_to, mail_of, split

pytestmark = pytest.mark.django_db

ENDS = {
    State.FAILED: Reason.REFUSED,
    State.QUEUED: Reason.DELAYED,
    State.SENDING: Reason.NO_ANSWER,
    State.UNKNOWN: Reason.INTERRUPTED,
    State.COMPLAINED: Reason.COMPLAINED,
    State.SUPPRESSED: Reason.UNSUBSCRIBED,
}


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A batch as it may be found at any moment. ``listed`` and ``confirmed`` hold places."""

    size: int
    mark: int
    started: int
    listed: dict[int, State]
    confirmed: frozenset[int]


@st.composite
def drawn_batches(draw: st.DrawFn) -> Drawn:
    size = draw(st.integers(1, 9))
    mark = draw(st.integers(0, size))
    below = st.integers(0, max(mark - 1, 0))
    return Drawn(
        size=size,
        mark=mark,
        started=draw(st.integers(mark, size)),
        listed=draw(st.dictionaries(below, st.sampled_from(sorted(ENDS)))) if mark else {},
        confirmed=draw(st.frozensets(below)) if mark else frozenset(),
    )


def a_dispatch(world: World) -> int:
    reader(at=world.clock.now())
    return mail_of(said(world, opened(world))).id


def set_up(dispatch: int, drawn: Sequence[Drawn]) -> None:
    BatchReceipts.objects.all().delete()
    ends = [0]
    for each in drawn:
        ends.append(ends[-1] + each.size)
    parts = [range(100 + lo, 100 + hi) for lo, hi in pairwise(ends)]
    for batch, part, each in zip(split(dispatch, parts), parts, drawn, strict=True):
        listed = {
            part[place]: Outcome(state=state, reason=ENDS[state])
            for place, state in each.listed.items()
        }
        came_to(batch, mark=each.mark, started=each.started, listed=listed)
        bits = bytearray(-(-each.size // 8))
        for place in each.confirmed:
            bits[place >> 3] |= 1 << (place & 7)
        BatchReceipts.objects.create(
            batch_id=batch, delivered=bytes(bits), count=len(each.confirmed)
        )


def test_whatever_a_worker_has_done_each_person_has_one_state_and_the_sums_are_the_tally(
    world: World,
) -> None:
    dispatch = a_dispatch(world)

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.lists(drawn_batches(), min_size=1, max_size=3))
    def holds(drawn: list[Drawn]) -> None:
        set_up(dispatch, drawn)
        people = copies.everybody_in(dispatch)
        found = [copies.copies_of(person, [dispatch]) for person in people]
        assert all(len(one) == 1 for one in found)
        progress = progress_of(dispatch, now=world.clock.now())
        states = Counter(one[0].state for one in found)
        assert states == Counter({s: n for s, n in progress.counts.items() if n})
        assert sum(progress.counts.values()) == len(people)
        assert progress.handed_over + progress.left + progress.not_handed_over == len(people)
        tally = tallies.tally_of(dispatch)
        assert tally[State.ACCEPTED] == states[State.ACCEPTED] + states[State.DELIVERED]
        assert tally[State.DELIVERED] == 0

    holds()


def test_people_with_a_reason_are_listed_exactly_page_by_page(world: World) -> None:
    dispatch = a_dispatch(world)
    (batch,) = split(dispatch, [range(1, 301)])
    other = Outcome(state=State.FAILED, reason=Reason.REFUSED, code="552", detail="Too large")
    listed = dict.fromkeys(range(10, 260), REFUSED) | {5: other}
    came_to(batch, mark=300, listed=listed, at=world.clock.now())
    most, least = tallies.failures(dispatch)
    assert (most.count, most.example, least.count) == (250, "No such user", 1)
    seen: list[int] = []
    after = 0
    while page := tallies.people_with(dispatch, most.why, after=after):
        assert len(page) <= 100
        seen += [entry.subscriber_id for entry in page]
        after = page[-1].id
    assert seen == list(range(10, 260))
    nobody = Why(state=State.FAILED, reason=Reason.TOO_LATE)
    assert tallies.people_with(dispatch, nobody) == []


def test_what_each_account_took_is_counted(world: World) -> None:
    dispatch = a_dispatch(world)
    first, second = split(dispatch, [range(1, 11), range(11, 21)])
    came_to(first, mark=10, listed={3: REFUSED})
    came_to(second, mark=4)
    Batch.objects.filter(pk=second).update(account="reserve")
    relay, reserve = tallies.shares(dispatch)
    assert (relay.account, relay.handed, relay.listed) == ("relay", 9, 1)
    assert (reserve.account, reserve.handed, reserve.listed) == ("reserve", 4, 0)


def test_a_million_people_are_counted_in_no_time(world: World) -> None:
    dispatch = a_dispatch(world)
    split(dispatch, [[1]])
    with connection.cursor() as cursor:
        # As long as a stored batch of a thousand: the members must not be read to count them.
        # Stored as long as they are in truth: members must not be read to be counted.
        cursor.execute(
            "INSERT INTO storage_batch (dispatch_id, members, number, first_id, last_id, state,"
            " run, mark, started, repeated, retry_run, account)"
            " SELECT %s, (SELECT array_agg(p) FROM generate_series(0, 999) p), b, 1000 * b,"
            " 1000 * b + 999, 'doing', 1, 700, 750, 0, 0, 'relay' FROM generate_series(0, 999) b",
            [dispatch],
        )
        cursor.execute(
            "INSERT INTO storage_deliveryexception (batch_id, subscriber_id, state, reason,"
            " detail, code, attempts, doubtful, account) SELECT id, first_id + n, 'failed',"
            " 'refused', 'No such user', '550', 1, 0, 'relay' FROM storage_batch,"
            " generate_series(1, 5) n WHERE dispatch_id = %s AND run = 1",
            [dispatch],
        )
        cursor.execute("UPDATE storage_dispatch SET recipients = 1000001 WHERE id = %s", [dispatch])
        cursor.execute("ANALYZE storage_batch, storage_deliveryexception")
    tallies.tally_of(dispatch)
    times = []
    for _ in range(5):
        began = perf_counter()
        tally = tallies.tally_of(dispatch)
        times.append(perf_counter() - began)
    assert (tally[State.ACCEPTED], tally[State.FAILED], tally[State.SENDING]) == (
        695_000, 5_000, 50_000,
    )  # fmt: skip
    assert min(times) < 0.05, times
    began = perf_counter()
    (copy,) = copies.copies_of(123, [dispatch])
    assert copy.state is State.ACCEPTED
    assert perf_counter() - began < 0.05


def test_what_a_provider_tells_later_stands_beside_the_copy(world: World) -> None:
    now = world.clock.now()
    rin = reader(at=now)
    dispatch = mail_of(said(world, opened(world)))
    ProviderEvent.objects.create(
        account="relay",
        event_key="one",
        kind=str(ReceiptKind.DELIVERED),
        text_id=dispatch.rendition_id,
        subscriber_id=rin.id,
        happened_at=now,
        received_at=now,
    )
    (told,) = copies.told_about(rin.id, [dispatch.rendition_id])
    assert (told.kind, told.account, told.at) == ("delivered", "relay", now)
    assert copies.told_about(rin.id + 1, [dispatch.rendition_id]) == []
