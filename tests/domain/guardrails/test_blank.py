"""Blanks and placeholders are found however they are written, and nothing else is."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.rule import Field
from tests.domain.guardrails.texts import found, marked, text

ZERO_WIDTH = "\u200b"

BAD_EN = {
    "The fault at {{ component }} goes on.": "{{ component }}",
    "The fault at { { component } } goes on.": "{ { component } }",
    "The fault at {{ component goes on.": "{{ component goes on.",
    "The fault at component }} goes on.": "}}",
    f"The fault at {{{ZERO_WIDTH}{{ component }}}} goes on.": f"{{{ZERO_WIDTH}{{ component }}}}",
    "The fault at ｛｛ component ｝｝ goes on.": "｛｛ component ｝｝",
    "The fault at ❴❴ component ❵❵ goes on.": "❴❴ component ❵❵",
    "{% if x %}Hello": "{% if x %}",
    "Dear [NAME], we are sorry.": "[NAME]",
    "We are sorry, ［ＮＡＭＥ］.": "［ＮＡＭＥ］",
    "Shops in [AFFECTED AREAS] cannot pay.": "[AFFECTED AREAS]",
    "See [INSERT LINK].": "[INSERT LINK]",
    "Since [start time] shops cannot pay.": "[start time]",
    "Next update by XX:XX.": "XX:XX",
    "Next update by xx:xx CET.": "xx:xx",
    "Next update by 15:XX.": "15:XX",
    "Next update by 1X:30.": "1X:30",
    "Next update by HH:MM.": "HH:MM",
    "Next update by ??:??.": "??:??",
    "Next update by --:--.": "--:--",
    "On 12 March 20XX payments failed.": "20XX",
    "Since YYYY-MM-DD payments fail.": "YYYY-MM-DD",
    "About XX % of payments fail.": "XX",
    "About X % of payments fail.": "X %",
    "It takes X minutes.": "X ",
    "Recovery: TBD.": "TBD",
    "Recovery: ТВD.": "ТВD",  # Cyrillic Te and Ve
    "Recovery: 𝐓𝐁𝐃.": "𝐓𝐁𝐃",
    "TODO ask Mara": "TODO",
    "todo: ask Mara": "todo",
    "FIXME": "FIXME",
    "Payments at ___ fail.": "___",
    "Payments at ＿＿ fail.": "＿＿",
    "＿＿＿": "＿＿＿",
    "We lost ${COUNT} orders.": "${COUNT}",
    "We lost {count} orders.": "{count}",
    "We lost %(count)s orders.": "%(count)s",
    "Dear *|FNAME|*": "*|FNAME|*",
    "See <INSERT LINK HERE>.": "<INSERT LINK HERE>",
    "See <your link>.": "<your link>",
    "Hello <CUSTOMER>": "<CUSTOMER>",
    "Lorem ipsum dolor sit amet": "Lorem ipsum",
    "The fault began at ???": "???",
    "`{{ component }}` is down": "{{ component }}",
    "See https://status.kitsune.example/{{ id }}": "{{ id }}",
    "An open fence hides nothing:\n```\nXX:XX": "XX:XX",
    "｀XX:XX｀ is no code": "XX:XX",
    "\\`XX:XX\\` is no code": "XX:XX",
    "`a\n \nb XX:XX `": "XX:XX",
    "It is {{ {{ component }} }} again.": "{{ component }}",
    "It is <%= component %> again.": "<%= component %>",
    "[SERVICE] is down.": "[SERVICE]",
    "[Your name]": "[Your name]",
    "[insert the time here]": "[insert the time here]",
    "Hello <customer name>": "<customer name>",
    "{0} of 100 payments fail.": "{0}",
    "%d of 100 payments fail.": "%d",
    "Dear $name, sorry.": "$name",
    "Dear @@NAME@@": "@@NAME@@",
    "Since DD/MM/YYYY payments fail.": "DD/MM/YYYY",
    "It takes NN minutes.": "NN",
    "X of our customers cannot pay.": "X ",
    "Cause: TBA": "TBA",
}
BAD_JA = {
    "次回は〇〇時〇〇分までにお知らせします。": "〇〇",
    "次回は○時○分までにお知らせします。": "○",
    "●●のお客さまで発生しています。": "●●",
    "△△サービスが停止しています。": "△△",
    "約××件の決済が失敗しました。": "××",
    "本日X時ごろから発生しています。": "X",
    "影響は＿＿のお客さまです。": "＿＿",
    "復旧予定は（　　）時です。": "（　　）",
    "【会社名】をご利用のお客さまへ": "【会社名】",
    "本日＜時刻＞より発生しています。": "＜時刻＞",
    "原因は［要確認］です。": "［要確認］",
    "原因は（ここに原因）です。": "（ここに原因）",
    "次回はXX：XXまでにお知らせします。": "XX：XX",
    "ｘｘ時までにお知らせします。": "ｘｘ",
    "YYYY年MM月DD日に発生しました。": "YYYY年MM月DD日",
    "復旧時刻はＴＢＤです。": "ＴＢＤ",
    "｛｛ 影響範囲 ｝｝で発生しています。": "｛｛ 影響範囲 ｝｝",
    "担当：○○○": "○○○",
    "20XX年3月12日": "20XX",
    "___様": "___",
    "AA時BB分に発生しました。": "AA",
    "＊＊様へのご案内": "＊＊",
    "＜お客さま名＞様": "＜お客さま名＞",
    "原因は「　」です。": "「　」",
    "{影響範囲}で発生しています。": "{影響範囲}",
    "第〇回のお知らせです。": "〇",
}
GOOD_EN = [
    "[RESOLVED] Card payments work again.",
    "[P1] [EU] [SEV-2] Card payments fail.",
    "[MAJOR INCIDENT] Card payments fail.",
    "See [our page](https://status.kitsune.example/XX) or [1].",
    "See [NAME](https://kitsune.example/name).",
    "See [DATE][1].\n\n[DATE]: https://kitsune.example",
    "Clients at `2001:db8::XX` and __init__ are affected.",
    "Clients at 2001:db8::XX are affected.",
    "The call `GET /v2/orders/[ID]` fails, so does `${HOME}/bin`.",
    "```\nexport NAME=<INSERT NAME>\nXX:XX\n```",
    "``a ` XX:XX `` and `b`",
    "Above\n\n___\n\nbelow",
    "__Bold__ and ***bold*** and _thin_ text.",
    "[x] done\n[ ] open",
    "5XX and 4xx answers of HTTP.",
    "We pay XXL boxes of Exxon at 15:15.",
    "POST /v2/orders/{id} fails. The answer is {}.",
    "What happened? Why?",
    "The todo list of the shop is empty.",
    "[Update] 15:15: payments work.",
    "<https://kitsune.example> and <TABLE>",
    "The ratio is 3:2 and the year 2026. Python 3.11:12",
    "[Name] Mara\n[Time] 15:15",
    "[INITIAL] We have begun.\n[CLOSING] We are done.",
    "Prices in US$ and 100%d are fine, so is <time>.",
]
GOOD_JA = [
    "【影響範囲】欧州の一部のお客さま\n【発生日時】22:02ごろ",
    "［復旧］決済は正常に戻りました。",
    "二〇〇二年に始まり、一〇〇件です。",
    "●お知らせ\n○ 正常\n× 停止",
    "□□□ 障害のお知らせ □□□",
    "●●●●●●",
    "詳しくは[こちら](https://status.kitsune.example/ja)をご覧ください。",
    "HTTP 5XXが返ります。",
    "ログイン（パスワードを入力）してください。",
    "次回は15時15分までにお知らせします。",
    "Xへの投稿もご覧ください。",
    "原因は（要因の詳細は後日）調査中です。",
    "**復旧**時の対応です。",
    "※〇の機能は正常です。",
]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_ordinary_message_has_no_blank(language: str) -> None:
    assert not found("blank", text(language=language))


@pytest.mark.parametrize(("body", "mark"), BAD_EN.items())
def test_a_blank_is_found_in_english(body: str, mark: str) -> None:
    assert mark in marked("blank", body)


@pytest.mark.parametrize(("body", "mark"), BAD_JA.items())
def test_a_blank_is_found_in_japanese(body: str, mark: str) -> None:
    assert mark in marked("blank", body, "ja")


@pytest.mark.parametrize("body", GOOD_EN)
def test_what_only_looks_like_a_blank_passes_in_english(body: str) -> None:
    assert marked("blank", body) == []


@pytest.mark.parametrize("body", GOOD_JA)
def test_what_only_looks_like_a_blank_passes_in_japanese(body: str) -> None:
    assert marked("blank", body, "ja") == []


def test_a_subject_has_no_code_to_hide_in() -> None:
    (blank,) = found("blank", text(subject="Payments fail until `XX:XX`"))
    assert (blank.field, blank.found) == (Field.SUBJECT, "XX:XX")


def test_a_line_of_underscores_in_a_subject_is_a_blank() -> None:
    assert [f.found for f in found("blank", text(subject="______"))] == ["______"]


def test_the_reason_shows_the_blank_without_its_line_breaks() -> None:
    (blank,) = found("blank", text("See <insert the address of\tthe page>."))
    assert blank.reason["en"] == "A blank is not filled: <insert the address of the page>"
    assert blank.reason["ja"].startswith("未記入の箇所があります")


def test_a_placeholder_within_a_slot_is_found_once() -> None:
    assert marked("blank", "It is {{ TBD }}.") == ["{{ TBD }}"]
