"""Who is invited to which page, for colleagues who look after the readers."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.context import Context
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.page_access import Invitation
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Audience, StatusPage
from noroshi.domain.plan.readers import is_internal
from noroshi.storage import page_readers


@dataclass(frozen=True, kw_only=True)
class Line:
    """One page for one audience. Nobody is invited to an internal one: colleagues sign in."""

    page: StatusPage
    audience: Audience
    url: str
    is_internal: bool
    invitations: tuple[Invitation, ...]
    feeds: int  # addresses for programs that work at present


def invited(context: Context) -> tuple[Line, ...]:
    """Every page for one audience, in the plan's order."""
    plan = current_plan()
    return tuple(
        Line(
            page=page,
            audience=select.audience(plan, page.audience),
            url=page_url(context, page),
            is_internal=is_internal(plan, page),
            invitations=page_readers.invitations(page.key),
            feeds=len(page_readers.feeds_of(page.key)),
        )
        for page in plan.audience_pages
    )
