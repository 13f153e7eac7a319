"""The product with one thing wrong, for the checks to notice. Each is a variant by its name."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection

from chaos.variants import part, swap, variant
from noroshi.actions import publish_update as publishing
from noroshi.bootstrap import wiring
from noroshi.delivery import retries
from noroshi.delivery.contract import Parcel
from noroshi.delivery.engine import _Run
from noroshi.delivery.ledger import Recipient
from noroshi.delivery.load import ParcelFor
from noroshi.domain.fanout import Progress
from noroshi.domain.ledger import Allowed, Answer, Claim
from noroshi.storage.book import StoredLedger
from noroshi.worker.duties import send_batch

_claim = StoredLedger.claim
_advance = StoredLedger.advance
_allowed = StoredLedger.allowed


def _storing(change: Callable[[Progress], Progress]) -> None:
    """Have the ledger store other positions than the engine says."""

    def advance(
        book: StoredLedger, claim: Claim, progress: Progress, *rest: Any, **ask: Any
    ) -> Answer | None:
        return _advance(book, claim, change(progress), *rest, **ask)

    swap(StoredLedger, "advance", advance)


@variant
def cursor_at_fetch() -> None:
    """Whoever fetches a batch notes it as done, and then sends."""

    def claim(book: StoredLedger, batch: int) -> Claim | None:
        found = _claim(book, batch)
        if found:
            size = found.progress.size
            _advance(book, found, Progress(size=size, mark=size, started=size))
        return found

    def advance(
        book: StoredLedger, claim: Claim, progress: Progress, *_: Any, ask: Any = ()
    ) -> Answer | None:
        del progress
        return Answer(allowed=_allowed(book, claim.batch, ask))

    swap(StoredLedger, "claim", claim)
    swap(StoredLedger, "advance", advance)


@variant
def done_before_sent() -> None:
    """A group is noted as done when it begins."""
    _storing(lambda progress: replace(progress, mark=progress.started))


@variant
def no_attempt_mark() -> None:
    """Nothing is noted before a group is sent."""
    _storing(lambda progress: replace(progress, started=progress.mark, repeated=0))


@variant
def mark_per_batch() -> None:
    """The whole batch is one group."""
    swap(send_batch, "GROUP_SIZE", 60)


@variant
def exceptions_forgotten() -> None:
    """Whoever was refused counts as accepted."""

    def advance(
        book: StoredLedger, claim: Claim, progress: Progress, *_: Any, ask: Any = ()
    ) -> Answer | None:
        return _advance(book, claim, progress, ask=ask)

    swap(StoredLedger, "advance", advance)


@variant
def doubt_forgotten() -> None:
    """Whoever would have to be listed as unknown counts as accepted."""

    async def shrug(run: Any, lo: int, hi: int) -> None:
        del lo
        run._mark = hi
        await run._advance(run._recordable)

    swap(_Run, "_list_as_unknown", shrug)


@variant
def retries_uncounted() -> None:
    """A second attempt is not noted before it begins."""
    swap(retries, "_beginning", lambda was: was)


@variant
def audience_cached() -> None:
    """Who may be sent to is asked once a batch (R16)."""
    kept: dict[int, Allowed] = {}

    def allowed(book: StoredLedger, batch: int, ids: Any) -> Allowed:
        return kept.get(batch) or _allowed(book, batch, ids)

    def advance(
        book: StoredLedger, claim: Claim, progress: Progress, *rest: Any, ask: Any = ()
    ) -> Answer | None:
        if claim.batch not in kept:
            kept[claim.batch] = _allowed(book, claim.batch, claim.members)
        answer = _advance(book, claim, progress, *rest, ask=ask)
        return answer and dataclasses.replace(answer, allowed=kept[claim.batch])

    swap(StoredLedger, "allowed", allowed)
    swap(StoredLedger, "advance", advance)


@variant
def deaf_to_stop() -> None:
    """A worker that is told to stop ends at once, whatever it is doing."""
    swap(wiring.stopping(), "set", lambda: os._exit(0))


@variant
def publish_in_pieces() -> None:
    """A message is public before it is written down who gets it."""
    plan = part(publishing, "plan_dispatches")

    def after_a_commit(*words: Any, **more: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")
            cursor.execute("BEGIN")
        return plan(*words, **more)

    swap(publishing, "plan_dispatches", after_a_commit)


@variant
def other_words() -> None:
    """One word of the text is another one than the approved."""
    _parcels(lambda parcel: parcel._replace(content=parcel.content.replace(b"Kitsune", b"Kitsuna")))


@variant
def wrong_person() -> None:
    """The copy of one person goes to the next one."""
    _parcels(
        lambda parcel: parcel._replace(address=f"reader{parcel.recipient_id % 240 + 1}@example.com")
    )


def _parcels(change: Callable[[Parcel], Parcel]) -> None:
    made = part(send_batch, "parcel_maker")

    def maker(tools: Any, dispatch: Any) -> ParcelFor:
        right = made(tools, dispatch)

        def parcel_for(to: Recipient) -> Parcel:
            return change(right(to))

        return parcel_for

    swap(send_batch, "parcel_maker", maker)
