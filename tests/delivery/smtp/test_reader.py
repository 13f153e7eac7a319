"""Replies out of bytes, however they are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.delivery.providers.smtp.reader import Garbled, Reply, ReplyReader

TALK = b"250-relay\r\n250-SIZE 10\r\n250 \r\n354 go\r\n550\r\n421 4.7.0 \xe9\r\n"
REPLIES = [
    Reply(250, ("relay", "SIZE 10", "")),
    Reply(354, ("go",)),
    Reply(550, ("",)),
    Reply(421, ("4.7.0 \ufffd",)),
]


def read(*pieces: bytes) -> list[Reply]:
    reader = ReplyReader()
    return [reply for piece in pieces for reply in reader.feed(piece)]


@given(st.lists(st.integers(0, len(TALK)), max_size=6))
def test_replies_are_the_same_however_they_are_cut(places: list[int]) -> None:
    marks = [0, *sorted(places), len(TALK)]
    pieces = [TALK[a:b] for a, b in pairwise(marks)]
    assert read(*pieces) == REPLIES


def test_it_is_known_whether_a_reply_waits_for_its_rest() -> None:
    reader = ReplyReader()
    assert [list(reader.feed(piece)) and reader.midway for piece in (b"250 a\r\n",)] == [False]
    for piece in (b"250-a\r\n", b"250", b" b"):
        list(reader.feed(piece))
        assert reader.midway
    list(reader.feed(b"\r\n"))
    assert not reader.midway


def test_good_replies_before_garbage_are_read() -> None:
    reader = ReplyReader().feed(b"250 a\r\nhello\r\n")
    assert next(reader) == Reply(250, ("a",))
    with pytest.raises(Garbled):
        next(reader)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader_otherwise(data: bytes) -> None:
    try:
        replies = read(data)
    except Garbled:
        return
    assert all(200 <= reply.code <= 559 for reply in replies)
