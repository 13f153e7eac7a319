"""Japanese words: any text, any thread, and a memory that stays small."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.guardrails.linguist import Morpheme
from noroshi.linguistics.kept import Kept
from noroshi.linguistics.words import morphemes

SENTENCE = "欧州の一部のお客さまで決済エラーが続いており、誠に申し訳ございません。"
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=80),
    st.text(alphabet="ﾊﾞｶﾞ\ufdfa㌔\ud800\udc00\x00\ufffcあ障。\n é🙏", max_size=80),
)


def put_together(words: tuple[Morpheme, ...]) -> str:
    return "".join(word.surface for word in words)


def test_a_word_has_its_place_its_part_of_speech_and_its_usual_notation() -> None:
    server = morphemes("次のサーバを再起動します。")[2]
    assert (server.surface, server.start, server.end) == ("サーバ", 2, 5)
    assert (server.part[0], server.base, server.normal) == ("名詞", "サーバ", "サーバー")


def test_an_inflected_word_knows_its_dictionary_form() -> None:
    assert [word.base for word in morphemes("届きました")][:2] == ["届く", "ます"]


@given(ANY_TEXT)
def test_every_text_is_read_to_its_last_character(text: str) -> None:
    words = morphemes(text)
    assert put_together(words) == text
    assert all(text[word.start : word.end] == word.surface for word in words)


def test_masked_code_is_no_part_of_a_word() -> None:
    words = morphemes("決済\ufffc\ufffcエラー")
    assert [word.surface for word in words if "\ufffc" not in word.surface] == ["決済", "エラー"]


def test_half_a_surrogate_pair_and_nul_raise_nothing() -> None:
    assert put_together(morphemes("決済\ud800が\x00止まる")) == "決済\ud800が\x00止まる"


@pytest.mark.parametrize("scrap", ["あ", "障害", "🙏", "\ufdfa", "\ud800", "\ufffc", SENTENCE])
def test_a_text_of_any_length_is_read(scrap: str) -> None:
    long = scrap * (40_000 // len(scrap))
    assert put_together(morphemes(long)) == long


def test_a_cut_for_length_falls_between_sentences() -> None:
    many = [word.surface for word in morphemes(SENTENCE * 300)]
    assert many == [word.surface for word in morphemes(SENTENCE)] * 300


def test_threads_read_at_the_same_time() -> None:
    texts = [f"{number}件の{SENTENCE}" * 5 for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        assert [put_together(words) for words in threads.map(morphemes, texts)] == texts


def test_the_same_text_is_read_once() -> None:
    assert morphemes(SENTENCE) is morphemes(SENTENCE)


def test_the_memory_is_bounded_by_the_length_of_its_texts() -> None:
    kept: Kept[int] = Kept(most_characters=100)
    for number in range(1_000):
        kept.put(f"{number:020}", number)
    assert kept.size == 100
    assert kept.get(f"{999:020}") == 999
    assert kept.get(f"{0:020}") is None


def test_what_is_asked_for_again_stays() -> None:
    kept: Kept[int] = Kept(most_characters=40)
    for number in range(10):
        kept.put(f"{number:010}", number)
        assert kept.get(f"{0:010}") == 0


def test_a_text_that_would_push_out_the_others_is_not_kept() -> None:
    kept: Kept[int] = Kept(most_characters=100)
    kept.put("a", 1)
    kept.put("b" * 26, 2)
    assert (kept.get("a"), kept.get("b" * 26), kept.size) == (1, None, 1)


def test_putting_a_text_again_takes_no_more_room() -> None:
    kept: Kept[int] = Kept(most_characters=100)
    kept.put("abc", 1)
    kept.put("abc", 2)
    assert (kept.get("abc"), kept.size) == (2, 3)
