"""``noroshi page emergency``: a page by hand when the database, and with it the plan, is gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import installation_of
from noroshi.kernel.clock import SystemClock
from noroshi.kernel.errors import NotFound

if TYPE_CHECKING:
    from noroshi.cli.installation import Surroundings
    from noroshi.pages.crew import Crew, Outcome, Shift
    from noroshi.pages.emergency import Words
    from noroshi.pages.notes import NotedPage, NotedTarget
    from noroshi.pages.publish import Published

_FILE = typer.Argument(help="Markdown (the first line is the headline), or YAML or JSON.")
_TARGETS = typer.Option("--targets", help="A copy of targets.json, from another machine.")
_ASKING_S = 1.0
_PAGE = typer.Option("--page", help="The key of one page; without it, all pages.")


def add_to(app: typer.Typer) -> None:
    """Add the command to the group of pages."""

    @app.command()
    def emergency(
        ctx: typer.Context,
        *,
        file: Annotated[Path, _FILE],
        page: Annotated[str, _PAGE] = "",
        targets: Annotated[Path | None, _TARGETS] = None,
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ) -> None:
        """Publish a page by hand, without the database. Exit code 1 if a target does not show it.

        It stays until somebody publishes an update or runs “noroshi page publish”.
        """
        from noroshi.pages.emergency import read_words
        from noroshi.pages.notes import FILE, read_notes

        around = installation_of(ctx).surroundings()
        now = SystemClock().now()
        words = read_words(file, now=now)
        root = around.data_dir / "pages"
        pages = [p for p in read_notes(targets or root / FILE) if page in {"", p.key}]
        if not pages:
            raise NotFound(f"There is no page “{page}”.", way_out="Leave --page out for all.")
        if not yes:
            _ask(words, pages)
        if not _published(around, pages, words, now=now):
            raise typer.Exit(1)


def _ask(words: Words, pages: list[NotedPage]) -> None:
    headline = next(iter(words.headline.values()))
    show.line(f"Pages: {', '.join(page.key for page in pages)}")
    show.line(f"Headline: {headline}")
    typer.confirm("Show this to everybody now?", abort=True)


def _published(
    around: Surroundings, pages: list[NotedPage], words: Words, *, now: datetime
) -> bool:
    from noroshi.pages.crew import Crew

    crew = Crew()
    shift: Shift[Published] = crew.shift()
    versions = _versions(crew, around, pages)
    for page in pages:
        version = versions[page.key] + 1
        _give(shift, crew, around, page=page, version=version, words=words, now=now)
    rows = []
    for outcome in shift.outcomes(pause_s=0.5):
        if outcome is not None:
            rows.append(_row(outcome))
            show.line("  ".join(rows[-1]))
    fine = all(row[2] == "shows it" for row in rows)
    show.line(
        "To go back: publish an update, or run “noroshi page publish”, once the database is there."
        if fine
        else "Not every target shows the page. Run the command again; the others keep showing it."
    )
    return fine


def _row(outcome: Outcome[Published]) -> tuple[str, str, str]:
    page, target = outcome.lane
    if outcome.result:
        return page, target, "shows it"
    return page, target, f"FAILED: {outcome.failure.why if outcome.failure else ''}"


def _versions(crew: Crew, around: Surroundings, pages: list[NotedPage]) -> dict[str, int]:
    """The highest version of each page that is known anywhere, as far as it is told in a second.

    Nobody is waited for longer: readers of the places that live wait for this page.
    """
    shift: Shift[int | None] = crew.shift(deadline_s=_ASKING_S)
    for page in pages:
        for target in page.targets:

            def work(target: NotedTarget = target) -> int | None:
                return crew.opened(target.kind, _complete(around, target)).current_version()

            shift.give((page.key, target.name), work)
    found = {page.key: page.version for page in pages}
    for one in shift.outcomes(pause_s=_ASKING_S):
        if one and one.result:
            found[one.lane[0]] = max(found[one.lane[0]], one.result)
    return found


def _give(
    shift: Shift[Published],
    crew: Crew,
    around: Surroundings,
    *,
    page: NotedPage,
    version: int,
    words: Words,
    now: datetime,
) -> None:
    from noroshi.pages.emergency import emergency_files
    from noroshi.pages.public import PublicEyes
    from noroshi.pages.publish import publish
    from noroshi.pages.target import Overtaken

    rest = _rest(around.data_dir / "pages" / page.key / "current")
    files = emergency_files(page, words, now=now, rest=rest)
    for target in page.targets:
        eyes = (
            PublicEyes(target.public_url, internal_hosts=around.internal_hosts)
            if target.public_url
            else None
        )

        def put(version: int, target: NotedTarget, eyes: PublicEyes | None) -> Published:
            return publish(
                target=crew.opened(target.kind, _complete(around, target)),
                version=version,
                files=files,
                clock=SystemClock(),
                eyes=eyes,
                emergency=True,
            )

        def work(target: NotedTarget = target, eyes: PublicEyes | None = eyes) -> Published:
            try:
                return put(version, target, eyes)
            except Overtaken as newer:  # it was too slow to tell
                return put(newer.public + 1, target, eyes)

        shift.give((page.key, target.name), work)


def _rest(folder: Path) -> Mapping[str, bytes]:
    """What was public before, from the copy on this machine, if there is one."""
    from noroshi.pages.proof import PROOF
    from noroshi.pages.target import safe_path

    paths = {file: str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    return {
        path: file.read_bytes() for file, path in paths.items() if path != PROOF and safe_path(path)
    }


def _complete(around: Surroundings, target: NotedTarget) -> dict[str, str]:
    from noroshi.pages.secrets import secrets_of

    secrets = secrets_of(target.name, target.kind, around.target_secrets)
    return {**target.settings, **{name: secret.reveal() for name, secret in secrets.items()}}
