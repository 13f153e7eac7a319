"""``noroshi page serve``: the published pages alone, for the day when nothing else runs."""

from __future__ import annotations

import typer

from noroshi.cli.desk import installation_of
from noroshi.cli.running import Host, Port


def add_to(app: typer.Typer) -> None:
    """Add the command to the group."""

    @app.command()
    def serve(ctx: typer.Context, *, host: Host = "127.0.0.1", port: Port = 8700) -> None:
        """Show what was published last, and nothing else. Needs no database and no key."""
        installation_of(ctx).show_pages(host=host, port=port)
