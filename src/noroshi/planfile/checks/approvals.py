"""Every approval that the plan asks for can be given, whoever wrote the text."""

from __future__ import annotations

from collections.abc import Sequence

from noroshi.domain.plan.model import Role
from noroshi.planfile.finding import Findings
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import ApprovalDoc


def check(reading: Reading, findings: Findings) -> None:
    """Note rules that nobody could satisfy."""
    if not reading.whole("roles", "people"):
        return
    for rule in reading.doc.approvals:
        _roles_played(reading, rule, findings)
        _never_reached(reading, rule, findings)


def _roles_played(reading: Reading, rule: ApprovalDoc, findings: Findings) -> None:
    empty = False
    for at, role in enumerate(rule.roles):
        if not reading.doc.roles.get(role):
            empty = True
            why = f"The rule asks for “{role}”, a role that nobody plays."
            spot = reading.spot(rule, "roles", at)
            findings.error(spot, "EMPTY_ROLE", why, way_out="Name people under “roles”.")
    if empty or not rule.roles:
        return
    stuck = _stuck_authors(reading, rule.roles)
    if stuck:
        spot = reading.spot(rule, "roles")
        why = f"Texts written by {', '.join(stuck)} could not be approved: authors cannot approve."
        way_out = "Name one more person in each of these roles."
        findings.error(spot, "NO_SECOND_APPROVER", why, way_out=way_out)


def _stuck_authors(reading: Reading, roles: Sequence[Role]) -> list[str]:
    """The approvers whose own texts would find too few others to approve them."""
    played = [frozenset(reading.doc.roles[role]) for role in dict.fromkeys(roles)]
    authors = sorted(frozenset().union(*played))
    return [author for author in authors if not _can_sign([p - {author} for p in played])]


def _can_sign(sets: Sequence[frozenset[str]]) -> bool:
    """Whether each role finds a person of its own. Tried one after the other; roles are few."""
    if not sets:
        return True
    first, *rest = sorted(sets, key=len)
    return any(_can_sign([others - {person} for others in rest]) for person in first)


def _never_reached(reading: Reading, rule: ApprovalDoc, findings: Findings) -> None:
    rules = reading.doc.approvals
    for earlier in rules[: rules.index(rule)]:
        if _covers(earlier, rule):
            line = reading.spot(earlier).line
            why = f"The rule is never reached: the one in line {line} fits first."
            way_out = "Put the narrower rule first."
            findings.warning(reading.spot(rule), "RULE_UNREACHED", why, way_out=way_out)
            return


def _covers(wide: ApprovalDoc, narrow: ApprovalDoc) -> bool:
    pairs = (
        (wide.audiences, narrow.audiences),
        (wide.channels, narrow.channels),
        (wide.stages, narrow.stages),
    )
    lists = all(not big or (small and set(small) <= set(big)) for big, small in pairs)
    unedited = not wide.only_unedited or narrow.only_unedited
    return lists and unedited and wide.min_severity <= narrow.min_severity
