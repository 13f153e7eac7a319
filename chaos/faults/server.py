"""The embedded server with a door to the network: on one address, for one experiment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from noroshi.host.cluster import DATABASE, ROLE
from noroshi.host.embedded import EmbeddedPostgres
from noroshi.host.home import home_of

_PORT = 5432


class TcpServer(EmbeddedPostgres):
    """Listens on ``address`` only, and believes everybody who reaches it."""

    def __init__(self, data_dir: Path, *, address: str) -> None:
        super().__init__(data_dir)
        self._address = address

    def start(self) -> str:
        """See ``EmbeddedPostgres.start``; the address is that of the network."""
        super().start()
        home = home_of(self._data_dir)
        with (home / "pg_hba.conf").open("a", encoding="utf-8") as rules:
            rules.write(f"host all all {self._address}/24 trust\n")
        self.child.stop()
        argv = [
            f"listen_addresses={self._address}" if word == "listen_addresses=" else word
            for word in self.child.program.argv
        ]
        self.child.program = replace(self.child.program, argv=argv)
        self.ensure_running()
        return self.url

    @property
    def url(self) -> str:
        """The address over TCP."""
        return f"postgresql://{ROLE}@{self._address}:{_PORT}/{DATABASE}"
