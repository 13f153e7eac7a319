"""Approval is a signature on bytes, given by somebody who did not write them (P6, R13).

What counts: approvals of the very digest, by people who are active, play a role that is needed
and did not write or edit this version; each person once and for one role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.domain.message import RenditionKey
from noroshi.domain.plan.model import ApprovalRule, Plan, Role
from noroshi.domain.verdict import No, Yes

RolesOf = Callable[[str], frozenset[Role]]
"""The roles that a person plays, from the person's key."""


class Decision(StrEnum):
    """What an approver said."""

    APPROVED = "approved"
    REJECTED = "rejected"


class State(StrEnum):
    """Where a text stands with its approvers."""

    APPROVED = "approved"  # every needed role has signed; the text may be published
    WAITING = "waiting"  # at least one needed role has not
    REJECTED = "rejected"  # somebody said no to these bytes and has not taken it back


@dataclass(frozen=True, kw_only=True)
class Approval:
    """One person's decision on one digest."""

    person: str
    digest: str
    at: datetime
    decision: Decision
    reason: str = ""  # of a rejection, for the writer


@dataclass(frozen=True, kw_only=True)
class Need:
    """Who must approve, and which rule says so."""

    roles: tuple[Role, ...]
    reason: Localised


@dataclass(frozen=True, kw_only=True)
class Counted:
    """An approval, and the role for which it counts."""

    approval: Approval
    role: Role


