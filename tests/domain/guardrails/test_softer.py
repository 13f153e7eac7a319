"""What a blocking rule only warns about: the evaluation counts none of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Context, Level, Sibling
from tests.domain.guardrails.texts import CONTEXT, found, text

INTERNAL = [
    ("third_party_name", "en", "Tell callers that Aldermark is slow."),
    ("third_party_name", "ja", "アルダーマーク社の障害とは伝えないでください。"),
    ("recovery_time", "en", "Tell callers: it should work again by 16:00."),
    ("recovery_time", "ja", "お客さまには「16時に復旧予定です」とお答えください。"),
]
SOFT = [
    ("no_apology", "en", "Payments fail.\n\nBank transfer works.\n\nWe are sorry.", "sorry"),
    ("no_apology", "ja", "不具合が発生しております。\n\n誠に申し訳ございません。", "申し訳"),
    ("control_characters", "ja", "チェック\u200bアウトがご利用いただけません。", "\u200b"),
    ("control_characters", "en", "Checkout\u200b fails. See https://kitsune.example/", "\u200b"),
    ("control_characters", "ja", "欧州のチェックアウト\ufeffは復旧いたしました。", "\ufeff"),
    ("wrong_language", "en", "Checkout in Europe is 停止中. We are sorry.", "停止中"),
    ("wrong_language", "en", "Calls from the Tokyo (東京) region do not connect.", "東京"),
    ("internal_detail", "en", "Opsgenie told us at 14:02 CET.", "Opsgenie"),
    ("internal_detail", "en", "New Relic shows the errors.", "New Relic"),
    ("internal_detail", "en", "Ask in the Slack channel.", "Slack channel"),
    ("internal_detail", "en", "We talk in #eng-checkout.", "#eng-checkout"),
    ("internal_detail", "ja", "Kibanaでエラーを確認しました。", "Kibana"),
]
COPIED = {
    "en": "The on-call engineer rolled back the 13:50 deployment and we suspect the new cache.",
    "ja": "当番の担当者が13時50分のデプロイを切り戻しており、キャッシュが原因と思われます。",
}


@pytest.mark.parametrize(("code", "language", "body"), INTERNAL)
def test_a_text_for_colleagues_is_warned_of_what_callers_may_hear(
    code: str, language: str, body: str
) -> None:
    levels = [hit.level for hit in found(code, text(body, language, internal=True))]
    assert levels == [Level.WARN]


@pytest.mark.parametrize(("code", "language", "body", "words"), SOFT)
def test_what_does_less_harm_is_a_warning_at_its_place(
    code: str, language: str, body: str, words: str
) -> None:
    (hit,) = found(code, text(body, language))
    assert (hit.level, hit.found) == (Level.WARN, words)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_short_text_for_colleagues_is_warned_of_its_missing_link(language: str) -> None:
    body = {"en": "Severity 4: payments fail.", "ja": "重大度4：欧州で決済エラー。"}[language]
    context = replace(CONTEXT, page_url="https://status.kitsune.example/")
    short = text(body, language, channel=Channel.SMS, internal=True, context=context)
    assert [hit.level for hit in found("no_link", short)] == [Level.WARN]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_sentence_copied_from_the_text_for_colleagues_is_a_warning(language: str) -> None:
    told = Sibling(
        language=language,
        audience="internal",
        channel=Channel.EMAIL,
        subject="",
        body=COPIED[language],
        internal=True,
    )
    context = replace(CONTEXT, siblings=(told,))
    (hit,) = found("wrong_audience", text(COPIED[language], language, context=context))
    assert (hit.level, hit.found) == (Level.WARN, COPIED[language])


def test_two_alerting_tools_are_two_warnings_in_the_order_of_the_text() -> None:
    body = "PagerDutyのアラートが22時2分に発報し、Datadogでエラーを確認しました。"
    assert [hit.found for hit in found("internal_detail", text(body, "ja"))] == [
        "PagerDuty",
        "Datadog",
    ]


@pytest.mark.parametrize("body", ["Our Grafana plug-in works again.", "`grafana` is a name."])
def test_what_works_with_a_tool_may_be_named(body: str) -> None:
    assert not found("internal_detail", text(body))


def test_a_tool_that_is_a_product_of_the_plan_may_be_named() -> None:
    body = "Datadog for Shops is slow."
    assert found("internal_detail", text(body, context=Context()))
    sold = Context(product_names=("Datadog for Shops",))
    assert not found("internal_detail", text(body, context=sold))


def test_a_ticket_beside_the_name_of_a_tool_still_blocks() -> None:
    hits = found("internal_detail", text("See Jira PAY-4711 for more."))
    assert [(hit.found, hit.level) for hit in hits] == [
        ("Jira", Level.WARN),
        ("PAY-4711", Level.BLOCK),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "See https://status.kit\u200bsune.example/.",
        "Write to support@kit\u00adsune.example.",
        "See www.kitsune\u2060.example.",
    ],
)
def test_an_invisible_character_within_an_address_blocks(body: str) -> None:
    (hit,) = found("control_characters", text(body))
    assert (hit.level, hit.mend) == (Level.BLOCK, "")
    assert "address" in hit.reason["en"]


def test_an_invisible_character_within_a_code_blocks() -> None:
    (hit,) = found("control_characters", text("クーポンコード「KITS\u200bUNE10」", "ja"))
    assert (hit.level, hit.mend) == (Level.BLOCK, "")
    assert "code" in hit.reason["en"]


def test_tag_characters_belong_into_a_flag_only() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    assert not found("control_characters", text(f"Scotland {flag} is back."))
    (hit,) = found("control_characters", text("Back.\U000e0068\U000e0069"))
    assert (hit.level, hit.found) == (Level.BLOCK, "\U000e0068\U000e0069")
