"""What every screen knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from noroshi.actions.queries.plan import plan_or_none
from noroshi.domain.language import LANGUAGE_NAMES
from noroshi.domain.plan.model import Role
from noroshi.web.actors import member_or_none, roles_of
from noroshi.web.reader import language, now
from noroshi.web.words import role_name

_ORDER = list(Role)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The time, the language, the company and who is signed in."""
    shown: dict[str, Any] = {
        "now": _millis(now()),
        "language": language(),
        "languages": LANGUAGE_NAMES.items(),
        "member": None,
        "role": "",
        "company": "Noroshi",
    }
    if hasattr(request, "user") and (member := member_or_none(request)):
        roles = sorted(roles_of(member), key=_ORDER.index)
        shown["member"] = member
        shown["role"] = role_name(roles[0]) if roles else ""
    plan = plan_or_none()
    if plan:
        shown["company"] = plan.company.name
    return shown


def _millis(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
