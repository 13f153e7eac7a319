"""Words of the trade, the plain words that take their place, and who may read which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.guardrails import jargon as lists
from noroshi.domain.guardrails.lexicon import Lexicon
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Level
from noroshi.domain.plan.model import Term
from tests.domain.guardrails.texts import CONTEXT, found, marked, text


def mended(body: str, language: str = "en", *, terms: tuple[Term, ...] = ()) -> str:
    """``body`` with every mend applied, the last first."""
    context = replace(CONTEXT, terms=terms)
    for finding in reversed(found("jargon", text(body, language, context=context))):
        if finding.mend is not None:
            _, body = apply(finding, "-", body)
    return body


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("We see elevated error rates.", "We see errors."),
        ("Elevated error rates at Checkout", "Errors at Checkout"),
        ("ROOT CAUSE found", "CAUSE found"),
        ("The root-cause is known.", "The cause is known."),
        ("The root\ncause is known.", "The cause is known."),
        ("A deployment failed.", "A release failed."),
        ("An upstream provider is slow.", "A provider is slow."),
        ("a subset of customers", "some customers"),
        ("A subset of customers", "Some customers"),
        ("an intermittent error", "an occasional error"),
        ("It was rolled back; we rolled back more.", "It was undone; we undid more."),
        ("They have rolled back and are rolling back.", "They have undone and are undoing."),
        ("We failed over to Paris.", "We switched to Paris."),
        ("We see increased latency.", "We see delays."),
        ("Increased latency is seen.", "Increased latency is seen."),
        ("slightly elevated error rates", "slightly elevated error rates"),
        ("The latency is high.", "The delay is high."),
        ("Requests are throttled.", "Requests are limited."),
        ("http 5xx errors", "errors"),
    ],
)
def test_english_jargon_gives_way_where_the_words_are_certain(body: str, plain: str) -> None:
    assert found("jargon", text(body))
    assert mended(body) == plain


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("レイテンシーが増大", "遅延が増大"),
        ("変更をロールバックしました", "変更を元に戻しました"),
        ("ロールバックして復旧", "元に戻して復旧"),
        ("フェイルオーバーを実施", "予備系への切り替えを実施"),
        ("修正をデプロイしました", "修正を適用しました"),
        ("再デプロイ", "再適用"),
        ("縮退運転中です", "機能を絞った運用中です"),
        ("サーバーとの疎通不可", "サーバーとの接続できない状態"),
        ("ﾘﾄﾗｲを停止", "再試行を停止"),
        ("根本原因", "原因"),
        ("閾値を変更", "基準値を変更"),
    ],
)
def test_japanese_jargon_gives_way_where_the_words_are_certain(body: str, plain: str) -> None:
    assert found("jargon", text(body, "ja"))
    assert mended(body, "ja") == plain


@pytest.mark.parametrize(
    ("body", "language", "words"),
    [
        ("Performance is degraded upstream.", "en", ["degraded", "upstream"]),
        ("DNS and BGP", "en", ["DNS", "BGP"]),
        ("フェイルオーバーしました。輻輳です。", "ja", ["フェイルオーバーし", "輻輳"]),
        ("DNSの5xxエラー", "ja", ["DNS", "5xxエラー"]),
    ],
)
def test_where_only_the_writer_knows_better_words_there_is_no_mend(
    body: str, language: str, words: list[str]
) -> None:
    findings = found("jargon", text(body, language))
    assert [finding.found for finding in findings] == words
    assert all(finding.mend is None and finding.level is Level.WARN for finding in findings)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Two-factor authentication works.", "en"),
        ("Run `dns` or https://x.example/latency.", "en"),
        ("Nodeland, dnsx, latencyx", "en"),
        ("意思疎通", "ja"),
        ("キャッシュレス決済", "ja"),
        ("プリデプロイヤ", "ja"),
        ("rollback", "de"),
    ],
)
def test_words_that_merely_contain_one_are_none(body: str, language: str) -> None:
    assert not found("jargon", text(body, language))


def test_readers_who_are_technical_and_colleagues_are_told_in_their_own_terms() -> None:
    body = "DNS latency after the failover."
    assert found("jargon", text(body))
    assert not found("jargon", replace(text(body), technical=True))
    assert not found("jargon", text(body, internal=True))


def test_the_glossary_adds_words_with_a_plain_meaning() -> None:
    settlement = Term(language="en", word="settlement", plain="payout")
    context = replace(CONTEXT, terms=(settlement,))
    assert mended("Settlement is late.", terms=(settlement,)) == "Payout is late."
    (finding,) = found("jargon", text("Settlements are late.", context=context))
    assert (finding.found, finding.mend) == ("Settlements", None)
    assert not found("jargon", text("settlement", "ja", context=context))


def test_a_word_of_the_glossary_without_one_is_known_to_everybody() -> None:
    known = (Term(language="en", word="latency"), Term(language="ja", word="デプロイ"))
    context = replace(CONTEXT, terms=known)
    assert not found("jargon", text("Latency is up.", context=context))
    assert not found("jargon", text("デプロイ中", "ja", context=context))
    assert found("jargon", text("Latency is up.", "en-GB"))


def test_the_name_of_a_component_is_no_jargon() -> None:
    context = replace(CONTEXT, scope_words=("Edge Cache",), product_names=("Cluster One",))
    assert not found("jargon", text("Edge Cache and Cluster One are out.", context=context))
    assert marked("jargon", "Edge Cache is out.") == ["Cache"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_plain_words_are_jargon_themselves(language: str) -> None:
    words = lists.WORDS[language]
    for entry in words.entries:
        if entry.certain:
            assert not list(words.find(entry.plain)), entry.plain


def test_a_list_is_read_line_by_line_and_the_longest_form_wins() -> None:
    words = Lexicon("a b, c = x\na b c ? y\na b d :\ne ?", spaced=True)
    read = [(span, entry.plain) for span, entry in words.find("A-B c a b a b d C e ab")]
    assert read == [((0, 5), "y"), ((6, 9), "x"), ((16, 17), "x"), ((18, 19), "")]


def test_a_line_that_says_nothing_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="latency"):
        Lexicon("latency", spaced=True)
