"""``noroshi incident postings`` and ``posted``: what a person posts by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, Lang, Number, acting, language, opened


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group."""
    for command in (postings, posted):
        app.command()(command)


def postings(ctx: typer.Context, *, number: Number, lang: Lang = "", as_json: Json = False) -> None:
    """Show what is to be posted by hand: the words, the account, and who owns it."""
    opened(ctx)
    from noroshi.actions.queries.outlets import text_name
    from noroshi.actions.queries.plan import current_plan
    from noroshi.actions.queries.postings import postings_of

    wanted = language(lang)
    plan = current_plan()
    views = postings_of(plan, number)
    if as_json:
        show.document(
            [
                {
                    "text": view.posting.rendition_id,
                    "message": view.posting.message_number,
                    "rendition": str(view.posting.key),
                    "state": str(view.state),
                    "account": view.account,
                    "owner": view.owner.name if view.owner else None,
                    "title": view.posting.subject,
                    "words": view.words,
                    "replaces": view.replaces or None,
                    "posted_at": view.posting.posted_at,
                    "posted_by": view.posting.posted_by or None,
                    "address": view.posting.address or None,
                }
                for view in views
            ]
        )
        return
    for view in views:
        name = text_name(plan, view.posting.key, language=wanted)
        show.line(
            f"{view.posting.rendition_id}  {view.state}  update {view.posting.message_number}, "
            f"{name}{'  ' + view.account if view.account else ''}"
        )
        if view.state == "owed":
            show.line(f"\n{view.words}\n")
    if not views:
        show.line("Nothing is to be posted by hand.")


def posted(
    ctx: typer.Context,
    *,
    text: Annotated[int, typer.Argument(min=1, help="The id of the text; see “postings”.")],
    address: Annotated[str, typer.Option(help="Where the post can be read, if anywhere.")] = "",
    person: As = "",
) -> None:
    """Note that a text was posted by hand."""
    desk = acting(ctx, person)
    from noroshi.actions.note_posting import note_posting

    posting = note_posting(desk.context, desk.actor, text, address=address)
    show.line(f"Noted: update {posting.message_number}, {posting.key}.")
