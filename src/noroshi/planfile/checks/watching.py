"""Built-in checks and rules for signals can do what they say."""

from __future__ import annotations

from collections.abc import Iterator

from noroshi.domain.incident import ComponentStatus
from noroshi.domain.plan.watching import (
    LONGEST_INTERVAL,
    LONGEST_WAIT,
    SHORTEST_INTERVAL,
    CheckKind,
)
from noroshi.planfile.finding import Findings, did_you_mean
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import CheckDoc, SignalRuleDoc

Wrong = tuple[str, str, str]
"""Field, what is wrong, and the way out."""

_BAD = frozenset(ComponentStatus) - {
    ComponentStatus.OPERATIONAL,
    ComponentStatus.UNDER_MAINTENANCE,
}


def check(reading: Reading, findings: Findings) -> None:
    """Note unknown components and regions, keys there twice, and times that make no sense."""
    for section in ("checks", "component_signals"):
        seen: set[str] = set()
        entries: list[CheckDoc | SignalRuleDoc] = getattr(reading.doc, section)
        for entry in entries:
            if entry.key in seen:
                why = f"The key “{entry.key}” is there twice."
                spot = reading.spot(entry, "key")
                findings.error(spot, "DUPLICATE_KEY", why, way_out="Give each its own.")
            seen.add(entry.key)
            _places(reading, entry, findings)
            wrong = _check(entry) if isinstance(entry, CheckDoc) else _times_of_rule(entry)
            for field, why, way_out in (*wrong, *_state(entry)):
                findings.error(reading.spot(entry, field), "CHECK", why, way_out=way_out)


def _places(reading: Reading, entry: CheckDoc | SignalRuleDoc, findings: Findings) -> None:
    components = {one.key: one for one in reading.doc.components}
    if entry.component not in reading.keys("components"):
        why = f"There is no component “{entry.component}”."
        way_out = did_you_mean(entry.component, reading.keys("components"))
        spot = reading.spot(entry, "component")
        findings.error(spot, "UNKNOWN_COMPONENT", why, way_out=way_out)
        return
    component = components.get(entry.component)
    known = frozenset(component.regions if component else ()) or reading.keys("regions")
    for at, region in enumerate(entry.regions):
        if region not in known:
            why = f"The component has no region “{region}”."
            spot = reading.spot(entry, "regions", at)
            findings.error(spot, "UNKNOWN_REGION", why, way_out=did_you_mean(region, known))


def _check(doc: CheckDoc) -> Iterator[Wrong]:
    if doc.kind is CheckKind.HTTP and not doc.url:
        yield "kind", "An HTTP check needs an address.", "Write “url: https://…”."
    if doc.kind is not CheckKind.HTTP and not (doc.host and doc.port):
        yield "kind", "This check needs a host and a port.", "Write “host:” and “port:”."
    if not SHORTEST_INTERVAL <= doc.every <= LONGEST_INTERVAL:
        yield "every", "A check runs every 10 seconds to every day.", "Write for example 1m."
    if doc.within > min(LONGEST_WAIT, doc.every):
        yield "within", "An answer is waited for 30 seconds, or one interval.", "Write 10s."
    if doc.failures > doc.of:
        yield "failures", "So many failures cannot be among so few results.", "Raise “of”."
    if doc.kind is not CheckKind.HTTP and (doc.expect or doc.contains):
        yield "kind", "Only an HTTP check looks at an answer.", "Take out “expect”, “contains”."


def _times_of_rule(doc: SignalRuleDoc) -> Iterator[Wrong]:
    if max(doc.after, doc.recover_after) > LONGEST_INTERVAL:
        yield "after", "Times longer than a day make no sense here.", "Write for example 5m."


def _state(doc: CheckDoc | SignalRuleDoc) -> Iterator[Wrong]:
    if doc.status not in _BAD:
        yield "status", "This is no state of something that fails.", "Write partial_outage."
