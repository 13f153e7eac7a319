"""How the publication of the status pages stands, page by page and target by target."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.context import Context
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.targets import targets_of
from noroshi.domain.publication import BUILT_IN, TargetStanding, TargetState
from noroshi.storage import page_targets, pages
from noroshi.storage.pages import PublicationRecord


@dataclass(frozen=True, kw_only=True)
class TargetShown:
    """A target as the plan has it, and what it shows."""

    url: str
    standing: TargetStanding


@dataclass(frozen=True, kw_only=True)
class PageStanding:
    """A page, and the version that the product's own server shows; None before the first."""

    key: str
    url: str
    version: int | None
    targets: tuple[TargetShown, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PagesStanding:
    """What readers see, and what they do not see yet. ``waiting`` is newer than ``verified``."""

    verified: PublicationRecord | None
    waiting: tuple[PublicationRecord, ...]
    pages: tuple[PageStanding, ...]

    @property
    def troubled(self) -> tuple[TargetStanding, ...]:
        """The targets that do not show what they should."""
        return tuple(
            shown.standing
            for page in self.pages
            for shown in page.targets
            if not shown.standing.is_live or shown.standing.state is TargetState.EMERGENCY
        )


def pages_standing(context: Context) -> PagesStanding:
    """The state at this moment, as far as it was written down: no target is asked."""
    plan = plan_or_none()
    verified = pages.newest_verified()
    seen = verified.version if verified else 0
    known = page_targets.standings()
    found = []
    for page in plan.pages if plan else ():
        url = page_url(context, page)
        shown = tuple(
            TargetShown(
                url=url if target.name == BUILT_IN else target.public_url,
                standing=known.get(target.lane)
                or TargetStanding(page=page.key, target=target.name, kind=target.kind),
            )
            for target in targets_of(context, page)
        )
        found.append(
            PageStanding(key=page.key, url=url, version=shown[0].standing.version, targets=shown)
        )
    return PagesStanding(
        verified=verified,
        waiting=tuple(record for record in pages.unverified() if record.version > seen),
        pages=tuple(found),
    )
