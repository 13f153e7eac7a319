"""What the command line needs of the installation; noroshi.bootstrap provides it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from noroshi.actions.context import Context
    from noroshi.kernel.secret import Secret


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What ``noroshi up`` is asked for."""

    data_dir: Path
    host: str
    port: int
    public_url: str
    with_mailbox: bool = False  # the demo's


@dataclass(frozen=True, kw_only=True)
class Started:
    """What to tell the person who started it."""

    public_url: str
    setup_link: str | None  # None once there is an administrator


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the installation was told from outside, as far as a check-up looks at it."""

    data_dir: Path
    public_url: str
    smtp_host: str  # "" when there is no relay
    smtp_port: int
    clock_file: Path | None
    bounce_address: str = ""
    bounce_mailbox_url: str = ""
    dkim: tuple[tuple[str, Secret], ...] = ()  # selectors with their private keys
    target_secrets: Mapping[str, Secret] = field(default_factory=dict)  # by <TARGET>_<FIELD>
    internal_hosts: tuple[str, ...] = ()


class Installation(Protocol):
    """The installation that commands work on."""

    def use(self, data_dir: Path) -> None:
        """Work on this data directory, and on the server that ``noroshi up`` runs in it.

        Nothing is read or written yet: many commands need no installation.
        """
        ...

    def context(self) -> Context:
        """What actions are handed; models can be imported afterwards.

        Raises:
            SetupProblem: nothing runs in the data directory, and no other server is named.
        """
        ...

    def surroundings(self) -> Surroundings:
        """What it was told from outside. Needs no database.

        Raises:
            SetupProblem: a setting has a value that makes no sense.
        """
        ...

    def prepare(self) -> str | None:
        """Bring the database up to date; the link that makes the first administrator, if any."""
        ...

    def web(self, *, host: str, port: int) -> None:
        """Answer HTTP until told to stop."""
        ...

    def show_pages(self, *, host: str, port: int) -> None:
        """Answer HTTP with the published pages only, until told to stop. Needs no database."""
        ...

    def work(self, *, concurrency: int) -> int:
        """Do background work until told to stop; the exit code."""
        ...

    def up(
        self,
        wishes: Wishes,
        *,
        tell: Callable[[str], None],
        started: Callable[[Started], None],
    ) -> None:
        """Run everything until told to stop."""
        ...
