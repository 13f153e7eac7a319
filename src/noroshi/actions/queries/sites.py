"""Where each status page lives: on disk, and below the public address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from noroshi.actions.context import Context
from noroshi.domain.plan.model import Plan, StatusPage


@dataclass(frozen=True, kw_only=True)
class Site:
    """A status page, and the rest of the path that was asked for below it."""

    page: StatusPage
    rest: str


def directory_of(context: Context, page: StatusPage) -> Path:
    """The directory target of a page."""
    return context.page_root / page.key


def site_at(plan: Plan, path: str) -> Site | None:
    """The page that answers a path below the status address: the one with the longest prefix."""
    wanted = path.lstrip("/")
    for page in sorted(plan.pages, key=lambda page: -len(page.path)):
        prefix = page.path.strip("/")
        if not prefix:
            return Site(page=page, rest=wanted)
        if wanted == prefix or wanted.startswith(f"{prefix}/"):
            return Site(page=page, rest=wanted[len(prefix) :])
    return None
