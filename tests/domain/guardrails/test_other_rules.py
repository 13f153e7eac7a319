"""Empty texts, texts that are too long, and characters that act instead of being read."""

from __future__ import annotations

import pytest

from noroshi.domain.channel import HAS_SUBJECT, Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Field, Level
from tests.domain.guardrails.texts import BODIES, found, text

EMPTY = [
    "",
    " ",
    "\n\n",
    "\u3000",
    "…",
    "🙏🙏🙏",
    "\u200b\u200d",
    "___",
    "。",
    "\x00",
    "---",
    "\u202e",
]
SAYING = ["OK", "済", "1", "🙏 Sorry", "復旧しました。", "é", "ｶ", "Б", "`x`", "a\x00"]


@pytest.mark.parametrize("nothing", EMPTY)
def test_a_text_that_says_nothing_is_blocked(nothing: str) -> None:
    findings = found("empty", text(nothing, subject=nothing))
    assert [finding.field for finding in findings] == [Field.SUBJECT, Field.BODY]
    assert all(finding.level is Level.BLOCK for finding in findings)


@pytest.mark.parametrize("something", SAYING)
def test_a_text_that_says_anything_is_not_empty(something: str) -> None:
    assert not found("empty", text(something, subject=something))


@pytest.mark.parametrize("channel", sorted(set(Channel) - HAS_SUBJECT))
def test_a_channel_that_shows_no_subject_needs_none(channel: Channel) -> None:
    assert not found("empty", text(subject="", channel=channel))
    assert [f.field for f in found("empty", text("🙏", subject="", channel=channel))] == [
        Field.BODY
    ]


OVER = [
    # channel, subject, body, what is too long of it
    (Channel.EMAIL, "x" * 79, BODIES["en"], "x"),
    (Channel.STATUS_PAGE, "x" * 121, BODIES["en"], "x"),
    (Channel.EMAIL, "-", "欧州" * 10_000 + "日本", "日本"),
    (Channel.SMS, "x" * 999, "a" * 459 + "bc", "bc"),
    (Channel.SMS, "", "あ" * 201 + "い", "い"),
    (Channel.SMS, "", "[" * 228 + "]", "]"),
    (Channel.X, "x" * 999, "あ" * 140 + "い", "い"),
    (Channel.X, "", "a" * 260 + " https://status.kitsune-cloud.com/", "https://status.kitsune-cloud.com/"),
    (Channel.BLUESKY, "", "あ" * 300 + "👨‍👩‍👧", "👨‍👩‍👧"),
    (Channel.MASTODON, "", "あ" * 500 + "い", "い"),
    (Channel.LINE, "", "😀" * 2_500 + "い", "い"),
    (Channel.SLACK, "", "あ" * 3_000 + "い", "い"),
    (Channel.PUSH, "ああ", "あ" * 1_264 + "abc", "c"),
    (Channel.PUSH, "x" * 3_800 + "y", "z", "y"),
    (Channel.BLOG, "x" * 121, BODIES["en"], "x"),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "subject", "body", "beyond"), OVER)
def test_the_part_beyond_the_limit_is_marked_and_the_text_fits_without_it(
    channel: Channel, subject: str, body: str, beyond: str
) -> None:
    (finding,) = found("too_long", text(body, subject=subject, channel=channel))
    assert (finding.level, finding.found, finding.mend) == (Level.BLOCK, beyond, None)
    of_subject = finding.field is Field.SUBJECT
    shorter = text(
        body if of_subject else body[: finding.start],
        subject=subject[: finding.start] if of_subject else subject,
        channel=channel,
    )
    assert not [f for f in found("too_long", shorter) if f.field is finding.field]


def test_both_limits_of_bluesky_are_named() -> None:
    letters, size = found("too_long", text("👨‍👩‍👧‍👦" * 301, channel=Channel.BLUESKY))
    assert "301 characters" in letters.reason["en"]
    assert "7,525バイト" in size.reason["ja"]


REASONS = [
    (
        Channel.EMAIL,
        "x" * 93,
        "",
        "The subject has 93 characters; this channel (E-mail) takes 78: shorten it by 15.",
        "件名が93文字あり、メールの上限78文字を15文字超えているため、短くしてください。",
    ),
    (
        Channel.X,
        "",
        "あ" * 141,
        (
            "The text has 282 characters, where Japanese and emoji count 2 and a link to a known"
            " top-level domain 23; this channel (X) takes 280: shorten it by 2."
        ),
        (
            "本文が282文字あり、Xの上限280文字（全角と絵文字は2文字、既知のトップレベルドメインの"
            "URLは23文字として計算）を2文字超えているため、短くしてください。"
        ),
    ),
    (
        Channel.SMS,
        "",
        "It’s back. " * 20,
        (
            "The text takes 4 SMS parts (220 characters in UCS-2 because of “’”); at most 3 are"
            " sent: shorten it."
        ),
        "本文がSMS 4通分（UCS-2で220文字）あり、上限の3通を超えているため、短くしてください。",
    ),
]


