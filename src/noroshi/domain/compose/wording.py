"""Small words per language: lists, stages, regions, and the phrase that hides a third party."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import ThirdParty

STAGES: Mapping[Stage, Localised] = {
    Stage.INVESTIGATING: {"en": "Investigating", "ja": "調査中"},
    Stage.IDENTIFIED: {"en": "Identified", "ja": "原因を特定"},
    Stage.MONITORING: {"en": "Monitoring", "ja": "経過観察中"},
    Stage.RESOLVED: {"en": "Resolved", "ja": "復旧済み"},
    Stage.POSTMORTEM: {"en": "Report", "ja": "ご報告"},
    Stage.SCHEDULED: {"en": "Scheduled", "ja": "実施予定"},
    Stage.IN_PROGRESS: {"en": "In progress", "ja": "実施中"},
    Stage.VERIFYING: {"en": "Verifying", "ja": "動作確認中"},
    Stage.COMPLETED: {"en": "Completed", "ja": "完了"},
}
ALL_REGIONS: Localised = {"en": "all regions", "ja": "全地域"}
A_THIRD_PARTY: Localised = {
    "en": "one of our third-party service providers",
    "ja": "当社が利用している外部サービス事業者",
}
"""What every channel but the status page says instead of a provider's name (R3)."""

# Japanese puts 社 behind and a legal form before or behind a company's name.
_AROUND_NAME_JA = (
    r"(?:株式会社|合同会社|（株）)?{}(?:株式会社|合同会社|（株）)?(?:社(?!員|内|外|会|長))?"
)


def listed(items: Sequence[str], language: str) -> str:
    """The items in one phrase: "A, B and C" or A・B・C."""
    if language == "ja":
        return "・".join(items)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def number(text: str) -> str:
    """A whole number with its thousands apart; anything else as it was written."""
    plain = text.strip().replace(",", "")
    return f"{int(plain):,}" if re.fullmatch(r"[0-9]{1,15}", plain) else text.strip()


def without_names(text: str, parties: Iterable[ThirdParty], language: str) -> str:
    """``text`` with every third party's name and alias replaced by the general phrase (R3)."""
    phrase = A_THIRD_PARTY.get(language, A_THIRD_PARTY["en"])
    names = {name for party in parties for name in (party.name, *party.aliases) if name}
    for name in sorted(names, key=len, reverse=True):
        text = _pattern(name, language).sub(lambda found: _general(found, phrase), text)
    return text


def _pattern(name: str, language: str) -> re.Pattern[str]:
    bounded = rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])"
    if language == "ja":
        return re.compile(_AROUND_NAME_JA.format(bounded), re.IGNORECASE)
    return re.compile(rf"{bounded}(?P<of>[’']s\b)?", re.IGNORECASE)


def _general(found: re.Match[str], phrase: str) -> str:
    before = found.string[: found.start()].rstrip()
    if not before or before.endswith((".", "!", "?")):
        phrase = phrase[0].upper() + phrase[1:]
    return f"{phrase}’" if found.groupdict().get("of") else phrase
