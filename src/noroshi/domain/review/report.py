"""The final report: six parts, none of them empty (F1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noroshi.domain.language import Localised, pick

PARTS: Mapping[str, Localised] = {
    "apology": {"en": "We are sorry", "ja": "お詫び"},
    "what_happened": {"en": "What happened", "ja": "発生した事象"},
    "why": {"en": "Why it happened", "ja": "発生原因"},
    "what_was_done": {"en": "What we did about it", "ja": "実施した対応"},
    "what_it_changed": {"en": "What that changed", "ja": "対応の結果"},
    "what_will_be_done": {
        "en": "What we will do so that it does not happen again",
        "ja": "再発防止策",
    },
}
"""The parts in the order in which they are read, and their headings."""

QUESTIONS: Mapping[str, Localised] = {
    "apology": {
        "en": "A sincere apology, from the company, for what customers went through.",
        "ja": "お客さまにおかけしたご迷惑に対する、会社としての誠実なお詫び。",
    },
    "what_happened": {
        "en": "What customers noticed, from when to when, and how many of them.",
        "ja": "お客さまに生じた影響、発生から復旧までの時刻、影響を受けた範囲。",
    },
    "why": {
        "en": "The cause, without blame. No names of third parties outside the status page.",
        "ja": "原因。特定の個人や取引先の責任を問う書き方は避けます。",
    },
    "what_was_done": {
        "en": "Each step that helped, with its time.",
        "ja": "復旧のために実施した対応と、その時刻。",
    },
    "what_it_changed": {
        "en": "What the steps achieved, and whether any data was lost.",
        "ja": "対応によって得られた結果と、データの損失の有無。",
    },
    "what_will_be_done": {
        "en": "Promised actions, each with a date. They are tracked until done.",
        "ja": "実施を約束する再発防止策と期限。完了まで進捗を管理します。",
    },
}
"""What each part must answer."""


@dataclass(frozen=True, kw_only=True)
class EmptyPart:
    """A part that has no text yet."""

    language: str
    part: str


def empty_parts(
    sections: Mapping[str, Mapping[str, str]], languages: Iterable[str]
) -> tuple[EmptyPart, ...]:
    """The parts that keep the report from being published, in reading order."""
    return tuple(
        EmptyPart(language=language, part=part)
        for language in languages
        for part in PARTS
        if not sections.get(language, {}).get(part, "").strip()
    )


def as_markdown(parts: Mapping[str, str], language: str) -> str:
    """The whole report in one language, with a heading for each part."""
    return "\n\n".join(
        f"## {pick(heading, language)}\n\n{parts[part].strip()}" for part, heading in PARTS.items()
    )
