"""What bootstrap hands to the web ring once, before the first request."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from noroshi.actions.context import Context
from noroshi.actions.queries.closed_site import ClosedSites
from noroshi.kernel.errors import SetupProblem


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the installation that screens need.

    ``own_access`` are path prefixes of entrances that check access by themselves, with tokens
    instead of sign-ins. ``mailbox_dir`` is where a demo's mails arrive; None everywhere else.
    """

    context: Context
    own_access: tuple[str, ...] = ("/api/",)
    mailbox_dir: Path | None = None
    closed: ClosedSites = field(default_factory=ClosedSites)


_installed: list[Services] = []


def install(given: Services) -> None:
    """Use these from now on."""
    _installed[:] = [given]


def services() -> Services:
    """What was installed.

    Raises:
        SetupProblem: nothing was.
    """
    if not _installed:
        raise SetupProblem("The web part was started without its services.")
    return _installed[0]


def context() -> Context:
    """The world in which actions act."""
    return services().context
