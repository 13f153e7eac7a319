"""Every text of the plan exists in every language of the company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from noroshi.planfile.finding import Findings, Spot
from noroshi.planfile.reading import Reading
from noroshi.planfile.scenario import ScenarioReading
from noroshi.planfile.schema import Doc

_TEXTS: Mapping[str, tuple[str, ...]] = {
    "severities": ("name", "meaning"),
    "regions": ("name", "in_text"),
    "components": ("name", "in_text"),
    "pages": ("name",),
    "audiences": ("name",),
    "checklist": ("asks", "hint", "if_unknown"),
}
# These may be left out as a whole; the name stands in.
_OPTIONAL = frozenset({"in_text", "hint", "if_unknown"})


def check(reading: Reading, scenarios: Sequence[ScenarioReading], findings: Findings) -> None:
    """Note missing and surplus languages."""
    if not reading.whole("company"):
        return
    company = reading.doc.company
    wanted = company.languages
    if company.default_language not in wanted:
        spot = reading.tree.spot(("company", "default_language"))
        why = f"“{company.default_language}” is not among the company's languages."
        findings.error(spot, "LANGUAGE", why, way_out="Choose one of them.")
    for text, spot, name in (*_of_plan(reading), *_of_scenarios(scenarios)):
        if text or name not in _OPTIONAL:
            _complete(text, spot, wanted, findings=findings)
    for person in reading.doc.people:
        if person.language not in wanted and reading.whole("people"):
            spot = reading.spot(person, "language")
            why = f"The company does not write in “{person.language}”."
            findings.error(spot, "LANGUAGE", why, way_out="Choose one of its languages.")


def _of_plan(reading: Reading) -> Iterator[tuple[Mapping[str, str], Spot, str]]:
    for section, names in _TEXTS.items():
        entries: Sequence[Doc] = getattr(reading.doc, section)
        for entry in (entry for entry in entries if entry._at and reading.whole(section)):
            for name in names:
                yield getattr(entry, name), reading.spot(entry, name), name


def _of_scenarios(
    scenarios: Sequence[ScenarioReading],
) -> Iterator[tuple[Mapping[str, str], Spot, str]]:
    for scenario in scenarios:
        if scenario.doc is None or scenario.tree is None:
            continue
        yield scenario.doc.name, scenario.tree.spot(("name",)), "name"
        for at, path in enumerate(scenario.doc.paths):
            yield path.name, scenario.tree.spot(("paths", at, "name")), "name"


def _complete(
    text: Mapping[str, str], spot: Spot, wanted: Sequence[str], *, findings: Findings
) -> None:
    for language in wanted:
        if language not in text:
            why = f"The text is missing in “{language}”."
            findings.error(spot, "MISSING_LANGUAGE", why, way_out="Write it.")
    for language in text:
        if language not in wanted:
            why = f"The company does not write in “{language}”."
            way_out = "Remove it, or add the language to the company."
            findings.warning(spot, "SURPLUS_LANGUAGE", why, way_out=way_out)
