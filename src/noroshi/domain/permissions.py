"""Who may do what (P6). Authority to publish is explicit; anyone may draft."""

from __future__ import annotations

from enum import StrEnum

from noroshi.domain.language import Localised
from noroshi.domain.plan.model import Role
from noroshi.domain.verdict import No, Yes


class Deed(StrEnum):
    """Something that people do here."""

    SEE = "see"
    DECLARE = "declare"
    CONFIRM = "confirm"  # or dismiss what a signal proposed
    ANSWER_FACT = "answer_fact"
    DRAFT = "draft"
    EDIT = "edit"
    REQUEST_APPROVAL = "request_approval"
    APPROVE = "approve"  # or reject; whose approval counts is the plan's affair
    PUBLISH = "publish"
    NOTE_POSTING = "note_posting"  # say that a text was posted by hand
    RESOLVE = "resolve"
    WRITE_REPORT = "write_report"
    MANAGE_PLAN = "manage_plan"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_PROVIDERS = "manage_providers"  # accounts, their secrets, weights and rates
    SET_COMPONENTS = "set_components"  # say their state, or judge what a check or alert says
    INVITE_READERS = "invite_readers"  # to the pages for one audience
    STEER_DELIVERY = "steer_delivery"  # pause, resume or stop a dispatch


_ANYONE = frozenset(
    {
        Deed.SEE,
        Deed.ANSWER_FACT,
        Deed.DRAFT,
        Deed.EDIT,
        Deed.REQUEST_APPROVAL,
        Deed.NOTE_POSTING,
        Deed.WRITE_REPORT,
    }
)
_SPEAKERS = frozenset({Role.CUSTOMER_LIAISON, Role.COMMUNICATIONS_MANAGER})
_LEADERS = _SPEAKERS | {Role.MAJOR_INCIDENT_MANAGER}
_DECLARERS = _LEADERS | {Role.SUPPORT_MANAGER, Role.RESPONDER}
_ROLES: dict[Deed, frozenset[Role]] = {
    Deed.DECLARE: _DECLARERS,
    Deed.CONFIRM: _DECLARERS,
    Deed.APPROVE: frozenset(Role),
    Deed.PUBLISH: _SPEAKERS,
    Deed.RESOLVE: _LEADERS,
    Deed.MANAGE_PLAN: frozenset({Role.COMMUNICATIONS_MANAGER}),
    Deed.MANAGE_PEOPLE: frozenset(),
    Deed.MANAGE_PROVIDERS: frozenset({Role.COMMUNICATIONS_MANAGER}),
    Deed.SET_COMPONENTS: _LEADERS,
    Deed.INVITE_READERS: _SPEAKERS,
    Deed.STEER_DELIVERY: _LEADERS,
}
_ADMINISTRATION = frozenset(
    {Deed.MANAGE_PLAN, Deed.MANAGE_PEOPLE, Deed.MANAGE_PROVIDERS, Deed.INVITE_READERS}
)

ROLE_NAMES: dict[Role, Localised] = {
    Role.CUSTOMER_LIAISON: {"en": "customer liaison", "ja": "顧客対応窓口"},
    Role.COMMUNICATIONS_MANAGER: {"en": "communications manager", "ja": "広報責任者"},
    Role.MAJOR_INCIDENT_MANAGER: {
        "en": "major incident manager",
        "ja": "重大インシデント責任者",
    },
    Role.SUPPORT_MANAGER: {"en": "support manager", "ja": "サポート責任者"},
    Role.LEGAL: {"en": "legal", "ja": "法務担当"},
    Role.EXECUTIVE: {"en": "executive", "ja": "経営層"},
    Role.RESPONDER: {"en": "responder", "ja": "障害対応担当"},
}
"""What roles are called in sentences."""

_ORDER = list(Role)


def allowed(roles: frozenset[Role], deed: Deed, *, is_admin: bool = False) -> Yes | No:
    """Whether somebody who is signed in may do something, and if not, who may.

    Administrators manage the plan and people. That alone gives them no voice: they publish
    nothing unless they play a role that does.
    """
    if deed in _ANYONE or (is_admin and deed in _ADMINISTRATION):
        return Yes()
    if not roles.isdisjoint(_ROLES[deed]):
        return Yes()
    return No(reason=_who_may(deed))


def _who_may(deed: Deed) -> Localised:
    if deed is Deed.APPROVE:
        return {
            "en": "Only people with a role in the plan can do this.",
            "ja": "この操作は、プランで役割を割り当てられた人だけが行えます。",
        }
    names = [ROLE_NAMES[role] for role in sorted(_ROLES[deed], key=_ORDER.index)]
    if deed in _ADMINISTRATION:
        names.append({"en": "administrator", "ja": "管理者"})
    return {
        "en": f"Only these can do this: {', '.join(name['en'] for name in names)}.",
        "ja": f"{'、'.join(name['ja'] for name in names)}だけが行える操作です。",
    }
