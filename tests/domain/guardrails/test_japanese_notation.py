"""Honorifics, widths, signs and notations in Japanese texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from noroshi.domain.guardrails.japanese.signs import BLOCKS, plain
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Field, Level, Text
from noroshi.domain.plan.model import Term
from tests.domain.guardrails.texts import CONTEXT, found, text

GLOSSARY = replace(
    CONTEXT,
    terms=(
        Term(language="ja", word="サーバー", instead_of=("サーバ",)),
        Term(language="ja", word="お客さま", instead_of=("ユーザー", "お客")),
        Term(language="en", word="shop", instead_of=("サーバー",)),
    ),
)


def ja(body: str, subject: str = "") -> Text:
    return text(body, "ja", subject=subject)


def mended(code: str, body: str) -> str:
    """The body after every mend of one rule, from its end to its beginning."""
    for finding in sorted(found(code, ja(body)), key=lambda one: -one.start):
        if finding.mend is not None:
            _, body = apply(finding, "", body)
    return body


RESPECT = [
    ("ご覧になられました", "ご覧になりました"),
    ("おっしゃられた", "おっしゃった"),
    ("お伺いさせていただきます", "お伺いします"),
    ("拝見させていただいて", "拝見いたして"),
    ("お客さま各位様", "お客さま各位"),
    ("ご確認してください", "ご確認ください"),
    ("ご利用できません", "ご利用いただけません"),
    ("いただけますでしょうか", "いただけますか"),
    ("店長様", "店長"),
    ("お客さまさま", "お客さま"),
]


@pytest.mark.parametrize(("wrong", "right"), RESPECT)
def test_respect_is_said_once(wrong: str, right: str) -> None:
    assert mended("double_honorific", wrong) == right
    assert not found("double_honorific", ja(right))


@pytest.mark.parametrize(
    "usual",
    [
        *("お伺いします", "お見えになる", "お客様各位", "ご担当者様", "ご案内できません"),
        *("社長になられた", "お客さまさまざま", "拝見いたしました", "画面の「ご覧になられる」"),
    ],
)
def test_established_forms_are_left_alone(usual: str) -> None:
    assert not found("double_honorific", ja(usual))


def test_permission_is_asked_twice_at_most() -> None:
    twice = "報告させていただきます。停止させていただきます。"
    assert not found("double_honorific", ja(twice))
    often = ja(twice + "再開させていただきます。見させていただきます。")
    assert [(f.level, f.mend) for f in found("double_honorific", often)] == [
        (Level.HINT, "いたし"),
        (Level.HINT, None),
    ]


KANA = [
    ("ｻｰﾊﾞｰ", "サーバー"),
    ("ハﾞｰ", "バー"),
    ("｢ｴﾗｰ｣です｡", "「エラー」です。"),
    ("ﾞ", "゛"),
    ("ﾊﾟﾋﾟﾌﾟ", "パピプ"),
]


@pytest.mark.parametrize(("half", "full"), KANA)
def test_half_width_kana_becomes_full_with_its_marks_joined(half: str, full: str) -> None:
    assert mended("half_width_kana", half) == full


SIGNS = [
    ("㈱キツネ", "株式会社キツネ"),
    ("①②", "(1)(2)"),
    ("第Ⅲ期", "第III期"),
    ("№5", "No. 5"),
    ("10㎏", "10kg"),
    ("〝決済〟", "「決済」"),
    ("㍻", "平成"),
]


@pytest.mark.parametrize(("sign", "plain"), SIGNS)
def test_signs_of_single_makers_become_plain(sign: str, plain: str) -> None:
    assert mended("machine_dependent_character", sign) == plain


def test_every_such_sign_has_a_plain_form() -> None:
    blocks = re.compile(f"[{BLOCKS}]")
    signs = [chr(code) for code in range(0x10000) if blocks.match(chr(code))]
    assert len(signs) > 500
    assert not [sign for sign in signs if blocks.search(plain(sign))]
    assert [sign for sign in signs if plain(sign) == "(0)"] == ["⓪", "⓿"]


def test_a_variant_in_a_name_is_a_hint_without_a_mend() -> None:
    (finding,) = found("machine_dependent_character", ja("担当：髙橋"))
    assert (finding.found, finding.level, finding.mend) == ("髙", Level.HINT, None)


@pytest.mark.parametrize(
    "usual", ["14〜15時", "14～15時", "20％", "※", "・", "■", "→", "㊙㊗", "々"]
)
def test_usual_signs_are_left_alone(usual: str) -> None:
    assert not found("machine_dependent_character", ja(usual))


def test_digits_of_one_text_have_one_width() -> None:
    assert mended("mixed_width_digits", "２時から１４：３０まで、15:20に復旧") == (
        "2時から14:30まで、15:20に復旧"
    )
    assert mended("mixed_width_digits", "１4時") == "14時"
    assert not found("mixed_width_digits", ja("１４時３０分"))


def test_the_subject_counts_for_the_width_of_digits() -> None:
    (finding,) = found("mixed_width_digits", ja("15時に復旧しました。", subject="１４時の障害"))
    assert (finding.field, finding.mend) == (Field.SUBJECT, "14")


MIXES = [
    ("サーバーのサーバ", "サーバーのサーバー"),
    ("ユーザ、ユーザ、ユーザー", "ユーザ、ユーザ、ユーザ"),
    ("お客様とお客さま", "お客さまとお客さま"),
    ("ご確認ください。お試し下さい。", "ご確認ください。お試しください。"),
    ("復旧のため。安全の為、", "復旧のため。安全のため、"),
    ("通常どおり。通常通り。", "通常どおり。通常どおり。"),
    ("データーの保護。データの損失。", "データの保護。データの損失。"),
]


@pytest.mark.parametrize(("mixed", "even"), MIXES)
def test_a_mix_is_evened_to_what_the_text_uses_most(mixed: str, even: str) -> None:
    assert mended("notation_variant", mixed) == even


@pytest.mark.parametrize(
    "fine",
    [
        *("サーバとサーバ", "画面の「サーバ」はサーバーです", "ここまできました。出来事です。"),
        *("影響が及び、欧州および日本", "`サーバ`とサーバー", "障害と障がい者", ""),
    ],
)
def test_other_words_and_the_words_on_the_screen_are_no_mix(fine: str) -> None:
    assert not found("notation_variant", ja(fine))


def test_subject_and_body_are_one_text() -> None:
    (finding,) = found("notation_variant", ja("サーバーとサーバー", subject="サーバの障害"))
    assert (finding.field, finding.mend, finding.level) == (
        Field.SUBJECT,
        "サーバー",
        Level.HINT,
    )


def test_the_glossary_decides_even_against_the_text() -> None:
    found_here = found("notation_variant", text("サーバとサーバとサーバー", "ja", context=GLOSSARY))
    assert [(f.start, f.mend) for f in found_here] == [(0, "サーバー"), (4, "サーバー")]
    assert "用語集" in found_here[0].reason["ja"]


def test_the_glossary_is_about_whole_words_and_their_titles() -> None:
    written = text("お客さまのサーバー、お客様、ユーザー様", "ja", context=GLOSSARY)
    assert [(f.found, f.mend) for f in found("notation_variant", written)] == [
        ("お客様", "お客さま"),
        ("ユーザー様", "お客さま"),
    ]


def test_names_keep_their_notation() -> None:
    named = replace(CONTEXT, product_names=("キツネサーバ",))
    body = "キツネサーバのサーバーを再起動しました。"
    assert not found("notation_variant", text(body, "ja", context=named))
