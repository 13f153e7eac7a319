"""Sentences as readers see them, in English and Japanese."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.prose import prose
from noroshi.domain.guardrails.sentences import sentences

SCRAPS = st.lists(
    st.sampled_from(
        [
            "a",
            "A",
            ".",
            "?",
            "。",
            "！",
            "…",
            "(",
            ")",
            "「",
            "」",
            "\n",
            " ",
            "e.g",
            "No",
            "1",
            "-",
        ]
    ),
    max_size=40,
).map("".join)


def read(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We are sorry. Some cards fail.", ["We are sorry.", "Some cards fail."]),
        ("Is it over? No. It is not.", ["Is it over?", "No.", "It is not."]),
        ("See item No. 5 for more.", ["See item No. 5 for more."]),
        ("It took 3.5 hours. Sorry.", ["It took 3.5 hours.", "Sorry."]),
        ("Version 2.1.3 is out. Sorry.", ["Version 2.1.3 is out.", "Sorry."]),
        ("By 3 p.m. CET we write.", ["By 3 p.m. CET we write."]),
        ("By 3 p.m. We are sorry.", ["By 3 p.m.", "We are sorry."]),
        ("Some pages, e.g. Invoices, fail.", ["Some pages, e.g. Invoices, fail."]),
        ("Cards, links, etc. fail.", ["Cards, links, etc. fail."]),
        ("Cards, links, etc. We are sorry.", ["Cards, links, etc.", "We are sorry."]),
        ("Dr. Roth and J. Weber wrote it.", ["Dr. Roth and J. Weber wrote it."]),
        ("Wait... we look. Done.", ["Wait... we look.", "Done."]),
        ("We look... Then we write.", ["We look...", "Then we write."]),
        ("It is over!! Thank you?!", ["It is over!!", "Thank you?!"]),
        ("It ends (we hope. Really.) soon.", ["It ends (we hope. Really.) soon."]),
        ("It ends (we hope. Really soon.", ["It ends (we hope.", "Really soon."]),
        ("It says “Failed. Try again.” in red.", ["It says “Failed. Try again.” in red."]),
        ('They said "no." We wait.', ['They said "no."', "We wait."]),
        ("We fixed **it.** Sorry.", ["We fixed **it.**", "Sorry."]),
        ("One line\nand another", ["One line", "and another"]),
        ("- One. Two.\n- Three", ["One.", "Two.", "Three"]),
        ("1. One\n2) Two\n\n10. Three", ["One", "Two", "Three"]),
        ("## Impact\n\nCards fail.", ["Impact", "Cards fail."]),
        ("Kitsune.example is slow.", ["Kitsune.example is slow."]),
        ("", []),
        ("...\n \n。", ["...", "。"]),
        ("障害です。調査中です。", ["障害です。", "調査中です。"]),
        ("「失敗しました。再度お試しください。」と出ます。次です。",
         ["「失敗しました。再度お試しください。」と出ます。", "次です。"]),
        ("「失敗しました。次です。", ["「失敗しました。", "次です。"]),
        ("失敗（一部。のみ）です。", ["失敗（一部。のみ）です。"]),
        ("外（中「奥。」中。）外。次", ["外（中「奥。」中。）外。", "次"]),
        ("復旧しました！次です。", ["復旧しました！", "次です。"]),
        ("復旧しました!次です。", ["復旧しました!", "次です。"]),
        ("お待ちください。。。次です", ["お待ちください。。。", "次です"]),
        ("・一つ目\n※二つ目。三つ目", ["一つ目", "二つ目。", "三つ目"]),
        ("■影響範囲\n欧州です", ["影響範囲", "欧州です"]),
        ("3.5時間かかりました。", ["3.5時間かかりました。"]),
    ],
)  # fmt: skip
def test_a_text_has_these_sentences(text: str, parts: list[str]) -> None:
    assert read(text) == parts


def test_a_full_stop_in_an_address_or_in_code_ends_nothing() -> None:
    written = "See https://status.example/a.b?c=d for more. Then run `x. Y. z` again. Done."
    assert [written[start:end] for start, end in sentences(prose(written))] == [
        "See https://status.example/a.b?c=d for more.",
        "Then run `x. Y. z` again.",
        "Done.",
    ]


def test_half_width_full_stops_end_sentences_once_folded() -> None:
    assert read(fold("ｼｮｳｶﾞｲです｡次です｡").text) == ["ショウガイです。", "次です。"]


@given(SCRAPS)
def test_sentences_lie_apart_in_order_and_cover_every_letter(text: str) -> None:
    spans = list(sentences(text))
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    inside = "".join(text[start:end] for start, end in spans)
    for letter in "aA」":
        assert inside.count(letter) == text.count(letter)
    assert not any("\n" in text[start:end] for start, end in spans)


@pytest.mark.parametrize(
    "scrap", [".", "...", "a. ", "(", "「", "()", "「。", "e.g. ", "no. ", ".\n", ".'", "? ", "\n"]
)
def test_hostile_text_is_read_in_linear_time(scrap: str) -> None:
    hostile = scrap * (100_000 // len(scrap)) + " " * 1_000
    started = time.process_time()
    for _ in sentences(hostile):
        pass
    assert time.process_time() - started <= 0.5
