"""Every stage of every outlet has its words in every language, and no template lies idle (P9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noroshi.domain.channel import Channel
from noroshi.domain.incident import INCIDENT_STAGES
from noroshi.planfile.finding import Findings, Spot
from noroshi.planfile.reading import Reading
from noroshi.planfile.scenario import ScenarioReading, spot


def check(reading: Reading, scenarios: Sequence[ScenarioReading], findings: Findings) -> None:
    """Note missing templates at the outlet that needs them, and templates that nobody needs."""
    if not reading.whole("company"):
        return
    for scenario in scenarios:
        if scenario.doc is not None:
            _covered(reading, scenario, findings)


def _covered(reading: Reading, scenario: ScenarioReading, findings: Findings) -> None:
    there = {template.template.source for template in scenario.templates} | scenario.unread
    wanted: dict[str, Spot] = {}
    for outlet, place in _outlets(scenario, reading.keys("audiences")):
        for file in _files(scenario.key, outlet, reading.doc.company.languages):
            wanted.setdefault(file, place)
    for file, place in wanted.items():
        if file not in there:
            name = file.removeprefix(f"scenarios/{scenario.key}/")
            why = f"There is no template {name}."
            findings.error(place, "NO_TEMPLATE", why, way_out=f"Write {file}.")
    for template in scenario.templates:
        if template.template.source not in wanted:
            why = "No action path uses this template."
            place = Spot(file=template.template.source)
            way_out = "Remove it, or add its outlet to a path."
            findings.warning(place, "UNUSED_TEMPLATE", why, way_out=way_out)


def _outlets(scenario: ScenarioReading, audiences: frozenset[str]) -> Iterator[tuple[str, Spot]]:
    for path in scenario.doc.paths if scenario.doc else ():
        for at, outlet in enumerate(path.outlets):
            channel, _, audience = outlet.partition(".")
            # An outlet that does not exist has its own finding, and needs no words.
            if channel in set(Channel) and audience in audiences:
                yield outlet, spot(scenario, path, "outlets", at)


def _files(scenario: str, outlet: str, languages: Sequence[str]) -> Iterator[str]:
    for stage in INCIDENT_STAGES:
        for language in languages:
            yield f"scenarios/{scenario}/templates/{stage}/{outlet}.{language}.md"
