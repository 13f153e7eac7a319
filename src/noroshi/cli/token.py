"""``noroshi token``: tokens of monitoring systems."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering, group, opened

app = group("Tokens of monitoring systems.")

Name = Annotated[str, typer.Argument(help="What to call the monitoring system.")]


@app.command()
def add(ctx: typer.Context, *, name: Name, person: As = "") -> None:
    """Make a token. It is shown this once; put it into the monitoring system."""
    desk = administering(ctx, person)
    from noroshi.actions.manage_tokens import add_token

    token = add_token(desk.context, desk.actor, name)
    show.line(token.reveal())
    show.remark("This is shown once. Send it as “Authorization: Bearer …”, to:")
    show.remark(f"{desk.context.public_url}/api/signals/alertmanager")


@app.command("list")
def listing(ctx: typer.Context, *, as_json: Json = False) -> None:
    """List the tokens by name; the tokens themselves are not kept."""
    opened(ctx)
    from noroshi.storage import accounts

    found = accounts.ingest_names()
    if as_json:
        show.document(
            [{"name": t.name, "made_at": t.made_at, "revoked_at": t.revoked_at} for t in found]
        )
        return
    rows = [(t.name, show.at(t.made_at, UTC), show.at(t.revoked_at, UTC)) for t in found]
    show.table(("Name", "Made (UTC)", "Revoked (UTC)"), rows)


@app.command()
def revoke(ctx: typer.Context, *, name: Name, person: As = "") -> None:
    """Turn away whatever comes with the token from now on."""
    desk = administering(ctx, person)
    from noroshi.actions.manage_tokens import revoke_token

    revoke_token(desk.context, desk.actor, name)
    show.line(f"The token of “{name}” is revoked.")
