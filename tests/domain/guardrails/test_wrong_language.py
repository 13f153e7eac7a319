"""A text is in the language that it is declared to be in."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.rule import Context, Field, Level
from tests.domain.guardrails.texts import BODIES, SUBJECTS, found, text

BAD = [
    ("en", "欧州の一部のお客さまで決済エラーが発生しています。"),
    ("en", "障害発生"),
    ("en", "カード決済 error"),
    ("en", "Оплата картой не работает."),
    ("en", "카드 결제가 실패합니다."),
    ("en", "We are sorry.\n\n次回は15:15までにお知らせします。"),
    ("en", "ﾃｽﾄです"),
    ("en", "お詫び"),
    ("en", "Η πληρωμή δεν λειτουργεί."),
    ("en", "復旧 OK"),
    ("ja", "We are sorry that some card payments in Europe fail at the moment."),
    ("ja", "Payments fail again"),
    ("ja", "申し訳ございません。\n\nThe next update will follow by a quarter past three."),
    ("ja", "Checkout and webhooks and invoices and sign-in are down の状態"),
    ("ja", "Оплата картой не работает."),
    ("ja", "카드 결제가 실패합니다."),
    ("ja", "Ｗｅ ａｒｅ ｓｏｒｒｙ ａｂｏｕｔ ｔｈｉｓ"),
    ("ja", "# Update\n\nWe are working on it, and we will tell you more soon."),
    ("ja", "It is slow."),
    ("ja", "Bitte haben Sie Geduld"),
]
GOOD = [
    ("en", "Some card payments in Europe fail."),
    ("en", "Shops see 「お支払いを確認できませんでした」 at the checkout."),
    ("en", "日本語"),
    ("en", "See `エラー` and https://kitsune.example/障害"),
    ("en", "Café owners in Zürich cannot pay."),
    ("en", "15:15 🙏"),
    ("en", "HTTP 504"),
    ("en", ""),
    ("en", "```\n決済エラー\n```\nThis is what the log says."),
    ("en", "チェックアウト is the name in Japan."),
    ("ja", "一部のお客さまで POST /v2/confirm の呼び出しが HTTP 504 で終わっています。"),
    ("ja", "障害復旧"),
    ("ja", "Kitsune CloudのCheckoutとWebhookで障害が発生しています。"),
    ("ja", "API: HTTP 504"),
    ("ja", "詳しくは https://status.kitsune.example/a/very/long/address をご覧ください。"),
    ("ja", "`kubectl get pods --all-namespaces` の結果です。"),
    ("ja", "「Your payment could not be confirmed」と表示されます。"),
    ("ja", "OK"),
    ("ja", ""),
    ("ja", "ﾃｽﾄを実施しました。"),
]


@pytest.mark.parametrize(("language", "body"), BAD)
def test_the_wrong_language_is_blocked(language: str, body: str) -> None:
    assert any(f.level is Level.BLOCK for f in found("wrong_language", text(body, language)))


@pytest.mark.parametrize(("language", "body"), GOOD)
def test_the_right_language_passes(language: str, body: str) -> None:
    assert not found("wrong_language", text(body, language))


def test_one_foreign_word_in_english_is_a_warning_at_its_place() -> None:
    (word,) = found("wrong_language", text("The button 決済 does not react for some shops."))
    assert (word.level, word.found) == (Level.WARN, "決済")


def test_only_the_paragraph_that_was_left_untranslated_is_marked() -> None:
    left = "The next update will follow by 15:15 at the latest."
    (paragraph,) = found("wrong_language", text(f"申し訳ございません。\n\n{left}", "ja"))
    assert paragraph.found == left


def test_a_subject_in_the_other_language_is_found() -> None:
    (subject,) = found("wrong_language", text(subject=SUBJECTS["ja"]))
    assert subject.field is Field.SUBJECT


def test_swapped_languages_are_found_both_ways() -> None:
    assert found("wrong_language", text(BODIES["ja"], "en"))
    assert found("wrong_language", text(BODIES["en"], "ja"))


def test_names_of_products_are_the_same_in_every_language() -> None:
    body = "Alder Gate Wave Forest Mountain River Sea は正常です。"
    names = Context(product_names=("Alder Gate Wave Forest Mountain River Sea",))
    assert found("wrong_language", text(body, "ja", context=Context()))
    assert not found("wrong_language", text(body, "ja", context=names))


def test_other_languages_are_not_judged() -> None:
    assert not found("wrong_language", text("決済エラー", "de"))


def test_a_region_of_a_language_is_judged_as_the_language() -> None:
    assert found("wrong_language", text("決済エラー", "en-GB"))