@pytest.mark.parametrize(("channel", "subject", "body", "english", "japanese"), REASONS)
def test_the_reason_counts_as_the_channel_does(
    channel: Channel, subject: str, body: str, english: str, japanese: str
) -> None:
    finding = found("too_long", text(body, subject=subject, channel=channel))[0]
    assert finding.reason == {"en": english, "ja": japanese}


def test_a_curly_apostrophe_makes_an_sms_dear_and_is_mended() -> None:
    body = "We’re sorry – some card payments in Europe fail. Next update by 15:15 CET."
    first, second = found("sms_costly", text(body, channel=Channel.SMS))
    assert (first.level, first.found, first.mend) == (Level.HINT, "’", "'")
    assert "paid as 2 parts; without such characters 1 would do" in first.reason["en"]
    _, mended = apply(second, "", body)
    _, mended = apply(first, "", mended)
    assert mended.startswith("We're sorry - some")
    assert not found("sms_costly", text(mended, channel=Channel.SMS))


@pytest.mark.parametrize(
    ("body", "channel"),
    [
        ("We’re sorry.", Channel.EMAIL),
        ("We're sorry. [1] {2} €3", Channel.SMS),
        ("We’re sorry 🙏", Channel.SMS),
        ("欧州の一部のお客さまで決済エラーが発生しています…", Channel.SMS),
        ("", Channel.SMS),
    ],
)
def test_only_what_can_be_spared_is_called_dear(body: str, channel: Channel) -> None:
    assert not found("sms_costly", text(body, channel=channel))


def test_a_character_that_nobody_sees_is_named_by_its_number() -> None:
    (finding,) = found("sms_costly", text("We are sorry.", channel=Channel.SMS))
    assert finding.reason["en"].startswith("U+00A0 is not in the alphabet of SMS")
    assert (finding.mend, finding.mend_label["en"]) == (" ", "Write a plain space")


HARMFUL = {
    "a\x00b": "ab",
    "a\x07\x08b": "ab",
    "a\x1bb": "ab",
    "a\x7fb": "ab",
    "a\x9bb": "ab",
    "a\u202eb": "ab",
    "a\u2066b": "ab",
    "a\ufffeb": "ab",
    "a\x0bb": "a\nb",
    "a\x85b": "a\nb",
    "a\u2028b": "a\nb",
    "a\u2029b": "a\nb",
    "a\rb": "a\nb",
    "決済\x00エラー": "決済エラー",
    "決済\u202eエラー": "決済エラー",
    "決済\u2028エラー": "決済\nエラー",
}
HARMLESS = [
    "a\nb",
    "a\r\nb",
    "a\tb",
    "👨‍👩‍👧",
    "決済\nエラー",
    "全角　空白",
    "é",
    "a\u00a0b",
    "❤️",
    "が",
]


@pytest.mark.parametrize(("body", "mended"), HARMFUL.items())
def test_a_control_character_is_blocked_and_mended(body: str, mended: str) -> None:
    (finding,) = found("control_characters", text(body))
    assert finding.level is Level.BLOCK
    assert apply(finding, "", body) == ("", mended)


@pytest.mark.parametrize("body", HARMLESS)
def test_ordinary_text_has_no_control_characters(body: str) -> None:
    assert not found("control_characters", text(body))


@pytest.mark.parametrize("subject", ["a\nb", "a\r\nBcc: mallory@example.com", "a\tb", "a\rb"])
def test_a_subject_is_one_line(subject: str) -> None:
    (finding,) = found("control_characters", text(subject=subject))
    mended, _ = apply(finding, subject, "")
    assert not found("control_characters", text(subject=mended))
    assert mended.startswith("a ")


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u200f", "\ufeff", "\u00ad", "\u2060"])
def test_an_invisible_character_is_a_warning(mark: str) -> None:
    (finding,) = found("control_characters", text(f"a{mark}b"))
    assert (finding.level, finding.mend) == (Level.WARN, "")


@pytest.mark.parametrize("mark", ["\ufffd", chr(0xD800), chr(0xDFFF)])
def test_a_damaged_text_is_blocked_and_cannot_be_guessed(mark: str) -> None:
    (finding,) = found("control_characters", text(f"a{mark}b"))
    assert (finding.level, finding.mend) == (Level.BLOCK, None)
    assert f"U+{ord(mark):04X}" in finding.reason["en"]


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("\u202e", "U+202E (right-to-left override)"),
        ("\x00", "U+0000 (NUL)"),
        ("\x07", "U+0007 (control character)"),
        ("\u200b", "U+200B (zero width space)"),
    ],
)
def test_the_reason_names_the_character(mark: str, name: str) -> None:
    (finding,) = found("control_characters", text(f"a{mark}b"))
    assert name in finding.reason["en"]
    assert name in finding.reason["ja"]
