"""``noroshi subscriber``: take over a list, and count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import given, show
from noroshi.cli.desk import As, Json, administering, group, opened

if TYPE_CHECKING:
    from noroshi.actions.import_subscribers import Imported

app = group("Subscribers: take over a list, count them.")

_SHOWN = 50


@app.command("import")
def take_over(
    ctx: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(help="CSV: email, language, regions, components.")],
    audience: Annotated[str, typer.Option(help="An audience of the plan.")],
    consent: Annotated[str, typer.Option(help="When and where these people agreed.")],
    channel: Annotated[str, typer.Option(help="email")] = "email",
    person: As = "",
    as_json: Json = False,
) -> None:
    """Add confirmed subscribers. Exit code 1 when rows were refused; the others are taken.

    Nobody is written to by it. Whoever unsubscribed stays unsubscribed.
    """
    text = given.content(file)
    desk = administering(ctx, person)
    from noroshi.actions.import_subscribers import Import, import_subscribers
    from noroshi.intake.subscribers.rows import rows_in

    done = import_subscribers(
        desk.context,
        desk.actor,
        Import(
            rows=rows_in(text),
            audience=audience,
            channel=channel,
            consent=consent,
            file=file.name,
        ),
    )
    if as_json:
        show.document(_as_document(done))
    else:
        _say(done, file)
    if done.refused:
        raise typer.Exit(1)


@app.command("list")
def listing(
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


def _say(done: Imported, file: Path) -> None:
    for bad in done.refused[:_SHOWN]:
        show.remark(f"{file}:{bad.line}: {bad.why}")
    if len(done.refused) > _SHOWN:
        show.remark(f"… and {len(done.refused) - _SHOWN:,} more rows.")
    show.line(
        f"Added: {done.added:,}. Known before: {done.known:,}. "
        f"Unsubscribed, and left so: {done.unsubscribed:,}. Refused: {len(done.refused):,}."
    )


def _as_document(done: Imported) -> dict[str, object]:
    return {
        "added": done.added,
        "known": done.known,
        "unsubscribed": done.unsubscribed,
        "refused": [{"line": bad.line, "why": bad.why} for bad in done.refused],
    }
