"""``noroshi incident approve`` and ``reject``: the digest is typed, so the text was read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, acting
from noroshi.cli.writing import Rendition
from noroshi.kernel.errors import Invalid

if TYPE_CHECKING:
    from noroshi.domain.message import Rendition as Text

SHORTEST = 16
"""So many digits of a digest stand for all of it."""

Digest = Annotated[
    str, typer.Option(help="The digest of the text that was read: its first 16 digits or all.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command()(approve)
    app.command()(reject)


def approve(
    ctx: typer.Context, *, rendition: Rendition, digest: Digest = "", person: As = ""
) -> None:
    """Sign exactly one text. Without --digest the text is shown, and the digest asked for."""
    desk = acting(ctx, person)
    from noroshi.actions.approve_rendition import approve_rendition
    from noroshi.storage import messages

    text = messages.rendition(rendition)
    approve_rendition(
        desk.context, desk.actor, rendition, digest=_signed(text, digest or _asked(text))
    )
    show.line(f"Text {rendition} ({text.key}) is approved by {desk.actor.person}.")


def reject(
    ctx: typer.Context,
    *,
    rendition: Rendition,
    reason: Annotated[str, typer.Option(help="What the writer has to mend.")],
    digest: Digest = "",
    person: As = "",
) -> None:
    """Send the message back to its writers, with a reason."""
    desk = acting(ctx, person)
    from noroshi.actions.approve_rendition import reject_rendition
    from noroshi.storage import messages

    text = messages.rendition(rendition)
    reject_rendition(
        desk.context,
        desk.actor,
        rendition,
        digest=_signed(text, digest or _asked(text)),
        reason=reason,
    )
    show.line(f"Text {rendition} ({text.key}) is sent back.")


def _signed(text: Text, typed: str) -> str:
    """The whole digest if what was typed begins it; else what was typed, which is refused."""
    plain = "".join(typed.split()).lower()
    if len(plain) < SHORTEST:
        raise Invalid(f"Type at least {SHORTEST} digits of the digest.", field="digest")
    return text.digest if text.digest.startswith(plain) else plain


def _asked(text: Text) -> str:
    from noroshi.domain.message import short

    if not sys.stdin.isatty():
        raise Invalid(
            "The digest of the text is missing.",
            way_out="Read the text with “noroshi incident texts” and say --digest.",
            field="digest",
        )
    show.line(f"{text.subject}\n\n{text.body}\n\n{text.key}  digest {short(text.digest)}")
    answer: str = typer.prompt("Type these 16 digits to sign this text")
    return answer
