"""Where a sentence that is missing goes into a text."""

from __future__ import annotations

from noroshi.domain.guardrails import prose
from noroshi.kernel import late

_HEADING = late.pattern(r"(?:[^\S\n]{0,3}#{1,6}[ \t][^\n]*+\n?)++")


def after_first_paragraph(body: str) -> int:
    """The end of the first paragraph of words: behind the apology, before the rest.

    Headings do not count, and no place is within code. Without such a place: the end of the text.
    """
    code = [span for span in prose.unread(body) if "\n" in body[slice(*span)]]
    for start, end in prose.paragraphs(body)[:20]:
        words = start + len(body[start:end].rstrip())
        if _HEADING.fullmatch(body, start, words):
            continue
        if not any(begin < words < stop for begin, stop in code):
            return words
    return len(body.rstrip())


def as_paragraph(sentence: str, speech: str) -> str:
    """``sentence`` with its full stop, as a paragraph of its own below another."""
    bare = sentence.strip()
    if bare and bare[-1] not in ".。!?！？":
        bare += "。" if speech == "ja" else "."
    return f"\n\n{bare}"
