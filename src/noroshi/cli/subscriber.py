"""``noroshi subscriber``: take over a list, give one away, count; show and forget a person."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering, group, opened
from noroshi.cli.subscriber_people import erase, give_away, show_person, unsubscribe
from noroshi.kernel.errors import Invalid

if TYPE_CHECKING:
    from noroshi.actions.import_subscribers import Imported

app = group("Subscribers: take over a list, give it away, count; show and forget a person.")

_SHOWN = 50
_IN_MEMORY = 10_000_000


@app.command("import")
def take_over(
    ctx: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(help="CSV of any size; “-” is the standard input.")],
    consent: Annotated[str, typer.Option(help="When and where these people agreed.")],
    audience: Annotated[str, typer.Option(help="An audience of the plan.")] = "",
    shape: Annotated[
        str,
        typer.Option("--format", help="noroshi, statuspage, cachet, listmonk, plain; else seen."),
    ] = "",
    channel: Annotated[str, typer.Option(help="Only email, sms or webhook.")] = "",
    country: Annotated[str, typer.Option(help="Of numbers without one: JP, DE …")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look, and change nothing.")] = False,
    person: As = "",
    as_json: Json = False,
) -> None:
    """Take subscribers over. Exit code 1 when rows were refused; the others are taken.

    Nobody is written to by it. Whoever unsubscribed stays unsubscribed.
    """
    desk = administering(ctx, person)
    from noroshi.actions.import_subscribers import Import, import_subscribers
    from noroshi.intake.subscribers.rows import listing

    with _source(file) as source:
        found = listing(source, shape)
        wanted = Import(
            rows=found,
            audience=audience,
            channel=channel,
            consent=consent,
            file=file.name,
            shape=found.shape,
            country=country,
            trial=dry_run,
            told=_progress(found.size),
        )
        done = import_subscribers(desk.context, desk.actor, wanted)
    if as_json:
        show.document(_as_document(done))
    else:
        _say(done, file)
    if done.refused:
        raise typer.Exit(1)


@app.command("list")
def listing_of_numbers(
    ctx: typer.Context,
    *,
    count: Annotated[bool, typer.Option("--count", help="Numbers only; there is no other.")] = True,
    as_json: Json = False,
) -> None:
    """Count the subscribers by audience, channel, language and state. No addresses."""
    opened(ctx)
    from noroshi.storage import subscribers

    rows = subscribers.sizes() if count else []
    if as_json:
        show.document(rows)
        return
    columns = ("Audience", "Channel", "Language", "State", show.Column(title="#", number=True))
    names = ("audience", "channel", "language", "state")
    show.table(columns, [(*(row[name] for name in names), f"{row['n']:,}") for row in rows])


app.command("export")(give_away)
app.command("show")(show_person)
app.command("unsubscribe")(unsubscribe)
app.command("erase")(erase)


@contextmanager
def _source(file: Path) -> Iterator[BinaryIO]:
    """The file, which is read more than once; the standard input is laid aside first."""
    if str(file) == "-":
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as aside:
            shutil.copyfileobj(sys.stdin.buffer, aside)
            yield cast("BinaryIO", aside)
        return
    try:
        opened_file = file.open("rb")
    except OSError as error:
        raise Invalid(
            "{file} cannot be read: {fault}.", file=str(file), fault=str(error.strerror)
        ) from error
    with opened_file:
        yield opened_file


def _progress(size: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        if sys.stderr.isatty():
            show.remark(f"{done:,} of {size:,} rows")

    return tell


def _say(done: Imported, file: Path) -> None:
    for bad in done.problems[:_SHOWN]:
        show.remark(f"{file}:{bad.line}: {bad.said}")
    if done.refused > _SHOWN:
        show.remark(f"… and {done.refused - _SHOWN:,} more rows.")
    if done.trial:
        show.line("On trial: nothing was changed.")
    show.line(
        f"Added: {done.added:,}. Known before: {done.known:,}. "
        f"Unsubscribed, and left so: {done.unsubscribed:,}. Refused: {done.refused:,}."
    )
    for words, count in _more(done):
        if count:
            show.line(f"{words}: {count:,}.")


def _more(done: Imported) -> Iterator[tuple[str, int]]:
    from noroshi.storage.subscriber_stage import Verdict

    yield "Of those added, not confirmed yet", done.states["pending"]
    yield "Of those added, unsubscribed", done.states["unsubscribed"]
    yield "Unsubscribed by this list", done.verdicts[Verdict.WITHDRAWN]
    yield "Suppressed, and left so", done.verdicts[Verdict.SUPPRESSED]
    yield "Twice in the list", done.verdicts[Verdict.REPEATED]
    for why, count in done.skipped.most_common():
        yield f"Left out, {why}", count
    for note, count in done.remarks.notes.most_common():
        yield f"Note, {note}", count
    for name, count in done.remarks.unknown.most_common(_SHOWN):
        yield f"Not in the plan, “{name}”", count


def _as_document(done: Imported) -> dict[str, object]:
    return {
        "trial": done.trial,
        "rows": done.rows,
        "added": done.added,
        "states": dict(done.states),
        "known": done.known,
        "unsubscribed": done.unsubscribed,
        "verdicts": {str(verdict): count for verdict, count in done.verdicts.items()},
        "skipped": dict(done.skipped),
        "unknown": dict(done.remarks.unknown),
        "notes": dict(done.remarks.notes),
        "refused_count": done.refused,
        "refused": [{"line": bad.line, "why": bad.said} for bad in done.problems],
    }
