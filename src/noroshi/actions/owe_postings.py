"""Write down which published texts wait for a person to post them (R11)."""

from __future__ import annotations

from noroshi.actions.queries.channels import by_provider
from noroshi.domain.channel import BY_HAND
from noroshi.domain.message import Message
from noroshi.storage import messages, postings


def owe_postings(message: Message) -> int:
    """Inside the transaction that publishes: each text of a channel without a provider."""
    at = message.published_at
    assert at is not None  # noqa: S101 - the message has just been published
    waiting = BY_HAND - by_provider()
    texts = (text for text in messages.renditions(message.id) if text.key.channel in waiting)
    return postings.owe(texts, at=at)
