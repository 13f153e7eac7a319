"""Action paths lead somewhere, from every severity, at a pace that is written down (P4, P5, R4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noroshi.domain.channel import Channel
from noroshi.planfile.finding import Findings, Spot, did_you_mean
from noroshi.planfile.reading import Reading
from noroshi.planfile.scenario import ScenarioReading, spot
from noroshi.planfile.schema import PathDoc


def check(reading: Reading, scenarios: Sequence[ScenarioReading], findings: Findings) -> None:
    """Note outlets that do not exist, severities without a path, channels without cadence."""
    used: set[str] = set()
    for scenario in scenarios:
        for path in _paths(scenario):
            _outlets(reading, scenario, path, findings=findings)
            used.update(name.partition(".")[0] for name in path.outlets)
        _severities(reading, scenario, findings)
        _once(scenario, findings)
    _cadence(reading, used, findings)
    if Channel.STATUS_PAGE in used and not reading.doc.pages and reading.whole("pages"):
        why = "Messages go to the status page, and there is none."
        findings.error(_section(reading, "pages"), "NO_PAGE", why, way_out="Add a page.")


def _paths(scenario: ScenarioReading) -> Sequence[PathDoc]:
    return scenario.doc.paths if scenario.doc else ()


def _outlets(
    reading: Reading, scenario: ScenarioReading, path: PathDoc, *, findings: Findings
) -> None:
    audiences = reading.keys("audiences")
    own_pages = {page.audience for page in reading.doc.pages}
    internal = {a.key for a in reading.doc.audiences if a.internal and a.key not in own_pages}
    for at, name in enumerate(path.outlets):
        channel, _, audience = name.partition(".")
        place = spot(scenario, path, "outlets", at)
        if channel not in set(Channel):
            way_out = did_you_mean(channel, Channel)
            why = f"There is no channel “{channel}”."
            findings.error(place, "UNKNOWN_CHANNEL", why, way_out=way_out)
        if audience not in audiences:
            why = f"There is no audience “{audience}”."
            way_out = did_you_mean(audience, audiences)
            findings.error(place, "UNKNOWN_AUDIENCE", why, way_out=way_out)
        if audience in internal and channel == Channel.STATUS_PAGE:
            why = f"“{audience}” is internal and would stand on a public page."
            way_out = f"Choose another channel, or add a page with “audience: {audience}”."
            findings.error(place, "INTERNAL_ON_PAGE", why, way_out=way_out)
        if name in path.outlets[:at]:
            why = f"“{name}” is there twice."
            findings.error(place, "DUPLICATE_OUTLET", why, way_out="Keep one of them.")


def _severities(reading: Reading, scenario: ScenarioReading, findings: Findings) -> None:
    if scenario.doc is None or scenario.tree is None or not reading.whole("severities"):
        return
    lowest = min(path.min_severity for path in scenario.doc.paths)
    for severity in reading.doc.severities:
        if severity.level < lowest:
            why = f"Severity {severity.level} has no path."
            way_out = "Lower the min_severity of a path, or add one."
            place = scenario.tree.key_spot(("paths",))
            findings.error(place, "SEVERITY_WITHOUT_PATH", why, way_out=way_out)


def _once(scenario: ScenarioReading, findings: Findings) -> None:
    paths = _paths(scenario)
    for at, path in enumerate(paths):
        before = paths[:at]
        if path.min_severity in {earlier.min_severity for earlier in before}:
            place = spot(scenario, path, "min_severity")
            why = f"Two paths begin at severity {path.min_severity}."
            findings.error(place, "DUPLICATE_PATH", why, way_out="Give each its own.")
        if path.key in {earlier.key for earlier in before}:
            why = f"The key “{path.key}” is there twice."
            place = spot(scenario, path, "key")
            findings.error(place, "DUPLICATE_KEY", why, way_out="Give each its own.")


def _cadence(reading: Reading, used: set[str], findings: Findings) -> None:
    if not reading.whole("cadence"):
        return
    for channel in _known(used):
        rule = reading.doc.cadence.get(channel)
        place = reading.tree.spot(("cadence", str(channel)))
        if channel is Channel.STATUS_PAGE and (rule is None or rule.every is None):
            why = "The status page promises no next update (R4)."
            way_out = "Add “every: 30m” under cadence, status_page."
            findings.error(place, "NO_CADENCE", why, way_out=way_out)
        elif rule is None:
            why = f"“{channel}” has no cadence."
            way_out = f"Add “{channel}:” under cadence; {{}} means without limits."
            findings.warning(place, "NO_CADENCE", why, way_out=way_out)
    for channel, rule in reading.doc.cadence.items():
        if rule.every and rule.at_most_every and rule.at_most_every > rule.every:
            why = "The next update is promised sooner than it is allowed."
            place = reading.tree.spot(("cadence", str(channel), "at_most_every"))
            findings.error(place, "CADENCE_CLASH", why, way_out="Make “every” the longer one.")


def _known(used: set[str]) -> Iterator[Channel]:
    return (channel for channel in Channel if channel in used)


def _section(reading: Reading, name: str) -> Spot:
    return reading.tree.key_spot((name,))
