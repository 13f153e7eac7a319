"""The words in which a correction begins: what was wrong and what is right stay blanks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import SHORT
from noroshi.domain.compose import moments
from noroshi.domain.compose.plan_message import Draft
from noroshi.domain.message import Rendition


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """When the wrong text went out, what was promised, and where to read more."""

    published_at: datetime
    now: datetime
    next_update_at: datetime | None
    zone: str
    page: str


def draft(wrong: Rendition, occasion: Occasion) -> Draft:
    """A draft that cannot go out before somebody has said what is right (R9)."""
    japanese = wrong.key.language == "ja"
    parts = _japanese(wrong, occasion) if japanese else _english(wrong, occasion)
    subject = f"【訂正】{wrong.subject}" if japanese else f"Correction: {wrong.subject}"
    short = wrong.key.channel in SHORT
    body = ("" if japanese else " ").join(parts) if short else "\n\n".join(parts)
    return Draft(
        key=wrong.key,
        subject=subject if wrong.subject else "",
        body=body,
        blanks=("what_was_wrong", "what_is_right"),
    )


def _english(wrong: Rendition, occasion: Occasion) -> list[str]:
    sent = _moment(occasion.published_at, "en", occasion)
    parts = [
        f"We are sorry: our message of {sent} was wrong.",
        "We wrote: {{ what_was_wrong }}",
        "It is right that {{ what_is_right }}",
    ]
    if occasion.next_update_at:
        parts.append(
            f"The next update follows by {_moment(occasion.next_update_at, 'en', occasion)}."
        )
    return parts + _link(wrong, occasion)


def _japanese(wrong: Rendition, occasion: Occasion) -> list[str]:
    sent = _moment(occasion.published_at, "ja", occasion)
    parts = [
        f"{sent}のお知らせに誤りがありました。誠に申し訳ございません。",
        "誤：{{ what_was_wrong }}",
        "正：{{ what_is_right }}",
    ]
    if occasion.next_update_at:
        due = _moment(occasion.next_update_at, "ja", occasion)
        parts.append(f"次回は{due}までにお知らせいたします。")
    return parts + _link(wrong, occasion)


def _link(wrong: Rendition, occasion: Occasion) -> list[str]:
    return [occasion.page] if wrong.key.channel in SHORT and occasion.page else []


def _moment(at: datetime, language: str, occasion: Occasion) -> str:
    return moments.moment(at, language, zone=occasion.zone, now=occasion.now)
