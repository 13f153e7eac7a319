"""Filling: blanks show, values are data, and plain text stays plain."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from noroshi.domain.channel import Channel
from noroshi.domain.compose import escape
from noroshi.domain.compose.fill import LONGEST, MOST_SLOTS, Filled, fill
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import Template
from noroshi.kernel.errors import Invalid

RENDERER = MarkdownIt("default", {"html": True, "linkify": False})


def template(body: str, subject: str = "Hello", *, channel: Channel = Channel.EMAIL) -> Template:
    return Template(
        stage=Stage.INVESTIGATING,
        audience="customers",
        channel=channel,
        language="en",
        subject=subject,
        body=body,
    )


def filled(body: str, **values: str) -> Filled:
    return fill(template(body), values)


def test_a_slot_without_a_value_stays_visible_exactly() -> None:
    made = fill(template("{{symptom}} and {{ cause }}", "{{ title }}"), {"symptom": "Cards fail"})
    assert made == Filled(
        subject="{{ title }}", body="Cards fail and {{ cause }}", blanks=("title", "cause")
    )


def test_an_empty_value_is_a_blank() -> None:
    assert filled("{{ cause }}", cause="  ").blanks == ("cause",)


def test_a_value_is_never_expanded_again() -> None:
    made = filled("{{ a }} {{ b }}", a="{{ b }} {% x %}", b="secret")
    assert made.body == "{{ b }} {% x %} secret"


def test_ordinary_prose_is_not_touched() -> None:
    prose = "[P1] Checkout (EU): 1,204 of 3,400 shops – “error 504”, see snake_case_id & #7 < 8."
    assert filled("{{ a }}", a=prose).body == prose


def test_a_line_break_in_a_title_cannot_make_a_header() -> None:
    made = fill(template("x", "State: {{ title }}"), {"title": "Hi\r\nBcc: mallory@evil.example"})
    assert made.subject == "State: Hi Bcc: mallory@evil.example"


def test_broken_japanese_lines_are_joined_without_a_space() -> None:
    assert filled("・{{ a }}", a="決済が\n完了しません").body == "・決済が完了しません"


@pytest.mark.parametrize(
    "value",
    [
        "[click](https://evil.example)",
        "![x](https://evil.example/a.png)",
        "<https://evil.example>",
        "<script>alert(1)</script>",
        "*now*",
        "`code`",
        "# Heading",
        "- item",
        "1. item",
        "> quote",
        "&lt;b&gt;",
        "a\\",
        "---",
        "~~gone~~",
        "[x]: https://evil.example",
        "| a |",
    ],
)
@pytest.mark.parametrize("around", ["{{ a }}", "So {{ a }} it is", "- {{ a }}", "> {{ a }}*"])
def test_markdown_in_a_value_shows_as_the_characters_it_is(value: str, around: str) -> None:
    _shows(around, value)


@given(st.text(max_size=60))
@example("[")
@example("a_ _b")
@example("1)")
@example("=")
@example("0")
@example("\\*")
@example("&amp;")
def test_any_value_shows_as_itself(value: str) -> None:
    for around in ("{{ a }}", "x {{ a }}. {{ a }} y", "- {{ a }}.\n- {{ a }}"):
        _shows(around, value)


@given(st.text(alphabet="[]()<>*_`~#-+=!&\\:|.1a \n\t/", max_size=30))
def test_any_sequence_of_markdown_signs_shows_as_itself(value: str) -> None:
    for around in ("{{ a }}", "x {{ a }}. {{ a }} y", "first\n{{ a }}", "> {{ a }}", "1. {{ a }}"):
        _shows(around, value)


def _shows(around: str, value: str) -> None:
    """The rendered text must be what plain substitution gives, in the template's own structure."""
    plain = escape.one_line(value)
    if not plain:
        return
    rendered = RENDERER.render(filled(around, a=value).body)
    structure = re.findall(r"<[^>]*>", RENDERER.render(filled(around, a="word").body))
    assert re.findall(r"<[^>]*>", rendered) == structure
    shown = html.unescape(re.sub(r"<[^>]*>", "", rendered))
    wanted = html.unescape(
        re.sub(r"<[^>]*>", "", RENDERER.render(filled(around, a="QWORD").body))
    ).replace("QWORD", plain)
    assert _squeezed(shown) == _squeezed(wanted)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def test_a_link_leads_only_to_an_address() -> None:
    body = "[page]({{ page_url }}) <{{ page_url }}>"
    assert filled(body, page_url="https://x.example/a(b) c").body == (
        "[page]({{ page_url }}) <{{ page_url }}>"
    )
    good = filled(body, page_url="https://x.example/a(b)")
    assert good.body == "[page](https://x.example/a%28b%29) <https://x.example/a%28b%29>"
    assert filled(body, page_url="javascript:alert(1)").blanks == ("page_url",)


