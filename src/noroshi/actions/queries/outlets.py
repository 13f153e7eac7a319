"""What the places are called to which a message goes: an audience on a channel."""

from __future__ import annotations

from noroshi.domain.channel import NAMES, Channel
from noroshi.domain.language import Localised, pick
from noroshi.domain.message import RenditionKey
from noroshi.domain.plan.model import Component, Plan, Region
from noroshi.domain.plan.readers import public_audience


def outlet_name(plan: Plan, audience: str, channel: Channel, *, language: str) -> str:
    """ "Status page", "E-mail to IT administrators", or メール（IT管理者）."""
    name = pick(NAMES[channel], language)
    if channel is Channel.STATUS_PAGE and audience == public_audience(plan):
        return name
    to = pick(_audience_name(plan, audience), language)
    if language == "ja":
        return f"{name}（{to}）"
    to_or_for = "for" if channel is Channel.STATUS_PAGE else "to"
    return f"{name} {to_or_for} {_inside(to)}"


def text_name(plan: Plan, key: RenditionKey, *, language: str) -> str:
    """The name of one text, with its language: "E-mail to customers, Japanese"."""
    outlet = outlet_name(plan, key.audience, key.channel, language=language)
    named = _LANGUAGES.get(language, _LANGUAGES["en"]).get(key.language, key.language)
    return f"{outlet}{'・' if language == 'ja' else ', '}{named}"


_LANGUAGES: dict[str, dict[str, str]] = {
    "en": {"en": "English", "ja": "Japanese"},
    "ja": {"en": "英語", "ja": "日本語"},
}


def _inside(name: str) -> str:
    """A name inside a sentence: "customers", but "IT administrators" as it is."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def _audience_name(plan: Plan, key: str) -> Localised:
    known = {audience.key: audience.name for audience in plan.audiences}
    return known.get(key, {"en": key})


def names_of_texts(plan: Plan, *, language: str) -> dict[str, str]:
    """What to call each rendition, channel and question in the lines of the log."""
    outlets = {outlet for s in plan.scenarios for path in s.paths for outlet in path.outlets}
    found: dict[str, str] = {str(c): pick(name, language) for c, name in NAMES.items()}
    for outlet in outlets:
        for spoken in plan.company.languages:
            key = RenditionKey(audience=outlet.audience, channel=outlet.channel, language=spoken)
            found[str(key)] = text_name(plan, key, language=language)
    parts: list[Component | Region] = [*plan.components, *plan.regions]
    found |= {part.key: pick(part.name, language) for part in parts}
    return found | {question.key: pick(question.asks, language) for question in plan.checklist}
