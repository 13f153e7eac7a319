"""``noroshi incident fact``: answer a question of the checklist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import given, show
from noroshi.cli.desk import As, Desk, Number, acting
from noroshi.cli.incident import zone_of
from noroshi.kernel.errors import Conflict, Invalid

if TYPE_CHECKING:
    from noroshi.domain.incident import Fact


def add_to(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command()(fact)


def fact(
    ctx: typer.Context,
    *,
    number: Number,
    question: Annotated[str, typer.Argument(help="The key of the question in the checklist.")],
    text: Annotated[
        list[str] | None, typer.Option("--text", help="The answer, as en=… and ja=….")
    ] = None,
    time: Annotated[str, typer.Option("--time", help="14:02, or an ISO time with its zone.")] = "",
    count: Annotated[str, typer.Option("--number", help="A whole number.")] = "",
    unknown: Annotated[bool, typer.Option("--unknown", help="Nobody knows yet.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Over an earlier answer.")] = False,
    person: As = "",
) -> None:
    """Answer a question. Drafts that nobody has edited are filled with the answer."""
    if sum(map(bool, (text, time, count, unknown))) != 1:
        raise Invalid("Give one answer: --text, --time, --number or --unknown.", field=question)
    desk = acting(ctx, person)
    from noroshi.actions.answer_fact import Answer, answer_fact
    from noroshi.storage import incidents

    known = incidents.facts(number).get(question)
    _must_be_free(known, may_replace=replace)
    answer_fact(
        desk.context,
        desk.actor,
        number,
        Answer(
            question=question,
            values=_values(desk, text=text or (), time=time, count=count),
            unknown=unknown,
            version=known.version if known else 0,
        ),
    )
    show.line(f"{question} is answered.")


def _values(desk: Desk, *, text: Sequence[str], time: str, count: str) -> dict[str, str]:
    from noroshi.actions.answer_fact import ANY_LANGUAGE

    if time:
        told = given.moment(time, now=desk.context.clock.now(), zone=zone_of(""))
        return {ANY_LANGUAGE: told.isoformat()}
    return {ANY_LANGUAGE: count} if count else given.by_language(text, field="text")


def _must_be_free(known: Fact | None, *, may_replace: bool) -> None:
    if known is None or known.unknown or may_replace:
        return
    answer = "; ".join(known.values.values())
    raise Conflict(
        f"{known.answered_by} has answered already: {answer}.",
        way_out="Add --replace if yours is better.",
    )
