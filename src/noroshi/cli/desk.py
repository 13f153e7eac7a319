"""Where a command sits down: the installation, who acts, and in which language to answer.

The terminal of the host is trusted. Whoever can run commands there can read the key and the
database as well, so ``--as`` names the person for the log and for the rules; it proves nothing.
Every entry of the log that is made here says ``via: cli``.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli.installation import Installation
from noroshi.kernel.errors import Invalid

if TYPE_CHECKING:
    from noroshi.actions.context import Actor, Context

As = Annotated[
    str, typer.Option("--as", envvar="NOROSHI_PERSON", help="Who acts: a person of the plan.")
]
Lang = Annotated[str, typer.Option("--lang", help="Language of the answer: en or ja.")]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
Number = Annotated[int, typer.Argument(min=1, help="The number of the incident.")]

LANGUAGES = ("en", "ja")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The world to act in, and who acts."""

    context: Context
    actor: Actor


def group(help_text: str) -> typer.Typer:
    """A group of commands."""
    return typer.Typer(help=help_text, no_args_is_help=True, rich_markup_mode=None)


def installation_of(ctx: typer.Context) -> Installation:
    """The installation that the command works on."""
    installation: Installation = ctx.find_root().obj
    return installation


def opened(ctx: typer.Context) -> Context:
    """The installation's world, for reading; what is written from here on says "cli".

    Raises:
        SetupProblem: it does not run.
    """
    context = installation_of(ctx).context()
    from noroshi.storage import events

    ctx.find_root().with_resource(events.through("cli"))
    return context


def acting(ctx: typer.Context, person: str) -> Desk:
    """Sit down as a person of the plan.

    Raises:
        Invalid: nobody was named.
        NotAllowed: there is no such person, or they have no sign-in.
    """
    if not person:
        raise Invalid("Nobody is named who does this.", way_out="Say --as PERSON.", field="as")
    context = opened(ctx)
    from noroshi.actions.queries.acting import actor_named

    return Desk(context=context, actor=actor_named(person))


def administering(ctx: typer.Context, person: str) -> Desk:
    """Sit down as a person, or as the shell of the host when nobody is named."""
    if person:
        return acting(ctx, person)
    context = opened(ctx)
    from noroshi.actions.queries.acting import SHELL

    return Desk(context=context, actor=SHELL)


def language(wish: str) -> str:
    """The wished language, else that of the terminal (LC_ALL, LC_MESSAGES, LANG), else English.

    Raises:
        Invalid: it is not one of ours.
    """
    if wish:
        if wish not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise Invalid(f"There is no language “{wish}”.", way_out=f"Choose one of: {known}.")
        return wish
    settings = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ja" if next((text for text in settings if text), "").startswith("ja") else "en"
