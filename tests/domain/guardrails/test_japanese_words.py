"""Wrong words, particles and forms in Japanese texts."""

from __future__ import annotations

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Level, Text
from tests.domain.guardrails.texts import found, text


def ja(body: str, subject: str = "") -> Text:
    return text(body, "ja", subject=subject)


def mended(code: str, body: str) -> str:
    """The body after every mend of one rule, from its end to its beginning."""
    for finding in sorted(found(code, ja(body)), key=lambda one: -one.start):
        if finding.mend is not None:
            _, body = apply(finding, "", body)
    return body


SOUNDS_ALIKE = [
    ("失敗する確立が高い状態です。", "失敗する確率が高い状態です。"),
    ("欧州意外の地域", "欧州以外の地域"),
    ("サービスを再会しました。", "サービスを再開しました。"),
    ("サーバーに以上が発生しました。", "サーバーに異常が発生しました。"),
    ("10分異常かかる", "10分以上かかる"),
    ("この度の自体を重く受け止め", "この度の事態を重く受け止め"),
    ("カード決裁が失敗する", "カード決済が失敗する"),
    ("ご迷惑をお架けし", "ご迷惑をおかけし"),
    ("再発防止に務めて", "再発防止に努めて"),
    ("損害の保証", "損害の補償"),
]


@pytest.mark.parametrize(("wrong", "right"), SOUNDS_ALIKE)
def test_a_word_of_the_same_sound_is_put_right(wrong: str, right: str) -> None:
    assert mended("confusable_word", wrong) == right
    assert not found("confusable_word", ja(right))


@pytest.mark.parametrize(
    "meant",
    [
        *("接続の確立に失敗しました", "体制の確立は極めて重要です", "障害から自動で復帰しました"),
        *("100件以上が確認されました", "以上が発生した事象です", "障害自体を重く受け止め"),
        *("電子決裁", "使用上の制限", "ご解凍ください", "一時移行は完了", "データの移行を開始"),
        *("応急装置", "高付加価値", "申し分ありません", "職場に復帰", "ポートを解放"),
        *("部分異常の検知", "改善を測る", "カードの使用", "これは意外な結果"),
    ],
)
def test_a_word_that_may_be_meant_is_left_alone(meant: str) -> None:
    assert not found("confusable_word", ja(meant))


PARTICLES = [
    ("決済をを停止", "決済を停止"),
    ("14時でで発生", "14時で発生"),
    ("サービスの の障害", "サービスの障害"),
    ("原因を調査を進めています", "原因の調査を進めています"),
]


@pytest.mark.parametrize(("wrong", "right"), PARTICLES)
def test_a_particle_too_many_is_taken_out(wrong: str, right: str) -> None:
    assert mended("doubled_particle", wrong) == right


def test_what_to_do_with_two_subjects_is_left_to_the_writer() -> None:
    (finding,) = found("doubled_particle", ja("決済がエラーが発生しています。"))
    assert (finding.found, finding.mend, finding.level) == ("がエラーが", None, Level.WARN)
    (clash,) = found("doubled_particle", ja("決済をが停止しています。"))
    assert (clash.found, clash.mend) == ("をが", None)


def test_three_links_in_a_row_are_a_hint_and_words_that_count_are_no_links() -> None:
    (finding,) = found("doubled_particle", ja("欧州の決済基盤の通信機器の設定の誤り"))
    assert finding.level is Level.HINT
    assert not found("doubled_particle", ja("欧州の一部のお客さまのカード決済の遅延"))


@pytest.mark.parametrize(
    "sentence",
    [
        "お客さまの方が影響が大きいです。",
        "障害が原因で決済が失敗しました。",
        "応答が遅い状態が続いていました。",
        "欧州を中心に決済を停止しました。",
        "システムが停止後、サービスが再開しました。",
        "ものの、はは、もも、とのことで、できるようになりました。",
        "太ももの",
        "決済が、画面が、通知が止まりました。",
    ],
)
def test_particles_that_belong_twice_are_left_alone(sentence: str) -> None:
    assert not found("doubled_particle", ja(sentence))


def test_the_sentences_of_the_rarer_style_are_pointed_at() -> None:
    polite = ja("復旧しました。原因は調査中である。お詫び申し上げます。")
    assert [f.found for f in found("mixed_style", polite)] == ["原因は調査中である。"]
    plain = ja("復旧した。原因は調査中である。お詫び申し上げます。")
    assert [f.found for f in found("mixed_style", plain)] == ["お詫び申し上げます。"]


@pytest.mark.parametrize(
    "body",
    [
        "- 決済が止まる。\n- 画面が消える。\n\n次回は15:15までにお知らせします。",
        "14:02 障害を検知した。\n\nお詫び申し上げます。",
        "画面に「決済は完了した。」と表示されます。",
        "復旧予定は15:15。お待ちください。",
        "復旧しました（14時に終えた）。お待ちください。",
        "> いつ復旧する。\n\nお待ちください。",
        "復旧した。原因は調査中である。",
        "",
    ],
)
def test_lists_quotations_and_noun_endings_have_no_style(body: str) -> None:
    assert not found("mixed_style", ja(body))


def test_the_subject_may_be_as_short_as_it_likes() -> None:
    assert not found("mixed_style", ja("復旧しました。", subject="決済が復旧した。"))


SPOKEN = [
    ("見れない", "見られない"),
    ("確かめれません", "確かめられません"),
    ("届けれる", "届けられる"),
    ("受け付けれなかった", "受け付けられなかった"),
    ("来れず", "来られず"),
    ("使えれる", "使える"),
    ("見つけれておりません", "見つけられておりません"),
]


@pytest.mark.parametrize(("wrong", "right"), SPOKEN)
def test_the_dropped_syllable_is_put_back(wrong: str, right: str) -> None:
    assert mended("ra_nuki", wrong) == right
    assert not found("ra_nuki", ja(right))


@pytest.mark.parametrize(
    "word", ["送れない", "切れる", "取れる", "見れば", "続ければ", "入れる", "離れる", "いれる"]
)
def test_verbs_that_end_like_that_are_left_alone(word: str) -> None:
    assert not found("ra_nuki", ja(word))


@pytest.mark.parametrize(
    "code",
    [
        *("confusable_word", "doubled_particle", "mixed_style", "ra_nuki", "double_honorific"),
        *("half_width_kana", "machine_dependent_character", "mixed_width_digits"),
        "notation_variant",
    ],
)
def test_texts_in_other_languages_and_code_are_not_read(code: str) -> None:
    wrong = (
        "確立が高い。をを。見れない。である。です。拝見させていただきます。ｻｰﾊﾞ①１2サーバサーバー"
    )
    assert not found(code, text(wrong, "en"))
    assert not found(code, ja(f"`{wrong}`です。"))
