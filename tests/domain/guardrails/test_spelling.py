"""Slips of typing are found; names, code and the company's own words are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Level
from noroshi.domain.plan.model import Term
from tests.domain.guardrails.texts import CONTEXT, found, marked, text


@pytest.mark.parametrize(
    ("body", "slips"),
    [
        ("Some custmers cannot pay.", ["custmers"]),
        ("Custmers cannot pay.", ["Custmers"]),
        ("We are sorry. Custmers cannot pay.", ["Custmers"]),
        ("- **Impct:** [paymets](https://x.example/errros) fail", ["Impct", "paymets"]),
        ("The custmers' orders and the shop’s orderz.", ["custmers", "orderz"]),
        ("On-call enginers look into it.", ["enginers"]),
        ("It says “paymet failed”.", ["paymet"]),
        ("We wait (untill 15:15 CET).", ["untill"]),
        ("Checkout is slow,but works.", []),
        ("The service at Frankfrt is slow.", []),
        ("PAYMETS fail with EUNAVAIL and errCode.", []),
        ("Set pay_tmeout in confg.yml, see /etc/paymt or a.b.exmple.", []),
        ("Write to suport@kitsune.example or @kitsunestatus, #chkout.", []),
        ("Run `paymt --retrry` now.", []),
        ("Version v2x and i18n and 3pm.", []),
        ("", []),
    ],
)
def test_words_that_no_dictionary_has_are_pointed_at(body: str, slips: list[str]) -> None:
    assert marked("spelling", body) == slips


def test_a_name_is_known_at_the_start_of_a_sentence_once_it_stands_inside_one() -> None:
    assert marked("spelling", "Zettelwerk is slow.") == ["Zettelwerk"]
    assert marked("spelling", "We use Zettelwerk. Zettelwerk is slow.") == []


def test_the_mend_is_the_nearest_word_in_the_same_case() -> None:
    body = "Custmers wait, and some paymets fail."
    first, second = found("spelling", text(body))
    assert (first.mend, second.mend) == ("Customers", "payments")
    assert first.level is Level.WARN
    assert first.mend_label["en"] == "Write “Customers”"
    assert apply(second, "-", body)[1] == "Custmers wait, and some payments fail."


def test_a_word_without_a_neighbour_has_no_mend() -> None:
    (finding,) = found("spelling", text("The qzxvwkj is slow."))
    assert finding.mend is None
    assert finding.mend_label == {}


@pytest.mark.parametrize(
    ("body", "doubled", "once"),
    [
        ("We know the the cause.", "the the", "the"),
        ("The the cause is known.", "The the", "The"),
        ("We know the\nthe cause.", "the\nthe", "the"),
        ("We we we know.", "We we we", "We"),
    ],
)
def test_a_doubled_word_is_found_and_written_once(body: str, doubled: str, once: str) -> None:
    (finding,) = found("spelling", text(body))
    assert (finding.found, finding.mend) == (doubled, once)


@pytest.mark.parametrize(
    "body",
    [
        "He had had it.",
        "We know that that works.",
        "It was slow. Slow is bad.",
        "Checkout\nCheckout is slow.",
        "Baden Baden is fine.",
        "3 3 2",
        "a - a",
        "It is very, very slow.",
    ],
)
def test_what_is_rightly_said_twice_is_no_slip(body: str) -> None:
    assert not found("spelling", text(body))


def test_the_words_of_the_company_and_of_the_incident_are_right() -> None:
    body = "The zettelbox of kwikpay in bravaria uses aldermrk and grimblr."
    ours = replace(
        CONTEXT,
        terms=(Term(language="en", word="zettelbox", instead_of=("bravaria",)),),
        product_names=("Kwikpay",),
        scope_words=("aldermrk grimblr",),
    )
    assert len(found("spelling", text(body))) == 5
    assert not found("spelling", text(body, context=ours))


def test_japanese_has_no_such_rule() -> None:
    assert not found("spelling", text("custmers の決済", "ja"))


def test_letters_that_only_look_alike_are_left_to_other_rules() -> None:
    assert not found("spelling", text("cusтmers and cafe\u0301xx"))
