"""People can be reached, and every role has somebody behind the first (P6, P7)."""

from __future__ import annotations

from noroshi.domain.plan.model import ContactKind, Role
from noroshi.planfile.finding import Findings
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import PersonDoc


def check(reading: Reading, findings: Findings) -> None:
    """Note people who cannot be reached twice, and roles without a deputy."""
    for person in reading.doc.people:
        if reading.whole("people") or person._at:
            _reachable(reading, person, findings)
    _roles(reading, findings)


def _reachable(reading: Reading, person: PersonDoc, findings: Findings) -> None:
    spot = reading.spot(person)
    others = [c for c in person.contacts if c.value.lower() != person.email.lower()]
    if not others:
        why = f"{person.name} can be reached by work e-mail only (P7)."
        findings.error(spot, "ONLY_WORK_EMAIL", why, way_out="Add a phone under “contacts”.")
    elif all(contact.kind is ContactKind.EMAIL for contact in others):
        why = f"{person.name} can be reached by one means only: e-mail (P7)."
        findings.warning(spot, "ONE_MEANS", why, way_out="Add a phone or a chat name.")


def _roles(reading: Reading, findings: Findings) -> None:
    if not reading.whole("roles"):
        return
    for role, people in reading.doc.roles.items():
        spot = reading.tree.key_spot(("roles", str(role)))
        if not people:
            why = f"Nobody plays “{role}”."
            findings.error(spot, "EMPTY_ROLE", why, way_out="Name a person.")
        elif len(set(people)) == 1:
            why = f"The role “{role}” has no deputy."
            findings.warning(spot, "NO_DEPUTY", why, way_out="Name a second person.")
    for at, role in enumerate(reading.doc.promises.escalate_to):
        if reading.whole("promises") and not reading.doc.roles.get(role):
            _unplayed(reading, role, at, findings=findings)


def _unplayed(reading: Reading, role: Role, at: int, *, findings: Findings) -> None:
    spot = reading.tree.spot(("promises", "escalate_to", at))
    why = f"Nobody plays “{role}”, so nobody would be called."
    findings.error(spot, "EMPTY_ROLE", why, way_out="Name people under “roles”.")