@dataclass(frozen=True, kw_only=True)
class Ignored:
    """A decision that does not count, and why."""

    approval: Approval
    reason: Localised


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a text stands with its approvers."""

    state: State
    missing: tuple[Role, ...] = ()
    counted: tuple[Counted, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    rejections: tuple[Approval, ...] = ()


_BY_DEFAULT: Localised = {
    "en": "No approval rule of the plan fits, so the communications manager approves.",
    "ja": "プランに該当する承認ルールがないため、広報責任者の承認が必要です。",
}
_OTHER_TEXT: Localised = {
    "en": "The approval is of another version of the text.",
    "ja": "別の版の文面に対する承認です。",
}
_OWN_TEXT: Localised = {
    "en": "Nobody approves a text that they wrote or edited.",
    "ja": "自分が作成または編集した文面は承認できません。",
}
_DISABLED: Localised = {
    "en": "The account is disabled.",
    "ja": "アカウントが無効になっています。",
}
_REVISED: Localised = {
    "en": "The same person decided again later.",
    "ja": "同じ人があとから判断を改めました。",
}
_NO_ROLE: Localised = {
    "en": "The person plays no role that is needed here.",
    "ja": "この操作に必要な役割を担当していません。",
}
_ROLE_FILLED: Localised = {
    "en": "Somebody else has already signed for the role.",
    "ja": "その役割では、すでに別の人が承認しています。",
}
_NOTHING_NEEDED: Localised = {
    "en": "This text needs no approval.",
    "ja": "この文面に承認は必要ありません。",
}


def needed(plan: Plan, key: RenditionKey, *, stage: Stage, severity: int, unedited: bool) -> Need:
    """Who must approve a rendition: the roles of the plan's first rule that fits.

    When no rule fits, the communications manager decides (P6): a hole in the plan never lets a
    text out unseen.
    """
    for number, rule in enumerate(plan.approvals, start=1):
        if _fits(rule, key, stage=stage, severity=severity, unedited=unedited):
            return Need(roles=rule.roles, reason=_reason(number, rule))
    return Need(roles=(Role.COMMUNICATIONS_MANAGER,), reason=_BY_DEFAULT)


def _fits(
    rule: ApprovalRule, key: RenditionKey, *, stage: Stage, severity: int, unedited: bool
) -> bool:
    narrowed: tuple[tuple[Sequence[str], str], ...] = (
        (rule.audiences, key.audience),
        (rule.channels, key.channel),
        (rule.stages, stage),
    )
    if any(allowed and value not in allowed for allowed, value in narrowed):
        return False
    return severity >= rule.min_severity and (unedited or not rule.only_unedited)


def _reason(number: int, rule: ApprovalRule) -> Localised:
    if not rule.roles:
        return {
            "en": f"Rule {number} of the plan asks for no approval.",
            "ja": f"プランの承認ルール{number}により、承認は不要です。",
        }
    return {
        "en": f"Rule {number} of the plan asks for {len(rule.roles)} approval(s).",
        "ja": f"プランの承認ルール{number}により、{len(rule.roles)}件の承認が必要です。",
    }


def standing(
    needed: tuple[Role, ...],
    approvals: Iterable[Approval],
    *,
    digest: str,
    editors: frozenset[str],
    roles_of: RolesOf,
    active: frozenset[str],
) -> Standing:
    """Where the text with ``digest`` stands.

    A rejection stands until the same person approves the same bytes or the text is edited; it
    may come from anybody with a role, since stopping a wrong message must be easy.

    Args:
        editors: everybody who wrote any part of this version.
        active: the keys of people whose account is enabled.
    """
    valid: list[Approval] = []
    ignored: list[Ignored] = []
    revised: set[str] = set()
    for approval in sorted(approvals, key=lambda a: a.at)[::-1]:
        why = _why_not(approval, digest=digest, editors=editors, active=active)
        if why is None and approval.person in revised:
            why = _REVISED
        if why is None and not _has_say(approval, needed, roles_of):
            why = _NO_ROLE
        if why is None:
            revised.add(approval.person)
            valid.insert(0, approval)
        else:
            ignored.insert(0, Ignored(approval=approval, reason=why))
    return _judged(needed, valid, ignored, roles_of=roles_of)


def may_approve(
    person: str,
    *,
    needed: tuple[Role, ...],
    editors: frozenset[str],
    roles_of: RolesOf,
    active: frozenset[str],
) -> Yes | No:
    """Whether an approval by ``person`` would count."""
    if not needed:
        return No(reason=_NOTHING_NEEDED)
    if person not in active:
        return No(reason=_DISABLED)
    if person in editors:
        return No(reason=_OWN_TEXT)
    if roles_of(person).isdisjoint(needed):
        return No(reason=_NO_ROLE)
    return Yes()


def _why_not(
    approval: Approval, *, digest: str, editors: frozenset[str], active: frozenset[str]
) -> Localised | None:
    if approval.digest != digest:
        return _OTHER_TEXT
    if approval.person in editors:
        return _OWN_TEXT
    if approval.person not in active:
        return _DISABLED
    return None


def _has_say(approval: Approval, needed: tuple[Role, ...], roles_of: RolesOf) -> bool:
    roles = roles_of(approval.person)
    if approval.decision is Decision.REJECTED:
        return bool(roles)
    return not roles.isdisjoint(needed)


def _judged(
    needed: tuple[Role, ...],
    valid: list[Approval],
    ignored: list[Ignored],
    *,
    roles_of: RolesOf,
) -> Standing:
    rejections = tuple(a for a in valid if a.decision is Decision.REJECTED)
    signed = [a for a in valid if a.decision is Decision.APPROVED]
    seats = _seated(needed, signed, roles_of)
    counted = tuple(
        Counted(approval=signed[index], role=needed[seat]) for seat, index in sorted(seats.items())
    )
    missing = tuple(role for seat, role in enumerate(needed) if seat not in seats)
    spare = [a for index, a in enumerate(signed) if index not in seats.values()]
    ignored += [Ignored(approval=a, reason=_ROLE_FILLED) for a in spare]
    state = State.WAITING if missing else State.APPROVED
    return Standing(
        state=State.REJECTED if rejections else state,
        missing=missing,
        counted=counted,
        ignored=tuple(ignored),
        rejections=rejections,
    )


def _seated(needed: tuple[Role, ...], signed: list[Approval], roles_of: RolesOf) -> dict[int, int]:
    """Which approval fills which needed role, so that as many as possible are filled.

    Somebody with two roles makes room for somebody with one (a maximum matching).
    """
    seats: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        roles = roles_of(signed[index].person)
        for seat, role in enumerate(needed):
            if role in roles and seat not in tried:
                tried.add(seat)
                if seat not in seats or place(seats[seat], tried):
                    seats[seat] = index
                    return True
        return False

    for index in range(len(signed)):
        place(index, set())
    return seats
