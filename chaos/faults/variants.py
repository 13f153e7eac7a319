"""Workers that are broken on purpose, or meet broken data: what the experiments have to notice.

Each is named by its function, with hyphens: ``--mutant no-reconnect``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from procrastinate import worker as stock

import noroshi.delivery.engine
import noroshi.delivery.load
import noroshi.worker.duties.send_batch
from chaos.variants import part, swap, variant
from noroshi.delivery.carrier import Carrier, Turns
from noroshi.delivery.contract import Parcel
from noroshi.delivery.ledger import Recipient
from noroshi.delivery.load import ParcelFor
from noroshi.domain.fanout import Progress, Send
from noroshi.domain.ledger import Answer
from noroshi.storage import statements
from noroshi.storage.book import StoredLedger
from noroshi.storage.living import LivingLedger
from noroshi.worker.overrides import SturdyWorker


@variant
def no_reconnect() -> None:
    """The worker as procrastinate has it: a restart of the database ends it (R4)."""
    swap(SturdyWorker, "_fetch_and_process_jobs", stock.Worker._fetch_and_process_jobs)
    swap(SturdyWorker, "_start_side_tasks", stock.Worker._start_side_tasks)


@variant
def shared_pool() -> None:
    """All accounts of a process share their turns: a slow one holds up the others (R7)."""
    turns = Turns()
    made = Carrier.__init__

    def init(self: Carrier, *words: Any, **more: Any) -> None:
        made(self, *words, **more)
        self.turns = turns

    swap(Carrier, "__init__", init)


@variant
def no_fence() -> None:
    """What a worker writes counts, whoever has the batch by now, and it never asks whether it was
    taken for dead (R12)."""
    swap(LivingLedger, "_must_be_counted", lambda _: None)
    swap(statements, "ADVANCE", statements.ADVANCE.replace(" AND batch.run = %(run)s", ""))


@variant
def note_refusals(file: str) -> None:
    """Not broken: writes a line whenever the fence refuses what this worker says."""
    advance = StoredLedger.advance

    def noted(book: StoredLedger, *words: Any, **more: Any) -> Answer | None:
        answer = advance(book, *words, **more)
        if answer is None:
            with Path(file).open("a", encoding="utf-8") as told:
                told.write("refused\n")
        return answer

    swap(StoredLedger, "advance", noted)


@variant
def stale_permission() -> None:
    """A permission to send never grows old (R12, R16)."""
    swap(noroshi.delivery.load, "STALE_AFTER", 1e9)


@variant
def new_id_per_retry() -> None:
    """Every attempt has a Message-ID of its own (R8)."""

    def wrapped(make: ParcelFor) -> ParcelFor:
        def parcel_for(to: Recipient) -> Parcel:
            made = make(to)
            fresh = made.message_id.replace("<msg-", f"<msg-{os.urandom(4).hex()}-")
            content = made.content.replace(made.message_id.encode(), fresh.encode())
            return made._replace(message_id=fresh, content=content)

        return parcel_for

    _around_parcels(wrapped)


@variant
def retry_first() -> None:
    """Nobody remembers that a group was begun before: it is begun again and again (R9)."""
    right: Callable[[Progress, Send], Progress] = part(noroshi.delivery.engine, "begun")

    def begun(progress: Progress, send: Send) -> Progress:
        return replace(right(progress, send), repeated=progress.repeated)

    swap(noroshi.delivery.engine, "begun", begun)


@variant
def poison(share: str, killers: str) -> None:
    """A share of the people, in per mille, cannot be written to; some kill the worker (R9).

    By their number: a third of the share raises when the copy is rendered, the others when it is
    put into words of SMTP. ``killers``: people, separated by "+".
    """
    deadly = {int(number) for number in killers.split("+") if number}
    every = 1000 // int(share) if int(share) else 0

    def wrapped(make: ParcelFor) -> ParcelFor:
        def parcel_for(to: Recipient) -> Parcel:
            if to.id in deadly:
                os._exit(66)
            parcel = make(to)
            return _spoilt(parcel, to.id // every % 3) if every and to.id % every == 0 else parcel

        return parcel_for

    _around_parcels(wrapped)


def _spoilt(parcel: Parcel, how: int) -> Parcel:
    match how:
        case 0:
            raise ValueError("this person's data cannot be rendered")
        case 1:
            return parcel._replace(address="nobody\r\nRCPT TO:<everybody@example.com>")
        case _:
            return parcel._replace(content=None)  # type: ignore[arg-type]


def _around_parcels(wrap: Callable[[ParcelFor], ParcelFor]) -> None:
    right = part(noroshi.worker.duties.send_batch, "parcel_maker")
    swap(
        noroshi.worker.duties.send_batch,
        "parcel_maker",
        lambda tools, dispatch: wrap(right(tools, dispatch)),
    )