def test_a_text_beyond_the_budget_is_refused() -> None:
    with pytest.raises(Invalid, match="64 kB"):
        filled("{{ a }}", a="x" * (LONGEST + 1))


def test_direction_marks_and_control_characters_vanish() -> None:
    assert filled("{{ a }}", a="a\u202eb\x07c\x00").body == "abc"


class Clever(str):
    """A string that would run code when it is put into a text."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> str:
        raise AssertionError(chars)


@pytest.mark.parametrize(
    "value",
    [Clever("x"), 7, None, b"x", ["x"], object(), lambda: "x"],
    ids=lambda v: type(v).__name__,
)
def test_nothing_but_plain_strings_comes_in(value: object) -> None:
    with pytest.raises(Invalid, match="“cause” is not plain text"):
        fill(template("{{ symptom }}"), {"symptom": "x", "cause": value})  # type: ignore[dict-item]


def test_a_template_of_many_slots_is_refused_whatever_they_hold() -> None:
    assert filled("{{ a }}" * MOST_SLOTS, a="x").body == "x" * MOST_SLOTS
    for body in ("{{ a }}" * (MOST_SLOTS + 1), "{{a}}" * 12_000):
        with pytest.raises(Invalid, match=f"more than {MOST_SLOTS} slots"):
            filled(body, a="")


HOSTILE = {
    "a hundred thousand slots": "{{ a }} " * 100_000,
    "a megabyte of letters": "a" * 1_000_000,
    "a megabyte of kanji": "障" * 333_334,
    "a megabyte of braces": "{" * 1_000_000,
    "slots that never close": "{{ a" * 250_000,
    "spaces in a slot": "{{" + " " * 1_000_000 + "a }}",
    "a name without end": "{{ " + "a" * 1_000_000,
    "list signs": "- " * 500_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_template_is_refused_at_once(body: str) -> None:
    started = time.process_time()
    with pytest.raises(Invalid, match="longer than 64 kB"):
        filled(body, a="x")
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize("scrap", ["{{ a ", "{", "- ", "1. ", " ", "{{ a }}\n", "> "])
def test_the_largest_template_is_filled_in_time(scrap: str) -> None:
    body = "{{ a }}" * 400 + scrap * (40_000 // len(scrap))
    body = body if scrap != "{{ a }}\n" else "- {{ a }}\n" * MOST_SLOTS
    started = time.process_time()
    filled(body, a="*_x_ ")
    assert time.process_time() - started < 0.5


def test_a_long_value_in_many_slots_is_refused_before_it_is_built() -> None:
    started = time.process_time()
    with pytest.raises(Invalid, match="64 kB"):
        filled("{{ a }}" * MOST_SLOTS, a="*" * 60_000)
    assert time.process_time() - started < 0.2


def test_half_a_surrogate_pair_in_a_value_is_kept_for_the_guardrail() -> None:
    assert filled("{{ a }}", a="x\ud800").body == "x\ud800"


@pytest.mark.parametrize("nested", ["{{ {{ a }} }}", "{{ a{{ a }} }}", "{{{ a }}}", "{{ {{ a }}"])
def test_a_nested_template_is_filled_once(nested: str) -> None:
    assert filled(nested, a="{{ b }}", b="never").body == nested.replace("{{ a }}", "{{ b }}")


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.X, Channel.LINE])
def test_a_channel_without_markdown_gets_values_letter_by_letter(channel: Channel) -> None:
    value = "*Checkout* `504` <b> [x](y) # 1."
    made = fill(
        template("{{ a }} {{ url }}", "", channel=channel),
        {"a": value, "url": "https://x.example/_a_"},
    )
    assert made.body == f"{value} https://x.example/_a_"
    assert "\\" in fill(template("{{ a }}"), {"a": value}).body
