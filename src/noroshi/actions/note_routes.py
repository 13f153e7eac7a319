"""Tell the page server which pages are public, by the file that it reads without the database."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sites import routes_of
from noroshi.domain.plan.model import Plan
from noroshi.pages.routes import write_routes


def note_routes(context: Context, plan: Plan | None = None) -> bool:
    """Note the pages of ``plan``, else of the plan in force; whether that changed anything.

    It happens before anything is published, so that a page that is not public any more is gone
    first.

    Raises:
        OSError: the data directory cannot be written.
    """
    plan = plan or plan_or_none()
    return write_routes(context.page_root, routes_of(plan)) if plan else False
