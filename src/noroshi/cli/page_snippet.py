"""``noroshi page snippet``: what to paste elsewhere so that it points to the status page."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from noroshi.cli.desk import opened
from noroshi.kernel.errors import Invalid

Kind = Annotated[
    str,
    typer.Argument(
        help="html, nginx, apache, caddy, haproxy, cloudflare, cloudfront (error pages), or script "
        "(a tag)."
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command to the group."""

    @app.command()
    def snippet(
        ctx: typer.Context,
        kind: Kind,
        *,
        page: Annotated[str, typer.Option(help="Key of the page; the first otherwise.")] = "",
        url: Annotated[
            str, typer.Option(help="Address of the status page; then no installation is needed.")
        ] = "",
        company: Annotated[str, typer.Option(help="Who says sorry; with --url.")] = "",
        folder: Annotated[
            str, typer.Option(help="Where the error page lies on the web server.")
        ] = "/etc/noroshi",
    ) -> None:
        """Print an error page for 502 to 504, the configuration that shows it, or a script tag."""
        from noroshi.pages.snippets.error_page import error_page
        from noroshi.pages.snippets.servers import Asked
        from noroshi.pages.snippets.servers import snippet as made

        place = (company or _host(url), url, ("en", "ja")) if url else _planned(ctx, page)
        found = made(kind, Asked(page=error_page(*place), url=place[1], folder=folder))
        print(found.text, end="")
        print(found.advice, file=sys.stderr)


def _planned(ctx: typer.Context, key: str) -> tuple[str, str, tuple[str, ...]]:
    context = opened(ctx)
    from noroshi.actions.queries.links import page_url
    from noroshi.actions.queries.plan import current_plan

    plan = current_plan()
    pages = {page.key: page for page in plan.pages}
    chosen = pages.get(key) if key else next(iter(plan.pages), None)
    if chosen is None:
        raise Invalid(
            f"There is no page “{key}”." if key else "The plan has no page.",
            way_out=f"Choose one of: {', '.join(pages)}." if pages else "Add one to the plan.",
            field="page",
        )
    first = chosen.default_language
    languages = (first, *(code for code in chosen.languages if code != first))
    return plan.company.name, page_url(context, chosen), languages


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).hostname or url
