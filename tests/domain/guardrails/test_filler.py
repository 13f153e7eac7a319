"""Greetings and filler go with one click, and what stays reads well."""

from __future__ import annotations

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Level
from tests.domain.guardrails.texts import found, text

MENDED = [
    ("en", "Dear customer,\n\nWe are sorry.", "We are sorry."),
    ("en", "Hi all, card payments fail.", "Card payments fail."),
    ("en", "We hope this finds you well. Payments fail.", "Payments fail."),
    ("en", "We are sorry. Thank you for your patience. It is over.", "We are sorry. It is over."),
    ("en", "We are sorry.\n\nThank you for your patience.", "We are sorry."),
    ("en", "We are sorry, and thank you for your understanding.", "We are sorry."),
    ("en", "Thank you for your patience, all is well.", "All is well."),
    ("en", "Thank you for your patience, everyone.\n\nAll is well.", "All is well."),
    ("en", "We would like to inform you that the checkout is slow.", "The checkout is slow."),
    ("en", "Rest assured, no data is lost.", "No data is lost."),
    ("en", "Please be advised that api.kitsune.example is slow.", "api.kitsune.example is slow."),
    ("en", "We tell our valued customers first.", "We tell our customers first."),
    ("en", "Please do not hesitate to call us.", "Please call us."),
    ("en", "Sorry.\n\nKind regards,\nThe team", "Sorry.\n\nThe team"),
    ("en", "One.\nThanks for your patience.\n\nTwo.", "One.\n\nTwo."),
    ("en", "- Hello,\n- Payments fail.", "- Payments fail."),
    ("ja", "いつもお世話になっております。\n\n申し訳ございません。", "申し訳ございません。"),
    ("ja", "復旧いたしました。今後ともよろしくお願いいたします。", "復旧いたしました。"),
    ("ja", "お客さま各位\n\n申し訳ございません。", "申し訳ございません。"),
    ("ja", "拝啓\n申し訳ございません。", "申し訳ございません。"),
    ("ja", "現在、鋭意対応中です。", "現在、対応中です。"),
    ("ja", "お気軽にお問い合わせください。", "お問い合わせください。"),
    ("ja", "データは失われておりませんので、ご安心ください。", "データは失われておりません。"),
    ("ja", "ご理解のほど、よろしくお願いいたします。停止中です。", "停止中です。"),
]


@pytest.mark.parametrize(("language", "body", "after"), MENDED)
def test_one_click_takes_the_words_out(language: str, body: str, after: str) -> None:
    (filler,) = found("filler", text(body, language))
    assert apply(filler, "", body) == ("", after)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "We apologise to all shops."),
        ("en", "We would like to apologise."),
        ("en", "Hi-res pictures load slowly."),
        ("en", "The page says “Thank you for your patience”."),
        ("en", "Thank you to the shops that sent us pictures."),
        ("ja", "ご迷惑をおかけし、誠に申し訳ございません。"),
        ("ja", "重ねてお詫び申し上げます。"),
        ("ja", "返金は、管理画面から申請をお願いいたします。"),
        ("ja", "「しばらくお待ちください」と表示されます。"),
    ],
)
def test_apologies_and_requests_are_no_filler(language: str, body: str) -> None:
    assert not found("filler", text(body, language))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("ja", "ご迷惑をおかけし申し訳ございませんが、ご理解のほどよろしくお願いいたします。"),
        ("ja", "平素よりご利用いただきありがとうございます、次回は23:15です。"),
        ("en", "Thank you for your patience until 15:15 CET."),
    ],
)
def test_a_sentence_that_also_says_something_is_left_to_the_writer(
    language: str, body: str
) -> None:
    (filler,) = found("filler", text(body, language))
    assert filler.mend is None


def test_in_mail_it_is_a_warning_and_elsewhere_a_hint() -> None:
    greeting = "Dear customer,\n\nSorry."
    levels = [
        found("filler", text(greeting))[0].level,
        found("filler", text(greeting, channel=Channel.STATUS_PAGE))[0].level,
        found("filler", text(greeting, internal=True))[0].level,
    ]
    assert levels == [Level.WARN, Level.HINT, Level.HINT]


def test_other_languages_are_not_judged() -> None:
    assert not found("filler", text("Dear customer,", "de", subject="-"))
