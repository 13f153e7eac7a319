"""Suppliers, customers and colleagues are not blamed; facts and our own mistakes are told."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.rule import Level
from tests.domain.guardrails.texts import found, marked, text


@pytest.mark.parametrize(
    ("language", "body", "whom"),
    [
        ("en", "This was a mistake by our hosting provider.", "supplier"),
        ("en", "Our provider let us down.", "supplier"),
        ("en", "Aldermark's negligence stopped the checkout.", "supplier"),
        ("en", "It failed because customers used old settings.", "customers"),
        ("en", "You should have updated the plug-in.", "customers"),
        ("en", "It was caused by human error.", "person"),
        ("en", "One of our engineers accidentally deleted a table.", "person"),
        ("en", "This is beyond our control.", "responsibility"),
        ("ja", "決済会社の不手際によるものです。", "supplier"),
        ("ja", "アルダーマーク社の過失です。", "supplier"),
        ("ja", "お客さまの設定ミスが原因です。", "customers"),
        ("ja", "担当者のミスにより停止しました。", "person"),
        ("ja", "外部の会社のせいで停止しました。", "responsibility"),
        ("ja", "当社に責任はございません。", "responsibility"),
    ],
)
def test_blame_is_found_and_the_reason_says_whom_it_hits(
    language: str, body: str, whom: str
) -> None:
    (blame,) = found("blame", text(body, language))
    assert whom in blame.reason["en"]
    assert (blame.level, blame.mend) == (Level.WARN, None)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "The cause is a fault at one of our third-party providers. We are sorry."),
        ("en", "We made a mistake when we changed our settings."),
        ("en", "Our engineers made good progress."),
        ("en", "This was not caused by anything you did."),
        ("en", "Some shops wait because customers cannot pay by card."),
        ("en", "The page says “The provider failed to respond”."),
        ("ja", "原因は、外部サービス事業者の障害です。"),
        ("ja", "当社の確認不足により、誤ったメールを送信いたしました。"),
        ("ja", "お客さまの設定に誤りはございません。"),
        ("ja", "ヒューマンエラーを防ぐ仕組みを導入いたします。"),
        ("ja", "責任はすべて当社にあります。"),
    ],
)
def test_facts_and_our_own_mistakes_pass(language: str, body: str) -> None:
    assert not found("blame", text(body, language))


def test_the_words_of_blame_are_marked() -> None:
    assert marked("blame", "Sorry. The vendor failed to renew its certificate.") == [
        "vendor failed to"
    ]


def test_among_colleagues_it_is_a_hint() -> None:
    (blame,) = found("blame", text("It was human error.", internal=True))
    assert blame.level is Level.HINT


def test_other_languages_are_not_judged() -> None:
    assert not found("blame", text("Human error by an engineer.", "de", subject="-"))
