"""Only the status page names a third party."""

from __future__ import annotations

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Level
from noroshi.domain.plan.model import ThirdParty
from tests.domain.guardrails.texts import CONTEXT, found, text

ENGLISH = "one of our third-party service providers"
JAPANESE = "当社が利用している外部サービス事業者"
BAD = [
    ("en", "The cause is a fault at Aldermark Payments.", f"The cause is a fault at {ENGLISH}."),
    ("en", "The cause is a fault at ALDERMARK payments.", f"The cause is a fault at {ENGLISH}."),
    ("en", "We wait for Aldermark-Payments.", f"We wait for {ENGLISH}."),
    ("en", "We wait for AldermarkPayments.", f"We wait for {ENGLISH}."),
    ("en", "We wait for Ａｌｄｅｒｍａｒｋ.", f"We wait for {ENGLISH}."),
    ("en", "We wait for Alder\u200bmark.", f"We wait for {ENGLISH}."),
    ("en", "We wait for Aldermаrk.", f"We wait for {ENGLISH}."),  # a Cyrillic а
    ("en", "We wait for Aldermark, Inc.", f"We wait for {ENGLISH}"),
    ("en", "Aldermark’s gateway is slow.", f"O{ENGLISH[1:]}’ gateway is slow."),
    ("en", "It is slow. AMP knows.", f"It is slow. O{ENGLISH[1:]} knows."),
    ("ja", "原因は、Aldermark Payments社の障害です。", f"原因は、{JAPANESE}の障害です。"),
    ("ja", "原因はアルダーマークの障害です。", f"原因は{JAPANESE}の障害です。"),
    ("ja", "原因はｱﾙﾀﾞｰﾏｰｸの障害です。", f"原因は{JAPANESE}の障害です。"),
    ("ja", "株式会社アルダーマーク様に確認中です。", f"{JAPANESE}に確認中です。"),
    ("ja", "アルダーマーク株式会社に確認中です。", f"{JAPANESE}に確認中です。"),
    ("ja", "北の泉決済に確認中です。", f"{JAPANESE}に確認中です。"),
    ("ja", "現在AMPに確認中です。", f"現在{JAPANESE}に確認中です。"),
    ("ja", "ＡＭＰさんに確認中です。", f"{JAPANESE}に確認中です。"),
    ("ja", "「アルダーマーク」に確認中です。", f"「{JAPANESE}」に確認中です。"),
    ("ja", "Aldermark's APIが停止中です。", f"{JAPANESE}の APIが停止中です。"),
]
GOOD = [
    ("en", f"The cause is a fault at {ENGLISH}."),
    ("en", "The lamp is on."),
    ("en", "We amplify."),
    ("en", "Aldermarkets are open."),
    ("en", "The alder marks the spot."),
    ("en", "Payments fail."),
    ("en", "AMPs and VAMP"),
    ("en", "The provider is informed."),
    ("en", ""),
    ("en", "Kitsune Cloud is slow."),
    ("ja", f"原因は、{JAPANESE}の障害です。"),
    ("ja", "決済ができません。"),
    ("ja", "アルダーの木"),
    ("ja", "北の泉に行きました。"),
    ("ja", "VAMPが流行しています。"),
    ("ja", "アル ダ マーク"),
    ("ja", "マーカーを使います。"),
    ("ja", "社内で確認中です。"),
    ("ja", ""),
    ("ja", "外部の決済会社に確認中です。"),
]


@pytest.mark.parametrize(("language", "body", "mended"), BAD)
def test_a_name_is_blocked_and_mended_in_one_click(language: str, body: str, mended: str) -> None:
    before = text(body, language)
    (name,) = found("third_party_name", before)
    assert name.level is Level.BLOCK
    assert apply(name, before.subject, body) == (before.subject, mended)
    assert not found("third_party_name", text(mended, language))


@pytest.mark.parametrize(("language", "body"), GOOD)
def test_what_is_not_the_name_passes(language: str, body: str) -> None:
    assert not found("third_party_name", text(body, language))


@pytest.mark.parametrize("channel", Channel)
def test_only_the_status_page_names_the_provider(channel: Channel) -> None:
    named = found("third_party_name", text("Aldermark is down.", channel=channel))
    assert bool(named) is (channel is not Channel.STATUS_PAGE)


def test_colleagues_may_be_told_but_with_a_warning() -> None:
    (name,) = found("third_party_name", text("Aldermark is down.", internal=True))
    assert name.level is Level.WARN


@pytest.mark.parametrize(
    "body", ["See https://status.aldermark.example/now", "Look for `aldermark_timeout`."]
)
def test_in_an_address_or_code_no_wording_is_put(body: str) -> None:
    (name,) = found("third_party_name", text(body))
    assert name.mend is None


def test_a_name_in_a_subject_is_found_also_within_an_address() -> None:
    names = found("third_party_name", text(subject="Aldermark: https://aldermark.example"))
    assert [name.mend for name in names] == [f"O{ENGLISH[1:]}", None]


def test_a_short_japanese_name_is_not_found_inside_another_word() -> None:
    meta = Context(third_parties=(ThirdParty(name="メタ"),))
    assert not found("third_party_name", text("メタデータが壊れました。", "ja", context=meta))
    assert found("third_party_name", text("原因はメタの障害です。", "ja", context=meta))


def test_a_name_of_two_letters_must_match_in_case() -> None:
    it = Context(third_parties=(ThirdParty(name="IT"),))
    assert not found("third_party_name", text("We will mend it.", context=it))
    assert found("third_party_name", text("We wait for IT.", context=it))


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "-"])
def test_a_provider_without_a_name_is_found_nowhere(name: str) -> None:
    nameless = Context(third_parties=(ThirdParty(name=name, aliases=("",)),))
    assert not found("third_party_name", text("It works. OK", context=nameless))


def test_two_names_are_two_findings() -> None:
    names = found("third_party_name", text("AMP and Aldermark", context=CONTEXT))
    assert [name.found for name in names] == ["AMP", "Aldermark"]
