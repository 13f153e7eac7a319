"""The levels of guardrails, and who may override a block with a reason."""

from __future__ import annotations

from noroshi.domain.guardrails.catalogue import CODES, FIRM
from noroshi.domain.plan.model import Role
from noroshi.planfile.finding import Findings, did_you_mean
from noroshi.planfile.reading import Reading


def check(reading: Reading, findings: Findings) -> None:
    """Note unknown guardrails, firm ones that the plan would soften, and roles without people."""
    for code, level in reading.doc.guardrails.items():
        _known("guardrails", code, reading, findings)
        if code in FIRM and level != "block":
            spot = reading.tree.key_spot(("guardrails", code))
            why = f"The guardrail “{code}” always blocks."
            findings.warning(spot, "FIRM_GUARDRAIL", why, way_out="Take the line out.")
    for code, role in reading.doc.guardrail_overrides.items():
        _known("guardrail_overrides", code, reading, findings)
        _override(reading, code, role, findings=findings)


def _known(section: str, code: str, reading: Reading, findings: Findings) -> None:
    if code not in CODES:
        spot = reading.tree.key_spot((section, code))
        why = f"There is no guardrail “{code}”."
        findings.error(spot, "UNKNOWN_GUARDRAIL", why, way_out=did_you_mean(code, CODES))


def _override(reading: Reading, code: str, role: Role, *, findings: Findings) -> None:
    if code in FIRM:
        spot = reading.tree.key_spot(("guardrail_overrides", code))
        why = f"Nobody can override the guardrail “{code}”."
        findings.error(spot, "FIRM_GUARDRAIL", why, way_out="Take the line out.")
    if reading.whole("roles") and not reading.doc.roles.get(role):
        spot = reading.tree.spot(("guardrail_overrides", code))
        why = f"Nobody plays “{role}”, so nobody could override this guardrail."
        findings.error(spot, "EMPTY_ROLE", why, way_out="Name people under “roles”.")
