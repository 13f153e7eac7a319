"""Amounts are read alike however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.guardrails.amounts import Kind, amounts_in
from noroshi.domain.guardrails.figures import figures
from noroshi.domain.guardrails.folding import fold


def read(written: str, speech: str = "en") -> list[tuple[str, float]]:
    return [(str(a.kind), round(a.value, 2)) for a in amounts_in(fold(written).text, speech)]


@pytest.mark.parametrize(
    ("written", "speech", "value"),
    [
        *((w, "en", ("count", 3400.0)) for w in ("3,400", "3400", "3.4k", "3.4 thousand shops")),
        *((w, "ja", ("count", 3400.0)) for w in ("3,400社", "３４００店舗", "3.4千", "3千400")),
        *((w, "ja", ("count", 12000.0)) for w in ("1万2千件", "1.2万件", "12,000件", "1万2,000")),
        *((w, "en", ("share", 20.0)) for w in ("20%", "20 percent", "one in five", "2 in 10")),
        *(
            (w, "ja", ("share", 20.0))
            for w in ("20%", "２割", "5件に1件", "5分の1", "20パーセント")
        ),
        *((w, "en", ("length", 150.0)) for w in ("2 hours 30 minutes", "two and a half hours")),
        *((w, "ja", ("length", 150.0)) for w in ("2時間30分", "2時間半", "150分間")),
        ("24 hours", "en", ("length", 1440.0)),
        ("1日以内", "ja", ("length", 1440.0)),
        ("half an hour", "en", ("length", 30.0)),
        ("三つの地域", "ja", ("count", 3.0)),
    ],
)
def test_one_amount_has_one_value(written: str, speech: str, value: tuple[str, float]) -> None:
    assert read(written, speech) == [value]


@pytest.mark.parametrize(
    ("written", "speech"),
    [
        ("at 14:02 CET on 12 March 2026", "en"),
        ("version 2.3.1, update 3, HTTP 504, 2001:db8::12, 10.0.0.1", "en"),
        ("No one is hurt; one of our providers is slow.", "en"),
        ("the 3rd update of 2026-03-12", "en"),
        ("2026年3月12日 14時02分に第3報", "ja"),
        ("一部のお客さまで一時的に、万一の場合も十分", "ja"),
        ("HTTP 504を返し", "ja"),
        ("", "en"),
        ("3,400 Kunden", "de"),
    ],
)
def test_what_counts_nothing_is_no_amount(written: str, speech: str) -> None:
    assert read(written, speech) == []


@pytest.mark.parametrize(
    ("written", "speech", "counts"),
    [
        ("3,400 shops", "en", True),
        ("3,400 European shops", "en", True),
        ("3,400 of our customers", "en", True),
        ("Shops affected: 3,400", "en", True),
        ("504 for some customers", "en", False),
        ("3,400 requests", "en", False),
        ("3,400社", "ja", True),
        ("影響店舗数：3,400", "ja", True),
        ("3,400件のお客さま", "ja", True),
        ("3,400件の注文", "ja", False),
    ],
)
def test_a_count_of_customers_is_known_by_its_noun(
    written: str,
    speech: str,
    counts: bool,
) -> None:
    (amount,) = amounts_in(fold(written).text, speech)
    assert (amount.kind, amount.of_customers) == (Kind.COUNT, counts)


@pytest.mark.parametrize("written", ["about 3,400", "more than 3,400", "~3,400", "3,400 or so"])
def test_a_rounded_number_says_so(written: str) -> None:
    assert amounts_in(written, "en")[0].rounded
    assert not amounts_in("the 3,400", "en")[0].rounded


@given(st.text(max_size=80), st.sampled_from(["en", "ja", "de"]))
def test_no_text_breaks_the_reading_of_figures(written: str, speech: str) -> None:
    stated = figures(written, speech, utc_offset=60, is_body=True)
    spans = [span for _, span in (*stated.amounts, *stated.links)]
    assert all(0 <= start <= end <= len(written) for start, end in spans)
