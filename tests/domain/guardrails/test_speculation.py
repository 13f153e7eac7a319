"""Guesses at causes are found; not knowing and possible effects are not."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.rule import Level
from tests.domain.guardrails.texts import found, marked, text


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("en", "We think a full disk is the cause.", "We think"),
        ("en", "It seems that a cache returned old prices.", "It seems"),
        ("en", "A faulty router is probably the reason.", "probably"),
        ("en", "The delays might be caused by a network fault.", "might be caused"),
        ("en", "The suspected cause is a change of today.", "suspected cause"),
        ("en", "The root cause may be the release.", "cause may be"),
        ("ja", "原因は、おそらく設定の誤りです。", "おそらく"),
        ("ja", "サーバーの故障が原因と思われます。", "と思われます"),
        ("ja", "設定変更が影響したのかもしれません。", "かもしれません"),
        ("ja", "原因は、更新漏れの可能性があります。", "可能性"),
    ],
)
def test_a_guess_is_found_at_its_words(language: str, body: str, words: str) -> None:
    assert marked("speculation", body, language) == [words]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "We do not know the cause yet."),
        ("en", "Some customers may see errors."),
        ("en", "Orders may be late because webhooks are late."),
        ("en", "We are sorry for any trouble this might have caused."),
        ("en", "The page says “It seems that you are offline”."),
        ("en", "We do not want to guess at the cause."),
        ("en", "Run `probably` in the shell."),
        ("ja", "原因は調査中です。"),
        ("ja", "エラーが表示される場合があります。"),
        ("ja", "画面の表示に時間がかかる可能性があります。"),
        ("ja", "推測でのご説明は控えさせていただきます。"),
        ("ja", "「通信エラーかもしれません」と表示されます。"),
    ],
)
def test_honest_words_pass(language: str, body: str) -> None:
    assert not found("speculation", text(body, language))


def test_one_guess_of_a_sentence_is_enough() -> None:
    assert marked("speculation", "We think it is probably a bug. Maybe not.") == [
        "We think",
        "Maybe",
    ]


def test_colleagues_may_share_a_suspicion() -> None:
    assert not found("speculation", text("We suspect the cache.", internal=True))


def test_a_guess_is_a_warning_that_only_the_writer_can_mend() -> None:
    (guess,) = found("speculation", text("OK.", subject="Probably a network fault"))
    assert (guess.level, guess.field, guess.mend) == (Level.WARN, "subject", None)


def test_other_languages_are_not_judged() -> None:
    assert not found("speculation", text("Vermutlich, probably.", "de", subject="-"))
