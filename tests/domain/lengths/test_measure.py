"""Each channel counts in its own unit: at its limit a text fits, one step beyond it does not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.channel import HAS_SUBJECT, NAMES, Channel
from noroshi.domain.lengths.fit import fits_until
from noroshi.domain.lengths.gsm import Encoding, sms
from noroshi.domain.lengths.limits import LIMITS, Limit, Part
from noroshi.domain.lengths.measure import Length, measure, most_of_subject, tightest
from noroshi.domain.lengths.unit import Unit
from noroshi.domain.lengths.web_address import web_addresses
from noroshi.linguistics.linguist import LINGUIST

FAMILY = (
    "👨‍👩‍👧‍👦"  # 4 emoji joined: 7 code points, 11 UTF-16 units, 25 bytes, one letter to the eye
)
PAGE = "https://status.kitsune-cloud.com/incidents/1"
AT_THE_LIMIT = [
    (Channel.SMS, "a" * 459),
    (Channel.SMS, "あ" * 201),
    (Channel.SMS, "€" * 228),  # 76 pairs a part: the 153rd septet stays empty
    (Channel.X, "a" * 280),
    (Channel.X, "あ" * 140),
    (Channel.X, FAMILY * 140),
    (Channel.X, "a" * 256 + " " + PAGE),
    (Channel.BLUESKY, "あ" * 300),
    (Channel.BLUESKY, FAMILY * 120),  # 3,000 bytes
    (Channel.MASTODON, "あ" * 500),
    (Channel.MASTODON, FAMILY * 500),
    (Channel.MASTODON, "a" * 476 + " " + PAGE),
    (Channel.MASTODON, "a" * 494 + " @hana@social.kitsune-cloud.com"),
    (Channel.LINE, "あ" * 5_000),
    (Channel.LINE, "😀" * 2_500),
    (Channel.SLACK, "あ" * 3_000),
    (Channel.PUSH, "あ" * 1_266 + "ab"),
    (Channel.STATUS_PAGE, "あ" * 10_000),
    (Channel.EMAIL, "あ" * 20_000),
    (Channel.WEBHOOK, "あ" * 5_000),
    (Channel.BLOG, "あ" * 50_000),
]
SCRAPS = st.sampled_from(
    [
        *(
            "a",
            "é",
            "e\u0301",
            "あ",
            "ガ",
            "カ\u3099",
            "क्षि",
            "😀",
            FAMILY,
            "🇯🇵",
            "1️⃣",
            "’",
            "[",
            "€",
        ),
        *(" ", "\n", "https://", "status.kitsune.com", "/incidents/1", "?a=1", ".", "、", "@", "#"),
        *("\ud800", "\x00", "\u200b", "\u202e", "{{ x }}", "@hana@kitsune.com", '"', "\\"),
    ]
)
TEXTS = st.lists(SCRAPS, max_size=40).map("".join)
LONG_TEXTS = st.builds(lambda text, times: text * times, TEXTS, st.integers(0, 60))


def lengths(body: str, channel: Channel, subject: str = "") -> tuple[Length, ...]:
    return measure(subject, body, channel, graphemes=LINGUIST.graphemes)


def fitting(body: str, limit: Limit) -> int:
    return fits_until(body, limit, graphemes=LINGUIST.graphemes, ends=LINGUIST.grapheme_ends)


def of_body(channel: Channel) -> Limit:
    return next(limit for limit in LIMITS[channel] if limit.part is not Part.SUBJECT)


@pytest.mark.parametrize(("channel", "body"), AT_THE_LIMIT)
def test_a_text_at_the_limit_fits_and_one_letter_more_does_not(channel: Channel, body: str) -> None:
    assert not any(length.is_over for length in lengths(body, channel))
    assert tightest(lengths(body, channel)).free < 3
    assert any(length.is_over for length in lengths(body + "ああ", channel))


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_has_a_limit_with_a_source_and_an_empty_text_fits(channel: Channel) -> None:
    assert all(limit.source and limit.mark for limit in LIMITS[channel])
    assert [length.used for length in lengths("", channel)] == [0] * len(LIMITS[channel])
    assert NAMES[channel]["en"]


@pytest.mark.parametrize("channel", list(Channel))
def test_a_subject_is_limited_only_where_it_is_sent(channel: Channel) -> None:
    if channel not in HAS_SUBJECT:
        assert most_of_subject(channel) is None
        assert lengths("a", channel, "x" * 10_000) == lengths("a", channel)


def test_both_limits_of_bluesky_must_hold() -> None:
    letters, size = lengths(FAMILY * 121, Channel.BLUESKY)
    assert (letters.used, letters.is_over) == (121, False)
    assert (size.used, size.is_over) == (3_025, True)
    assert tightest((letters, size)) is size


def test_a_conjunct_is_one_letter() -> None:
    (letters, _) = lengths("क्षि" * 300, Channel.BLUESKY)
    assert (letters.used, letters.is_over) == (300, False)


def test_a_push_notice_counts_its_title_and_what_json_makes_of_a_quote() -> None:
    (plain,) = lengths("ab", Channel.PUSH, "cd")
    (quoted,) = lengths('a"', Channel.PUSH, "c\n")
    assert (plain.used, quoted.used) == (4, 6)


def test_an_sms_says_how_it_is_sent_and_what_makes_it_dear() -> None:
    (length,) = lengths("It’s back – soon [ok]", Channel.SMS)
    assert (length.encoding, length.parts, length.characters) == (Encoding.UCS_2, 1, 21)
    assert [(one.start, one.found, one.plain) for one in length.culprits] == [
        (2, "’", "'"),
        (10, "–", "-"),
    ]
    (plain,) = lengths("It's back - soon [ok]", Channel.SMS)
    assert (plain.encoding, plain.characters, plain.free) == (Encoding.GSM_7, 23, 137)
    assert plain.culprits == ()


@pytest.mark.parametrize(
    ("found", "plain"),
    [
        ("’", "'"),
        ("…", "..."),
        ("ç", "c"),
        ("Ａ", "A"),
        ("\u00a0", " "),
        ("™", "TM"),
        ("\u200b", ""),
    ],
)
def test_a_character_outside_the_alphabet_has_a_plain_form(found: str, plain: str) -> None:
    (length,) = lengths(found, Channel.SMS)
    assert [one.plain for one in length.culprits] == [plain]


@pytest.mark.parametrize("found", ["あ", "😀", "漢", "я"])
def test_a_letter_that_is_needed_has_no_plain_form(found: str) -> None:
    (length,) = lengths(found, Channel.SMS)
    assert [one.plain for one in length.culprits] == [None]


def test_the_server_of_a_mention_is_free_on_mastodon() -> None:
    (length,) = lengths("@hana@social.kitsune-cloud.com hello", Channel.MASTODON)
    assert length.used == len("@hana hello")


@pytest.mark.parametrize("channel", list(Channel))
@given(text=TEXTS, more=SCRAPS.filter(lambda scrap: scrap not in {".", "/incidents/1", "@", "#"}))
def test_a_word_more_never_makes_a_text_shorter(channel: Channel, text: str, more: str) -> None:
    before, after = lengths(text, channel), lengths(f"{text} {more}", channel)
    assert all(a.used <= b.used for a, b in zip(before, after, strict=True))


@pytest.mark.parametrize("channel", list(Channel))
@given(text=LONG_TEXTS)
def test_what_is_said_to_fit_fits_and_ends_after_a_whole_letter(
    channel: Channel, text: str
) -> None:
    limit = of_body(channel)
    end = fitting(text, limit)
    assert end in {0, *LINGUIST.grapheme_ends(text)}
    assert not any(start < end < stop for start, stop in web_addresses(text))
    kept = next(one for one in lengths(text[:end], channel) if one.limit is limit)
    assert not kept.is_over
    whole = next(one for one in lengths(text, channel) if one.limit is limit)
    assert (end == len(text)) == (not whole.is_over)


@given(text=LONG_TEXTS, more=st.text(alphabet=st.characters(exclude_categories=()), max_size=3))
def test_a_character_more_never_saves_a_part_of_an_sms(text: str, more: str) -> None:
    before, after = sms(text), sms(text + more)
    assert before.parts <= after.parts
    assert before.units <= after.units or before.encoding is not after.encoding


@given(text=LONG_TEXTS)
def test_what_is_free_in_an_sms_still_fits_and_one_more_does_not(text: str) -> None:
    now = sms(text)
    plain = "a" * now.free
    assert sms(text + plain).parts <= max(1, now.parts)
    assert sms(text + plain + "a").parts == max(1, now.parts) + 1


def test_an_address_at_the_edge_is_left_out_whole() -> None:
    body = "a" * 270 + " " + PAGE
    assert fitting(body, of_body(Channel.X)) == 271


@pytest.mark.parametrize(
    "scrap", ["a.", "https://", "@a@b.", "e\u0301\u0316", "😀\u200d", "a.b/(", "€"]
)
@pytest.mark.parametrize("channel", [Channel.SMS, Channel.X, Channel.MASTODON, Channel.BLUESKY])
def test_a_hostile_text_is_measured_in_time(scrap: str, channel: Channel) -> None:
    hostile = scrap * (100_000 // len(scrap))
    started = time.process_time()
    lengths(hostile, channel)
    fitting(hostile, of_body(channel))
    assert time.process_time() - started < 1.0


def test_units_have_one_home() -> None:
    assert {limit.unit for limits in LIMITS.values() for limit in limits} == set(Unit)
