"""Puts values into the slots of a template. One pass, strings only, nothing is ever run.

A slot without a value stays visible exactly as ``{{ name }}``: the writer sees a blank, and the
guardrail stops the message (R9). A value is never looked into again, so a fact that says
``{{ x }}`` stays those six characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from noroshi.domain.compose import escape
from noroshi.domain.compose.slots import SLOT
from noroshi.domain.plan.model import Template
from noroshi.kernel.errors import Invalid

LONGEST = 64_000
"""How long a filled text may be, in bytes of UTF-8."""

_LINE_START = re.compile(r"(?:^|\n)[ \t]*(?:(?:[-*+>]|[0-9]{1,9}[.)])[ \t]+)*$")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A template with its values. ``blanks`` names the slots that had none, in order of reading."""

    subject: str
    body: str
    blanks: tuple[str, ...]


def fill(template: Template, values: Mapping[str, str]) -> Filled:
    """``template`` with ``values``.

    Raises:
        Invalid: the text would be longer than LONGEST.
    """
    subject, no_subject = _filled(template.subject, values, _in_subject)
    body, no_body = _filled(template.body, values, _in_body)
    if len(subject.encode()) + len(body.encode()) > LONGEST:
        raise Invalid(
            f"The text would be longer than {LONGEST // 1000} kB.",
            way_out="Shorten the answers in the checklist.",
            field="body",
        )
    blanks = tuple(dict.fromkeys((*no_subject, *no_body)))
    return Filled(subject=escape.one_line(subject), body=body, blanks=blanks)


_Place = Callable[[str, re.Match[str]], str]


def _filled(text: str, values: Mapping[str, str], place: _Place) -> tuple[str, list[str]]:
    blanks: list[str] = []

    def put(slot: re.Match[str]) -> str:
        shown = place(values.get(slot[1], ""), slot)
        if not shown:
            blanks.append(slot[1])
            return f"{{{{ {slot[1]} }}}}"
        return shown

    return SLOT.sub(put, text), blanks


def _in_subject(value: str, _slot: re.Match[str]) -> str:
    return escape.one_line(value)


def _in_body(value: str, slot: re.Match[str]) -> str:
    before, after = slot.string[: slot.start()], slot.string[slot.end() :]
    if before.endswith("](") or (before.endswith("<") and after.startswith(">")):
        return escape.in_link(value)
    at_line_start = _LINE_START.search(before) is not None
    return escape.in_text(value, at_line_start=at_line_start, before=after[:1])
