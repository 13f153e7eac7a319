"""``noroshi incident override``: let a text go out although a rule blocks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, acting
from noroshi.cli.writing import Rendition

if TYPE_CHECKING:
    from noroshi.cli.desk import Desk

Code = Annotated[str, typer.Argument(help="The rule that blocks the text; see “texts”.")]


def add_to(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command()(override)


def override(
    ctx: typer.Context,
    *,
    rendition: Rendition,
    code: Code,
    reason: Annotated[str, typer.Option(help="Why it must go out; the review shows it.")] = "",
    found: Annotated[
        str, typer.Option(help="The words it points at, if it blocks the text in several places.")
    ] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Let it block again.")] = False,
    person: As = "",
) -> None:
    """Let a text go out although a rule blocks it. The plan names who may."""
    desk = acting(ctx, person)
    if withdraw:
        _withdraw(desk, rendition, code, found=found)
        return
    from noroshi.actions.override_finding import Wish, override_finding

    wish = Wish(rule=code, reason=reason, words=found)
    kept = override_finding(desk.context, desk.actor, rendition, wish)
    show.line(f"Text {rendition}: {code} is overridden by {kept.person}: {kept.reason}")


def _withdraw(desk: Desk, rendition: int, code: str, *, found: str) -> None:
    from noroshi.actions.override_finding import withdraw_override
    from noroshi.storage import messages, overrides

    text = messages.rendition(rendition)
    mine = overrides.of_message(text.message_id).get(text.id, ())
    chosen = [each for each in mine if each.rule == code and found in {"", each.found}]
    for each in chosen:
        withdraw_override(desk.context, desk.actor, each.id)
    show.line(f"Text {rendition}: {code} blocks again. Overrides withdrawn: {len(chosen)}.")
