"""How hard a text is to read, from its letters alone.

English: the grade of Flesch and Kincaid (Kincaid et al. 1975), in years of school. Japanese: the
share of kanji. Editors aim at three in ten letters, newspapers have about four; long rows of kanji
are the strongest sign of a hard text in the formula of Tateisi, Ono and Yamada ("A computer
readability formula of Japanese texts for machine scoring", COLING 1988), which as a whole is too
unsteady for texts as short as these.
"""

from __future__ import annotations

from collections.abc import Sequence

from noroshi.kernel import late

_WORD = late.pattern(r"(?<![\w.@/-])[A-Za-z]++(?:'[A-Za-z]++)?(?![\w@/]|\.\w)")
_VOWELS = late.pattern(r"[aeiouy]++")
_SILENT = late.pattern(r"(?:[^laeiouy]|[aeiouy]l)e(?:ly|ment|ments|s)?$|[^dtaeiouy]ed$")
_SPOKEN = late.pattern(r"(?:[cgsxz]|sh|ch)es$")
_PARTED = late.pattern(r"(?<![cgstx])i(?:a|o(?!ns?$))|i(?:ence|ent)|[eo]ing|uat|reat|ism$|usal$")
_KANJI = late.pattern(r"[\u3400-\u9fff々]++")
_COUNTED = late.pattern(r"[0-9]++[\u3400-\u9fff]{0,2}")  # 3月, 12日, 2時間: nobody finds these hard
_JAPANESE = late.pattern(r"[\u3400-\u9fff々ぁ-ゖァ-ヺー]++")


def words(text: str) -> list[str]:
    """The English words of ``text``, without numbers, hosts and files."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels. Right for six in seven."""
    if word.isupper() and len(word) > 1:
        return 1  # an abbreviation says nothing of the difficulty of the words around it
    low = word.lower()
    count = sum(1 for _ in _VOWELS.finditer(low))
    count += sum(1 for _ in _PARTED.finditer(low))
    if _SILENT.search(low) and not _SPOKEN.search(low):
        count -= 1
    return max(1, count)


def grade(sentences: Sequence[str]) -> float:
    """Years of school that English ``sentences`` ask for; 0 without words."""
    spoken = [words(sentence) for sentence in sentences]
    heard = [word for sentence in spoken for word in sentence]
    if not heard:
        return 0.0
    full = sum(1 for sentence in spoken if sentence)
    loud = sum(map(syllables, heard))
    return 0.39 * len(heard) / full + 11.8 * loud / len(heard) - 15.59


def kanji_share(text: str) -> float:
    """The share of kanji among the kanji and kana of ``text``, 0 to 1; dates are not counted."""
    read = _COUNTED.sub("", text)
    letters = sum(map(len, _JAPANESE.findall(read)))
    return sum(map(len, _KANJI.findall(read))) / letters if letters else 0.0
