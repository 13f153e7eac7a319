"""Every message says who or what is hit."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.rule import Context
from tests.domain.guardrails.texts import CONTEXT, found, text

BAD = [
    ("en", "We are sorry. There is a problem and we are working on it."),
    ("en", "We are investigating an issue."),
    ("en", "A fix has been implemented and we are watching the results."),
    ("en", "Things are slow. We apologise."),
    ("en", "The error rate has dropped."),
    ("en", "Our customers matter to us."),
    ("en", "See `checkout` for more."),
    ("en", "https://kitsune.example/europe"),
    ("en", "The precheckouts are slow."),
    ("en", ""),
    ("ja", "障害が発生しており、誠に申し訳ございません。"),
    ("ja", "現在、原因を調査しています。"),
    ("ja", "ご迷惑をおかけしております。"),
    ("ja", "復旧作業を進めています。"),
    ("ja", "お客さまにはご不便をおかけします。"),
    ("ja", "応答が遅い状態です。"),
    ("ja", "問題を確認しました。"),
    ("ja", "対応が完了しました。"),
    ("ja", "次回のお知らせをお待ちください。"),
    ("ja", ""),
]
GOOD = [
    ("en", "Some customers cannot pay."),
    ("en", "All shops are affected."),
    ("en", "About one in five payments fails."),
    ("en", "20 % of payments fail."),
    ("en", "The fault affects only card payments."),
    ("en", "Everyone is affected."),
    ("en", "The CHECKOUT is slow."),
    ("en", "Payments in Europe’s shops fail."),
    ("en", "A small number of our enterprise customers see errors."),
    ("en", "Users in France cannot sign in."),
    ("ja", "一部のお客さまで発生しています。"),
    ("ja", "すべてのお客さまに影響があります。"),
    ("ja", "欧州で決済ができません。"),
    ("ja", "チェックアウトが遅延しています。"),
    ("ja", "ﾁｪｯｸｱｳﾄが遅延しています。"),
    ("ja", "およそ5件に1件の決済が失敗しています。"),
    ("ja", "約２割の決済が失敗しています。"),
    ("ja", "全地域で発生しています。"),
    ("ja", "カード決済のみに影響があります。"),
    ("ja", "特定の店舗で決済ができません。"),
]


@pytest.mark.parametrize(("language", "body"), BAD)
def test_a_message_without_scope_is_blocked(language: str, body: str) -> None:
    (missing,) = found("no_scope", text(body, language, subject="-"))
    assert (missing.start, missing.end, missing.mend) == (0, 0, None)


@pytest.mark.parametrize(("language", "body"), GOOD)
def test_a_message_that_says_who_is_hit_passes(language: str, body: str) -> None:
    assert not found("no_scope", text(body, language, subject="-"))


def test_the_scope_may_stand_in_the_subject() -> None:
    assert not found("no_scope", text("We are sorry.", subject="Checkout is slow"))


def test_without_names_the_general_words_still_count() -> None:
    assert found("no_scope", text("Checkout is slow.", subject="-", context=Context()))
    assert not found("no_scope", text("Some shops fail.", subject="-", context=Context()))


def test_other_languages_are_not_judged() -> None:
    assert not found("no_scope", text("Störung", "de", subject="-", context=CONTEXT))
