"""Give up a wish to subscribe that nobody has confirmed yet."""

from __future__ import annotations

from noroshi.domain.asking import Purpose
from noroshi.kernel.ids import token_hash
from noroshi.storage import askings, subscribers
from noroshi.storage.subscribers import SubscriberState
from noroshi.storage.unit_of_work import unit_of_work


def give_up_asking(token: str) -> None:
    """Let the wish of whoever holds the token be forgotten. An unknown token is no mistake.

    A confirmed subscription stays: whoever asked for it may be somebody else than its owner.
    """
    with unit_of_work():
        asked = askings.by_token(token_hash(token), lock=True)
        if asked is None or asked.purpose is not Purpose.SUBSCRIBE:
            return
        if asked.subscriber_id is not None:
            one = subscribers.get(asked.subscriber_id, lock=True)
            if one.state is SubscriberState.PENDING:
                subscribers.expect_confirmation(one.id, "")
        askings.drop(asked.id)
