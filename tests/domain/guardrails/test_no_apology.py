"""An apology stands in the first paragraph of every message to customers."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Level
from noroshi.domain.incident import Stage
from tests.domain.guardrails.texts import found, text

BAD = [
    ("en", "Some card payments in Europe fail. We are working on it."),
    ("en", "Shops see “Sorry, something went wrong” instead of the checkout."),
    ("en", 'The page says "We are sorry" and stops.'),
    ("en", "We are not sorry for the work we did tonight."),
    ("en", "We make no apologies for our caution."),
    ("en", "The error text is `sorry, try again`."),
    ("en", "Thank you for your patience. Payments are slow."),
    ("en", "The engineers are unapologetic about the change."),
    ("en", "See https://kitsune.example/sorry for the list."),
    ("en", ""),
    ("ja", "欧州の一部のお客さまで、カード決済ができない状態です。"),
    ("ja", "ご迷惑をおかけしております。復旧作業を進めています。"),
    ("ja", "「申し訳ございません」と表示され、決済が完了しません。"),
    ("ja", "画面に『お詫び』と表示されます。"),
    ("ja", "現在、調査しています。しばらくお待ちください。"),
    ("ja", "ご不便をおかけしますが、ご理解ください。"),
    ("ja", "決済は正常に戻りました。"),
    ("ja", "恐れ入りますが、再度お試しください。"),
    ("ja", "遺憾に思います。"),
    ("ja", ""),
]
GOOD = [
    ("en", "We are sorry that some card payments in Europe fail."),
    ("en", "We’re sorry: payments fail."),
    ("en", "We apologise for the trouble."),
    ("en", "We apologize for the trouble."),
    ("en", "Our sincere apologies to all shops."),
    ("en", "Please accept our apology."),
    ("en", "We regret that payments fail."),
    ("en", "Please forgive us the trouble."),
    ("en", "# Update 3\n\nSORRY, payments are slow."),
    ("en", "Update 3\n\n---\n\n![](map.png)\n\nWe are sorry that payments fail."),
    ("ja", "一部のお客さまで決済エラーが続いており、誠に申し訳ございません。"),
    ("ja", "ご不便をおかけし、お詫び申し上げます。"),
    ("ja", "ご迷惑をおかけしましたことを、おわび申し上げます。"),
    ("ja", "深く陳謝いたします。"),
    ("ja", "心より謝罪いたします。"),
    ("ja", "もうしわけございません。決済が遅延しています。"),
    ("ja", "申し訳なく存じます。"),
    ("ja", "ご不便をおかけしてすみません。"),
    ("ja", "【障害のお知らせ】\n\n誠に申し訳ございません。決済ができません。"),
    ("ja", "## 障害のお知らせ\n大変ご迷惑をおかけし、申訳ございません。"),
]


@pytest.mark.parametrize(("language", "body"), BAD)
def test_a_message_without_apology_is_blocked(language: str, body: str) -> None:
    (missing,) = found("no_apology", text(body, language))
    assert missing.level is Level.BLOCK


@pytest.mark.parametrize(("language", "body"), GOOD)
def test_an_apology_that_comes_first_passes(language: str, body: str) -> None:
    assert not found("no_apology", text(body, language))


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("en", "Payments fail in Europe.\n\nWe are sorry.", "sorry"),
        ("ja", "決済ができません。\n\n誠に申し訳ございません。", "申し訳"),
    ],
)
def test_a_late_apology_is_a_warning_at_its_place(language: str, body: str, words: str) -> None:
    (late,) = found("no_apology", text(body, language))
    assert (late.level, late.found, late.mend) == (Level.WARN, words, None)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("stage", Stage)
def test_one_click_puts_the_apology_first(language: str, stage: Stage) -> None:
    before = text("# 15:02\n\nOK.", language, stage=stage)
    (missing,) = found("no_apology", before)
    subject, body = apply(missing, before.subject, before.body)
    assert not found("no_apology", text(body, language, subject=subject, stage=stage))
    assert body.startswith("# 15:02\n\n")


def test_after_the_resolution_the_trouble_is_over() -> None:
    (during,) = found("no_apology", text("Payments fail."))
    (after,) = found("no_apology", text("Payments work.", stage=Stage.RESOLVED))
    assert during.mend == "We are sorry for the trouble this is causing. "
    assert after.mend == "We are sorry for the trouble this caused. "


def test_a_heading_right_above_the_text_stays_above_the_apology() -> None:
    (missing,) = found("no_apology", text("# Update 3\n  Payments fail in Europe."))
    assert missing.start == len("# Update 3\n  ")


def test_a_message_of_headings_alone_is_blocked() -> None:
    (missing,) = found("no_apology", text("# Update 3"))
    assert missing.start == 0


def test_colleagues_need_no_apology() -> None:
    assert not found("no_apology", text("Payments fail.", internal=True))


def test_other_languages_are_not_judged() -> None:
    german = text("Zahlungen sind gestört.", "en")
    assert found("no_apology", german)
    assert not found("no_apology", text("Zahlungen sind gestört.", "de", subject="Störung"))
