"""``noroshi report promise|promised|kept|move-promise``: what a final report promises (F4)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, Lang, Number, acting, language, opened
from noroshi.kernel.errors import Invalid

Day = Annotated[str, typer.Option(help="The day by which it is done, such as 2026-03-31.")]
Commitment = Annotated[int, typer.Argument(help="The number of the promise; see “promised”.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group ``report``."""
    app.command("promise")(promise)
    app.command("promised")(promised)
    app.command("kept")(kept)
    app.command("move-promise")(move)


def promise(
    ctx: typer.Context,
    *,
    number: Number,
    text: Annotated[list[str], typer.Option(help="language=one sentence; once a language.")],
    due: Day,
    owner: Annotated[str, typer.Option(help="Key of a person of the plan.")] = "",
    person: As = "",
) -> None:
    """Promise an action; readers see it with its day once the report is out."""
    desk = acting(ctx, person)
    from noroshi.actions.make_commitment import make_commitment

    made = make_commitment(
        desk.context, desk.actor, number, text=_texts(text), due=_day(due), owner=owner
    )
    show.line(f"Promise {made.id} of incident {number} is kept, due by {made.due}.")


def promised(
    ctx: typer.Context,
    *,
    number: Annotated[int, typer.Argument(help="The incident; 0 is all that is open.")] = 0,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Show what was promised: of one incident, or everything that is still to be done."""
    opened(ctx)
    from noroshi.domain.language import pick
    from noroshi.storage import commitments

    found = commitments.of_incident(number) if number else commitments.open_ones()
    if as_json:
        show.document(
            [
                {
                    "id": one.id,
                    "incident": one.incident_number,
                    "text": dict(one.text),
                    "due": one.due.isoformat(),
                    "first_due": one.first_due.isoformat(),
                    "owner": one.owner,
                    "done_at": one.done_at,
                    "note": dict(one.note),
                }
                for one in found
            ]
        )
        return
    for one in found:
        state = "done" if one.is_done else f"due {one.due}"
        show.line(
            f"{one.id}  incident {one.incident_number}  {state}  {pick(one.text, language(lang))}"
        )
    if not found:
        show.line("Nothing is promised.")


def kept(
    ctx: typer.Context,
    *,
    commitment: Commitment,
    note: Annotated[
        list[str], typer.Option(help="language=what came of it, for readers; once a language.")
    ] = [],  # noqa: B006 - typer's way of an option that may be left out
    person: As = "",
) -> None:
    """Mark a promise as done."""
    desk = acting(ctx, person)
    from noroshi.actions.change_commitment import keep_commitment
    from noroshi.storage import commitments

    before = commitments.get(commitment)
    keep_commitment(desk.context, desk.actor, commitment, note=_texts(note), version=before.version)
    show.line(f"Promise {commitment} is done.")


def move(ctx: typer.Context, *, commitment: Commitment, due: Day, person: As = "") -> None:
    """Set another day; readers are told the first one too."""
    desk = acting(ctx, person)
    from noroshi.actions.change_commitment import move_commitment
    from noroshi.storage import commitments

    before = commitments.get(commitment)
    moved = move_commitment(
        desk.context,
        desk.actor,
        commitment,
        due=_day(due),
        owner=before.owner,
        version=before.version,
    )
    show.line(f"Promise {commitment} is due by {moved.due}, at first by {moved.first_due}.")


def _texts(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    if not all(text for _, _, text in pairs):
        raise Invalid("Write each text as language=words.", field="text")
    return {code.strip(): text.strip() for code, _, text in pairs}


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Invalid(
            "This is not a day.", way_out="Write it as 2026-03-31.", field="due"
        ) from None
