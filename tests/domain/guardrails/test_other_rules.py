"""Empty texts, texts that are too long, and characters that act instead of being read."""

from __future__ import annotations

import pytest

from noroshi.domain.channel import LIMITS, Channel, Limits
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Field, Level
from tests.domain.guardrails.texts import BODIES, SUBJECTS, found, text

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


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("channel", LIMITS)
def test_the_limit_itself_still_fits(channel: Channel, language: str) -> None:
    limits = LIMITS[channel]
    fits = text("x" * (limits.body or 0), language, subject="x" * (limits.subject or 0))
    longer = text(
        BODIES[language].ljust((limits.body or 0) + 2, "。"),
        language,
        subject=SUBJECTS[language].ljust((limits.subject or 0) + 1, "!"),
        channel=channel,
    )
    assert not [f for f in found("too_long", fits) if channel is Channel.EMAIL]
    over_subject, over_body = found("too_long", longer)
    assert (over_subject.found, over_body.found[0], len(over_body.found)) == ("!", "。", 2)


def test_the_reason_says_how_long_and_how_long_it_may_be() -> None:
    (finding,) = found("too_long", text(subject="x" * 93))
    assert finding.reason["en"] == "The subject has 93 characters; this channel (E-mail) takes 78."
    assert finding.reason["ja"] == "件名が93文字あります。メールの上限は78文字です。"


def test_a_channel_without_limits_takes_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, Channel.EMAIL, Limits())
    assert not found("too_long", text("x" * 100_000))


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
