"""A text shows nothing that belongs to a person."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.mend import apply
from tests.domain.guardrails.texts import found, marked, text

BAD = {
    "Ask taro.yamada@mail.example.": "taro.yamada@mail.example",
    "Ask taro (at) mail (dot) example.": "taro (at) mail (dot) example",
    "Ask ｔａｒｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ now": "ｔａｒｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ",
    "Call +49 171 2345678.": "+49 171 2345678",
    "Call 090-1234-5678.": "090-1234-5678",
    "Call (415) 555-0123.": "(415) 555-0123",
    "His mobile is 020 7946 0958.": "020 7946 0958",
    "His mobile is 0171 2345 678.": "0171 2345 678",
    "Card 4539 5787 6362 1486 was charged.": "4539 5787 6362 1486",
    "Card 371449635398431 was charged.": "371449635398431",
    "マイナンバー：123456789012": "123456789012",
    "The number 1234 5678 9018 leaked.": "1234 5678 9018",
    "IBAN DE89 3704 0044 0532 0130 00 got it.": "DE89 3704 0044 0532 0130 00",
    "Passport number: C01X00T47": "C01X00T47",
    "生年月日：1980年3月12日": "生年月日：1980年3月12日",
    "Customer ID 100482 fails.": "Customer ID 100482",
    "Account 48213 fails.": "Account 48213",
    "会員番号：100482の方": "会員番号：100482",
    "Mr Tanaka saw it.": "Mr Tanaka",
    "Tanaka-san saw it.": "Tanaka-san",
}
BAD_JA = {
    "田中様のアカウントで発生しました。": "田中様",
    "山田花子さまからのご連絡です。": "山田花子さま",
    "詳しくは鈴木さんまで。": "鈴木さん",
}
GOOD = [
    "Ask support@kitsune.example, status-eu@kitsune.example or press@mail.example.",
    "Ask @kitsune@social.example, or install kitsune@4.12.0.",
    "Call our support hotline, +49 30 901820.",
    "Call 1-888-555-0123 or +1 800 555 0199.",
    "お問い合わせ窓口：03-1234-5678、フリーダイヤル0120-000-123",
    "Order 415-555-0123 and invoice 0312-4711-2026 are fine.",
    "On 2026-03-12 14:02 to 15:10, 0123 4567 failed.",
    "Card 4539 5787 6362 1487 has a wrong digit.",
    "Use the test card 4242 4242 4242 4242.",
    "Card **** 1234 was charged.",
    "Number 9539578763621486 and 2999 9999 9999 9999 are no cards.",
    "2539578763621486123 and 5139 5787 6362 1 are no cards.",
    "Order 1234 5678 9018 is an order.",
    "1234 5678 9012 and 202603121402 are no My Numbers.",
    "0000 0000 0001 has a wrong digit.",
    "GB82 WEST 1234 5698 7654 33 is no IBAN, GB82 WEST is too short.",
    "About 12,000 accounts, 4711 payments.",
    "Our CTO, Ms Roth, signed it.",
    "Ms Roth, head of data, signed it.",
    "It took 300 ms.",
    "0000000 and 012 345 are no numbers of phones.",
    "The values 0712 345 678 are none.",
]
GOOD_JA = [
    "皆様、お客様、加盟店様、ご担当者様にお詫び申し上げます。",
    "会員番号100件分の発行が遅れています。",
    "同様の仕様です。お疲れさまです。",
    "当社の田中が作成しました。",
]


@pytest.mark.parametrize(("body", "mark"), BAD.items())
def test_what_belongs_to_a_person_is_blocked(body: str, mark: str) -> None:
    assert marked("personal_data", body) == [mark]


@pytest.mark.parametrize(("body", "mark"), BAD_JA.items())
def test_a_name_with_an_honorific_is_blocked(body: str, mark: str) -> None:
    assert marked("personal_data", body, "ja") == [mark]


@pytest.mark.parametrize("body", GOOD)
def test_roles_lines_and_other_numbers_pass(body: str) -> None:
    assert marked("personal_data", body) == []


@pytest.mark.parametrize("body", GOOD_JA)
def test_customers_in_general_pass(body: str) -> None:
    assert marked("personal_data", body, "ja") == []


def test_colleagues_may_reach_one_another_but_see_no_cards() -> None:
    body = "Mara: mara@kitsune.example, 090-1234-5678. Card 4539578763621486."
    hits = found("personal_data", text(body, internal=True))
    assert [hit.found for hit in hits] == ["4539578763621486"]


def test_a_remark_in_brackets_can_be_taken_out() -> None:
    body = "A shop (taro@mail.example) saw it."
    (hit,) = found("personal_data", text(body))
    assert apply(hit, "", body)[1] == "A shop saw it."


def test_each_place_is_found_once() -> None:
    whole = "Account number 4539578763621486"
    assert marked("personal_data", f"{whole} is blocked.") == [whole]


def test_the_reason_does_not_repeat_the_data() -> None:
    (hit,) = found("personal_data", text("Ask taro.yamada@mail.example."))
    assert "taro" not in hit.reason["en"] + hit.reason["ja"]
