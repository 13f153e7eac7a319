"""Puts values into the slots of a template. One pass, strings only, nothing is ever run.

A slot without a value stays visible exactly as ``{{ name }}``: the writer sees a blank, and the
guardrail stops the message (R9). A value is never looked into again, so a fact that says
``{{ x }}`` stays those seven characters.

Nothing but plain strings comes in, and the budgets are counts and not clocks, so that the same
plan is refused on every machine: so many slots, so many bytes in and out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from noroshi.domain.channel import PLAIN_TEXT
from noroshi.domain.compose import escape
from noroshi.domain.compose.slots import SLOT
from noroshi.domain.plan.model import Template
from noroshi.kernel.errors import Invalid

LONGEST = 64_000
"""How long a template, a value and a filled text may be, in bytes of UTF-8."""

MOST_SLOTS = 500
"""How many slots a template may have; a slot that is there twice counts twice."""

_LINE_START = re.compile(r"[ \t]*+(?:(?:[-*+>]|[0-9]{1,9}[.)])[ \t]++)*+")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A template with its values. ``blanks`` names the slots that had none, in order of reading."""

    subject: str
    body: str
    blanks: tuple[str, ...]


def fill(template: Template, values: Mapping[str, str]) -> Filled:
    """``template`` with ``values``. A channel without Markdown gets the values letter by letter.

    Raises:
        Invalid: a value is no plain string, the template has more than MOST_SLOTS slots, or
            template, value or text is longer than LONGEST.
    """
    _plain_strings_only(values)
    _within_budget(template)
    in_body = _as_it_is if template.channel in PLAIN_TEXT else _in_markdown
    subject, no_subject = _filled(template.subject, values, _as_it_is)
    body, no_body = _filled(template.body, values, in_body)
    if _size(subject) + _size(body) > LONGEST:
        raise _too_long()
    blanks = tuple(dict.fromkeys((*no_subject, *no_body)))
    return Filled(subject=escape.one_line(subject), body=body, blanks=blanks)


def _plain_strings_only(values: Mapping[str, str]) -> None:
    """A subclass of str may run code when it is read, and an object could be anything."""
    for name, value in values.items():
        if type(name) is not str or type(value) is not str:
            raise Invalid(
                f"The value of “{name}” is not plain text.",
                way_out="Answer the question again, in words.",
                field="body",
            )


def _within_budget(template: Template) -> None:
    if _size(template.subject) + _size(template.body) > LONGEST:
        raise Invalid(
            f"The template is longer than {LONGEST // 1000} kB.",
            way_out="Shorten the template in the plan.",
            field="body",
        )
    both = (SLOT.finditer(template.subject), SLOT.finditer(template.body))
    if sum(1 for _ in islice(chain(*both), MOST_SLOTS + 1)) > MOST_SLOTS:
        raise Invalid(
            f"The template has more than {MOST_SLOTS} slots.",
            way_out="Take slots out of the template in the plan.",
            field="body",
        )


def _size(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))


def _too_long() -> Invalid:
    return Invalid(
        f"The text would be longer than {LONGEST // 1000} kB.",
        way_out="Shorten the answers in the checklist.",
        field="body",
    )


_Place = Callable[[str, re.Match[str]], str]


def _filled(text: str, values: Mapping[str, str], place: _Place) -> tuple[str, list[str]]:
    blanks: list[str] = []
    room = LONGEST

    def put(slot: re.Match[str]) -> str:
        nonlocal room
        value = values.get(slot[1], "")
        room -= len(value)
        if room < 0:
            raise _too_long()
        shown = place(value, slot)
        if not shown:
            blanks.append(slot[1])
            return f"{{{{ {slot[1]} }}}}"
        return shown

    return SLOT.sub(put, text), blanks


def _as_it_is(value: str, _slot: re.Match[str]) -> str:
    return escape.one_line(value)


def _in_markdown(value: str, slot: re.Match[str]) -> str:
    line = slot.string.rfind("\n", 0, slot.start()) + 1
    before, after = slot.string[line : slot.start()], slot.string[slot.end() : slot.end() + 1]
    if before.endswith("](") or (before.endswith("<") and after == ">"):
        return escape.in_link(value)
    at_line_start = _LINE_START.fullmatch(before) is not None
    return escape.in_text(value, at_line_start=at_line_start, before=after)
