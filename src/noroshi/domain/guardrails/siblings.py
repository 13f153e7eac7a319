"""The figures of a text and of its siblings, ready to be held beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.guardrails.figures import Figures, figures
from noroshi.domain.guardrails.rule import Field, Passage, Sibling, Text
from noroshi.domain.language import LANGUAGE_NAMES

_NAMES_JA = {"en": "英語", "ja": "日本語"}
_NAMES_EN = {**LANGUAGE_NAMES, "ja": "Japanese"}


def own_figures(text: Text) -> Iterator[tuple[Passage, Figures]]:
    """Subject and body, each with its figures."""
    offset = own_offset(text)
    for passage in text.passages:
        is_body = passage.field is Field.BODY
        yield passage, figures(passage.raw, text.speech, utc_offset=offset, is_body=is_body)


def figures_of(sibling: Sibling) -> tuple[Figures, Figures]:
    """Those of the sibling's subject and of its body."""
    speech, offset = speech_of(sibling.language), sibling.utc_offset
    return (
        figures(sibling.subject, speech, utc_offset=offset, is_body=False),
        figures(sibling.body, speech, utc_offset=offset, is_body=True),
    )


def own_offset(text: Text) -> int | None:
    """Where the times of the text are that name no zone, in minutes east of UTC."""
    known = text.context.known
    moment = text.context.next_update_at or (known.started_at if known else None)
    offset = moment.utcoffset() if moment is not None else None
    return round(offset.total_seconds() / 60) if offset is not None else None


def speech_of(language: str) -> str:
    """The language without its region: "en" of "en-GB"."""
    return language.split("-")[0].lower()


def language_name(language: str, *, said_in: str) -> str:
    """What a language is called in another: "Japanese", 日本語."""
    names = _NAMES_JA if said_in == "ja" else _NAMES_EN
    return names.get(speech_of(language), language)
