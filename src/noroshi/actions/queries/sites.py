"""Where each status page lives: on disk, and on the web."""

from __future__ import annotations

from pathlib import Path

from noroshi.actions.context import Context
from noroshi.domain.plan.model import Plan, StatusPage
from noroshi.pages.routes import Route


def directory_of(context: Context, page: StatusPage) -> Path:
    """The directory target of a page."""
    return context.page_root / page.key


def routes_of(plan: Plan) -> tuple[Route, ...]:
    """The pages that anybody may read, as the built-in server knows them."""
    return tuple(
        Route(key=page.key, path=page.path.strip("/"), address=page.address) for page in plan.pages
    )
