"""How rules read: folding, masking, names and times of day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.guardrails import names, prose
from noroshi.domain.guardrails.clock_times import times_in
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.prose import MASK

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)
MARKDOWN = st.lists(
    st.sampled_from(["`", "``", "```", "~~~", "\n", "\n\n", "\n \n", "\\", "a", " ", "https://x/"]),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Plain text.", "Plain text."),
        ("｛｛ＡＢＣ｝｝", "{{ABC}}"),
        ("ﾊﾞｯｸ", "バック"),
        ("バック", "バック"),
        ("Cafe\u0301 é", "Cafe e"),
        ("a\u200bb\u00adc\x00d", "abcd"),
        ("ТВD", "TBD"),
        ("𝐓𝐁𝐃", "TBD"),
        ("a\u2028b", "a\nb"),
        ("a\r\n\tb", "a\r\n\tb"),
        ("❤️", "❤"),
        ("㈱", "(株)"),
        ("’“—", "'\"-"),
        ("\ud800", "\ud800"),
    ],
)
def test_a_text_is_read_as_the_eye_sees_it(written: str, read: str) -> None:
    assert fold(written).text == read


@given(ANY)
def test_every_letter_of_the_folded_text_leads_back_to_where_it_came_from(text: str) -> None:
    folded = fold(text)
    spans = [folded.origin(at, at + 1) for at in range(len(folded.text))]
    assert spans == sorted(spans)
    for at, (start, end) in enumerate(spans):
        assert 0 <= start < end <= len(text)
        assert folded.text[at] in fold(text[start:end]).text


@given(ANY)
def test_folding_a_name_and_its_text_agree(name: str) -> None:
    read = fold(name).text.strip()
    found = list(names.spans((name,), f" {read} "))
    assert bool(found) is bool(read)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a `b` c", "a ### c"),
        ("a ``b ` c`` d", "a ######### d"),
        ("a `b c", "a `b c"),
        ("`a``b`", "######"),
        ("a `b\nc` d", "a ##\n## d"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("\\`a\\`", "\\`a\\`"),
        ("```py\na\n```\nb", "#####\n#\n###\nb"),
        ("~~~\n```\n~~~\nb", "###\n###\n###\nb"),
        ("```\na\n``` b\n````\nc", "###\n#\n#####\n####\nc"),
        ("```\na", "```\na"),
        ("see https://x.example/a, ok", "see #################### ok"),
        ("see https://x.example/a. Ok", "see ###################. Ok"),
        ("`https://x.example/a` ok", "##################### ok"),
        ("[a](https://x/y)", "[a](###########)"),
        ("詳細はhttps://x/y。次", "詳細は###########。次"),
    ],
)
def test_code_and_addresses_are_not_read(written: str, read: str) -> None:
    assert prose.prose(written).replace(MASK, "#") == read


@given(MARKDOWN)
def test_masking_keeps_the_length_and_the_lines(text: str) -> None:
    read = prose.prose(text)
    assert len(read) == len(text)
    assert [at for at, c in enumerate(read) if c == "\n"] == [
        at for at, c in enumerate(text) if c == "\n"
    ]
    assert all(a in (b, MASK) for a, b in zip(read, text, strict=True))


@given(MARKDOWN)
def test_paragraphs_lie_apart_and_cover_all_that_is_written(text: str) -> None:
    spans = prose.paragraphs(text)
    assert spans == sorted(spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("written", "minutes", "zone"),
    [
        ("15:15", 915, None),
        ("15:15:59", 915, None),
        ("3:15 pm", 915, None),
        ("3 p.m.", 900, None),
        ("12 am", 0, None),
        ("12:05 pm", 725, None),
        ("15:15 CET", 915, 60),
        ("15:15 (UTC)", 915, 0),
        ("15時15分", 915, None),
        ("15時", 900, None),
        ("午後3時半", 930, None),
        ("午前0時5分", 5, None),
        ("25:30", 90, None),
        ("日本時間23:15", 1395, 540),
        ("23:15(日本時間)", 1395, 540),
        ("JST 23:15", 1395, 540),
        ("15:15 CST", 915, None),
        ("15:15Z", 915, 0),
    ],
)
def test_a_time_of_day_is_read(written: str, minutes: int, zone: int | None) -> None:
    (time,) = times_in(written)
    assert (time.minute, time.zone, time.start, time.end >= 2) == (minutes, zone, 0, True)


@pytest.mark.parametrize(
    "written", ["15:151", "1:2", "3 hours", "15時間", "99:15", "2001:db8:15:15", "0.15:15", "15.15"]
)
def test_what_only_looks_like_a_time_is_not_read(written: str) -> None:
    assert list(times_in(written)) == []
