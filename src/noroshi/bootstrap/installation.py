"""What the command line is handed: the installation behind the commands."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.bootstrap.address import recall_address
from noroshi.bootstrap.django import set_up
from noroshi.bootstrap.keys import ensure_secret_key
from noroshi.bootstrap.up import run_up
from noroshi.cli.installation import Started, Surroundings, Wishes
from noroshi.host.embedded import address_of_running
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from noroshi.actions.context import Context


class Here:
    """The installation of this machine and environment."""

    def __init__(self) -> None:
        self._data_dir = Path("noroshi-data")

    def use(self, data_dir: Path) -> None:
        """Take the data directory; nothing in it is touched yet."""
        self._data_dir = data_dir
        os.environ["NOROSHI_DATA_DIR"] = str(data_dir.absolute())

    def context(self) -> Context:
        """What actions are handed; sets Django up."""
        self._complete_environment()
        set_up()
        from noroshi.bootstrap.context import context

        return context()

    def _complete_environment(self) -> None:
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = self._running_server()
        recall_address(self._data_dir)
        ensure_secret_key(self._data_dir)

    def surroundings(self) -> Surroundings:
        """What the installation was told from outside."""
        from noroshi.settings import ENVIRONMENT

        return Surroundings(
            data_dir=ENVIRONMENT.data_dir,
            public_url=ENVIRONMENT.public_url,
            smtp_host=ENVIRONMENT.smtp_host,
            smtp_port=ENVIRONMENT.smtp_port,
            clock_file=ENVIRONMENT.clock_file,
            bounce_address=ENVIRONMENT.bounce_address,
            bounce_mailbox_url=ENVIRONMENT.bounce_mailbox_url,
            dkim=ENVIRONMENT.dkim,
            target_secrets=ENVIRONMENT.target_secrets,
            internal_hosts=ENVIRONMENT.allowed_internal_hosts,
        )

    def _running_server(self) -> str:
        url = address_of_running(self._data_dir)
        if url is None:
            raise SetupProblem(
                f"Noroshi does not run in {self._data_dir}, and DATABASE_URL is not set.",
                way_out="Start it with “noroshi up”, say --data-dir, or set DATABASE_URL.",
            )
        return url

    def prepare(self) -> str | None:
        """Bring the database up to date; the link that makes the first administrator, if any."""
        context = self.context()
        from noroshi.storage.shape import bring_up_to_date

        bring_up_to_date()
        from noroshi.actions.create_first_administrator import make_setup_link

        return make_setup_link(context)

    def web(self, *, host: str, port: int) -> None:
        """Answer HTTP until told to stop."""
        self._complete_environment()
        from noroshi.bootstrap.serve import serve

        serve(host=host, port=port)

    def show_pages(self, *, host: str, port: int) -> None:
        """Show the published pages until told to stop; nothing else of the installation is used."""
        recall_address(self._data_dir)
        from noroshi.bootstrap.serve import serve_pages

        serve_pages(host=host, port=port)

    def work(self, *, concurrency: int) -> int:
        """Do background work until told to stop; the exit code."""
        self.context()
        from noroshi.settings import ENVIRONMENT
        from noroshi.storage.durability import must_be_durable

        if not ENVIRONMENT.forgetful_database:
            must_be_durable()
        from noroshi.bootstrap.wiring import handlers, stopping, watch_checks
        from noroshi.worker.main import run

        return run(
            handlers(),
            database_url=os.environ["DATABASE_URL"],
            concurrency=concurrency,
            on_stop=stopping().set,
            beside=[watch_checks],
        )

    def up(
        self,
        wishes: Wishes,
        *,
        tell: Callable[[str], None],
        started: Callable[[Started], None],
    ) -> None:
        """Run everything until told to stop."""
        run_up(wishes, tell=tell, started=started)
