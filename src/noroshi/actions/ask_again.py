"""Ask once more for a proof that did not arrive: within the limits of the first time."""

from __future__ import annotations

from noroshi.domain.asking import Purpose
from noroshi.jobs.payloads import ConsiderAsking
from noroshi.jobs.queue import defer
from noroshi.kernel.ids import token_hash
from noroshi.storage import askings
from noroshi.storage.unit_of_work import unit_of_work


def ask_again(token: str) -> None:
    """Let a worker consider the wish of whoever holds the token once more.

    Nothing tells whether anything is sent; an unknown token is no mistake.
    """
    with unit_of_work():
        asked = askings.by_token(token_hash(token), lock=True)
        if asked is not None and asked.purpose is Purpose.SUBSCRIBE:
            askings.is_new(asked.id)
            defer(ConsiderAsking(asking_id=asked.id))
