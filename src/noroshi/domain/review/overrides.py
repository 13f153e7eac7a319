"""The overrides of an incident as rows of text, for the browser and for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from noroshi.domain.language import Localised
from noroshi.domain.timeline import Timeline

HEADING: Localised = {"en": "Guardrails overridden", "ja": "ガードレールの指摘を例外扱いにした記録"}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "en": ("Time", "Text", "Rule", "Found", "By", "Reason"),
    "ja": ("日時", "文面", "ルール", "指摘箇所", "判断した人", "理由"),
}
_TEXT: Localised = {"en": "Update {number}, {text}", "ja": "第{number}報、{text}"}


@dataclass(frozen=True, kw_only=True)
class OverrideLine:
    """One override; the fields are in the order of ``COLUMNS``."""

    time: str
    text: str
    rule: str
    found: str  # empty where something was missing
    person: str
    reason: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns."""
        return self.time, self.text, self.rule, self.found, self.person, self.reason


def override_lines(timeline: Timeline, language: str, zone: tzinfo) -> tuple[OverrideLine, ...]:
    """The overrides by virtue of which texts went out, oldest first, with times in ``zone``."""
    return tuple(
        OverrideLine(
            time=f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}",
            text=_TEXT[language].format(number=each.message_number, text=each.text),
            rule=each.rule,
            found=each.found,
            person=each.person,
            reason=each.reason,
        )
        for each in timeline.overrides
    )
