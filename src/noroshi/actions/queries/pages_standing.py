"""How the publication of the status pages stands, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.context import Context
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sites import directory_of
from noroshi.pages.registry import open_target
from noroshi.storage import pages
from noroshi.storage.pages import PublicationRecord


@dataclass(frozen=True, kw_only=True)
class PageStanding:
    """A page, and the version that its directory shows now."""

    key: str
    url: str
    version: int | None


@dataclass(frozen=True, kw_only=True)
class PagesStanding:
    """What readers see, and what they do not see yet. ``waiting`` is newer than ``verified``."""

    verified: PublicationRecord | None
    waiting: tuple[PublicationRecord, ...]
    pages: tuple[PageStanding, ...]


def pages_standing(context: Context) -> PagesStanding:
    """The state at this moment."""
    plan = plan_or_none()
    verified = pages.newest_verified()
    seen = verified.version if verified else 0
    return PagesStanding(
        verified=verified,
        waiting=tuple(record for record in pages.unverified() if record.version > seen),
        pages=tuple(
            PageStanding(
                key=page.key,
                url=page_url(context, page),
                version=open_target(
                    "directory", {"path": str(directory_of(context, page))}
                ).current_version(),
            )
            for page in (plan.pages if plan else ())
        ),
    )
