"""Texts that a named person posts by hand, on channels without a provider (P8, R11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.message import RenditionKey


class PostingState(StrEnum):
    """What became of a text that is to be posted. Nobody but the person knows that it was."""

    OWED = "owed"
    POSTED = "posted"  # somebody said so
    OVERTAKEN = "overtaken"  # a newer text for the same place is out; this one must not follow it


@dataclass(frozen=True, kw_only=True)
class Posting:
    """An approved text, published by us, that a person puts where we cannot."""

    rendition_id: int
    incident_number: int
    message_number: int
    stage: Stage
    key: RenditionKey
    subject: str
    body: str
    owed_at: datetime
    posted_at: datetime | None = None
    posted_by: str = ""
    address: str = ""  # of the post; "" where it has none


def state_of(posting: Posting, others: Iterable[Posting]) -> PostingState:
    """The state of ``posting`` among those of its incident.

    A blog's later text holds the earlier ones, and a later post elsewhere replaces them.
    """
    if posting.posted_at is not None:
        return PostingState.POSTED
    newer = (one for one in others if one.key == posting.key)
    if any(one.message_number > posting.message_number for one in newer):
        return PostingState.OVERTAKEN
    return PostingState.OWED


def earlier_on_blog(posting: Posting, others: Iterable[Posting]) -> tuple[Posting, ...]:
    """The entries of the blog post up to this one, oldest first; () on other channels (R10)."""
    if posting.key.channel is not Channel.BLOG:
        return ()
    same = [one for one in others if one.key == posting.key]
    entries = [one for one in same if one.message_number <= posting.message_number]
    return tuple(sorted(entries, key=lambda one: one.message_number))


def address_of(posting: Posting, others: Iterable[Posting]) -> str:
    """Where an earlier text of the same place went: the post to extend, or the thread to answer."""
    known = [one for one in others if one.key == posting.key and one.address]
    before = [one for one in known if one.message_number < posting.message_number]
    return max(before, key=lambda one: one.message_number).address if before else ""
