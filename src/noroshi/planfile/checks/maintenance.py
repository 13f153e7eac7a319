"""What the plan says of planned work can be sent: outlets, languages, slots."""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.channel import Channel
from noroshi.domain.compose.maintenance.notice import SLOTS
from noroshi.domain.compose.slots import BUILTIN, used
from noroshi.planfile.finding import Findings, Spot, did_you_mean
from noroshi.planfile.reading import Reading

_OF_INCIDENTS = frozenset(
    {"severity", "severity_level", "started_at", "resolved_at", "duration", "third_party"}
    | {"next_update", "next_update_date", "report_url", "report_within", "bridge_url", "now"}
)
_KNOWN = frozenset(BUILTIN) - _OF_INCIDENTS | frozenset(SLOTS)


def check(reading: Reading, findings: Findings) -> None:
    """Note unknown outlets and slots, and texts that miss a language of the company."""
    section = reading.doc.maintenance
    for at, name in enumerate(section.outlets):
        channel, _, audience = name.partition(".")
        spot = reading.spot(section, "outlets", at)
        if channel not in set(Channel):
            why = f"There is no channel “{channel}”."
            findings.error(spot, "UNKNOWN_CHANNEL", why, way_out=did_you_mean(channel, Channel))
        if audience not in reading.keys("audiences"):
            why = f"There is no audience “{audience}”."
            way_out = did_you_mean(audience, reading.keys("audiences"))
            findings.error(spot, "UNKNOWN_AUDIENCE", why, way_out=way_out)
        if channel == Channel.STATUS_PAGE and audience in _internal(reading):
            why = f"“{audience}” is internal and would stand on a public page."
            way_out = f"Choose another channel, or add a page with “audience: {audience}”."
            findings.error(spot, "INTERNAL_ON_PAGE", why, way_out=way_out)
    for spot, why, way_out in _texts(reading):
        findings.error(spot, "MAINTENANCE_TEXT", why, way_out=way_out)


def _internal(reading: Reading) -> set[str]:
    own_pages = {page.audience for page in reading.doc.pages}
    return {a.key for a in reading.doc.audiences if a.internal and a.key not in own_pages}


def _texts(reading: Reading) -> Iterator[tuple[Spot, str, str]]:
    languages = set(reading.doc.company.languages) if reading.whole("company") else set()
    for purpose, text in reading.doc.maintenance.texts.items():
        spot = reading.spot(reading.doc.maintenance, "texts", purpose)
        for language in sorted(languages):
            if not text.subject.get(language) or not text.body.get(language, "").strip():
                yield spot, f"The text has no subject or no body in “{language}”.", "Write it."
        for language in sorted({*text.subject, *text.body} - languages if languages else ()):
            yield spot, f"“{language}” is no language of the company.", "Take it out."
        words = " ".join([*text.subject.values(), *text.body.values()])
        for name in sorted(used(words) - _KNOWN):
            yield spot, f"The slot “{name}” is not declared.", did_you_mean(name, _KNOWN)
