"""Who reads which status page: anybody, or one audience alone (R5, R6)."""

from __future__ import annotations

from noroshi.domain.channel import Channel
from noroshi.domain.message import Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan, StatusPage


def public_audience(plan: Plan) -> str:
    """The one audience whose texts stand on the pages that anybody reads.

    It is the first that the action paths send to the status page, of those that are neither
    internal nor have a page of their own.
    """
    paths = (path for scenario in plan.scenarios for path in scenario.paths)
    told = [o.audience for path in paths for o in path.outlets if o.channel is Channel.STATUS_PAGE]
    closed = {page.audience for page in plan.audience_pages}
    open_ones = [a.key for a in plan.audiences if not a.internal and a.key not in closed]
    return next((key for key in (*told, *open_ones) if key in open_ones), "")


def audience_of(plan: Plan, page: StatusPage) -> str:
    """The audience whose texts a page shows; nobody else's words ever stand there."""
    return page.audience or public_audience(plan)


def own_page(plan: Plan, audience: str) -> StatusPage | None:
    """The page that only this audience reads, if there is one."""
    return next((page for page in plan.audience_pages if page.audience == audience), None)


def is_internal(plan: Plan, page: StatusPage) -> bool:
    """Whether a page is for colleagues only: nobody is invited to it."""
    return bool(page.audience) and select.audience(plan, page.audience).internal


def is_for_anybody(plan: Plan, text: Rendition) -> bool:
    """Whether a text stands on a page that anybody reads."""
    on_page = text.key.channel is Channel.STATUS_PAGE
    return on_page and text.key.audience == public_audience(plan)
