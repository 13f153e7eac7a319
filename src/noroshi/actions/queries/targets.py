"""The targets of each status page, with their secrets, ready to be opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from noroshi.actions.context import Context
from noroshi.actions.queries.links import page_url
from noroshi.actions.queries.sites import directory_of
from noroshi.domain.plan.model import Plan, StatusPage
from noroshi.domain.publication import BUILT_IN
from noroshi.kernel.secret import Secret
from noroshi.pages.notes import NotedPage, NotedTarget
from noroshi.pages.secrets import secrets_of

Lane = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class PlacedTarget:
    """One target of one page. ``settings`` are open ones only."""

    page: str
    name: str
    kind: str
    settings: Mapping[str, str]
    public_url: str = ""
    secrets: Mapping[str, Secret] = field(default_factory=dict)

    @property
    def lane(self) -> Lane:
        """The page and the target: a name for it in the whole installation."""
        return self.page, self.name

    @property
    def complete(self) -> dict[str, str]:
        """The settings with the secrets, for opening it only."""
        return {**self.settings, **{name: value.reveal() for name, value in self.secrets.items()}}


def targets_of(context: Context, page: StatusPage) -> tuple[PlacedTarget, ...]:
    """The targets of a page; first the files that the product's own server shows."""
    built_in = PlacedTarget(
        page=page.key,
        name=BUILT_IN,
        kind="directory",
        settings={"path": str(directory_of(context, page))},
    )
    return built_in, *(
        PlacedTarget(
            page=page.key,
            name=each.name,
            kind=each.kind,
            settings=each.settings,
            public_url=each.public_url,
            secrets=secrets_of(each.name, each.kind, context.target_secrets),
        )
        for each in page.targets
    )


def all_targets(context: Context, plan: Plan) -> tuple[PlacedTarget, ...]:
    """The targets of all pages, page by page."""
    return tuple(target for page in plan.pages for target in targets_of(context, page))


def notes_of(context: Context, plan: Plan, version: int) -> tuple[NotedPage, ...]:
    """What an emergency without the database needs to know of the pages and their targets."""
    return tuple(
        NotedPage(
            key=page.key,
            name=page.name,
            company=plan.company.name,
            languages=page.languages,
            default_language=page.default_language,
            time_zone=page.time_zone,
            base_url=page_url(context, page).rstrip("/"),
            version=version,
            targets=tuple(
                NotedTarget(
                    name=each.name,
                    kind=each.kind,
                    settings=dict(each.settings),
                    public_url=each.public_url,
                )
                for each in targets_of(context, page)
            ),
        )
        for page in plan.pages
    )
