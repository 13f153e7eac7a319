"""``noroshi person``: who is in the plan, and who can sign in."""

from __future__ import annotations

from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, Lang, administering, group, language, opened

app = group("Colleagues: who they are, and whether they can sign in.")


@app.command("list")
def listing(ctx: typer.Context, *, lang: Lang = "", as_json: Json = False) -> None:
    """List everybody of the plan, and the sign-ins beside it."""
    opened(ctx)
    from noroshi.actions.queries.people import colleagues
    from noroshi.domain.permissions import ROLE_NAMES

    found = colleagues()
    if as_json:
        show.document(
            [
                {"key": c.key, "name": c.name, "roles": list(c.roles), "state": c.state}
                for c in found
            ]
        )
        return
    wanted = language(lang)
    rows = [
        (
            c.key,
            c.name,
            ", ".join(ROLE_NAMES[role][wanted] for role in c.roles),
            "signs in" if c.state == "signs_in" else "no sign-in",
        )
        for c in found
    ]
    show.table(("Key", "Name", "Roles", ""), rows)


@app.command()
def invite(
    ctx: typer.Context,
    *,
    key: Annotated[str, typer.Argument(help="The person's key in the plan.")],
    person: As = "",
) -> None:
    """Print the link at which a person chooses a password. It works once."""
    desk = administering(ctx, person)
    from noroshi.actions.invite_person import invite_person

    show.line(invite_person(desk.context, desk.actor, key))
