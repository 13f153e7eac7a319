"""Commands that run the product: up, web, worker, prepare."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from noroshi.cli.installation import Installation, Started, Wishes

Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(min=1, max=65_535, help="The port to listen on.")]


def add_running(app: typer.Typer, installation: Installation) -> None:
    """Add the commands to the command line."""

    @app.command()
    def up(
        host: Host = "127.0.0.1",
        port: Port = 8700,
        public_url: Annotated[
            str,
            typer.Option(
                envvar="NOROSHI_PUBLIC_URL", help="How readers and colleagues reach it, https://…"
            ),
        ] = "",
        with_mailbox: Annotated[bool, typer.Option("--with-mailbox", hidden=True)] = False,
    ) -> None:
        """Run everything here: PostgreSQL (unless DATABASE_URL is set), web and worker."""
        wishes = Wishes(
            data_dir=Path(os.environ["NOROSHI_DATA_DIR"]),
            host=host,
            port=port,
            public_url=(public_url or f"http://{host}:{port}").rstrip("/"),
            with_mailbox=with_mailbox,
        )
        installation.up(wishes, tell=_tell, started=_welcome)

    @app.command()
    def web(host: Host = "127.0.0.1", port: Port = 8700) -> None:
        """Run one web process. DATABASE_URL must be set."""
        installation.web(host=host, port=port)

    @app.command()
    def worker(
        concurrency: Annotated[int, typer.Option(min=1, max=64, help="Jobs at once.")] = 8,
    ) -> None:
        """Run one worker process. DATABASE_URL must be set; start as many as you like."""
        raise typer.Exit(installation.work(concurrency=concurrency))

    @app.command(hidden=True)
    def mailbox() -> None:
        """Take the demo's mail and webhooks. The environment names the places."""
        from noroshi.practice.mailbox.server import serve_mailbox

        serve_mailbox(
            Path(os.environ["NOROSHI_MAILBOX_DIR"]),
            port=int(os.environ["NOROSHI_SMTP_PORT"]),
            hook_port=urlsplit(os.environ["NOROSHI_DEMO_HOOK_URL"]).port or 0,
            hook_secret=os.environ["NOROSHI_DEMO_HOOK_SECRET"],
        )

    @app.command()
    def prepare(
        as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    ) -> None:
        """Bring the database to the shape of this release. “up” does it by itself."""
        link = installation.prepare()
        if as_json:
            print(json.dumps({"setup_link": link}))
        elif link:
            print(f"Create the first administrator at {link}")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _welcome(started: Started) -> None:
    url = started.public_url
    print(f"Noroshi runs at {url}/", flush=True)
    print(f"Status page      {url}/status/", flush=True)
    if started.setup_link:
        print(
            f"First of all, create the administrator (works once): {started.setup_link}", flush=True
        )
    print("Ctrl-C stops everything.", flush=True)
