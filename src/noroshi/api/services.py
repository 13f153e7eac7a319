"""What bootstrap hands to the api ring once, before the first request."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.context import Context
from noroshi.kernel.errors import SetupProblem


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the installation that the interface needs."""

    context: Context


_installed: list[Services] = []


def install(given: Services) -> None:
    """Use these from now on."""
    _installed[:] = [given]


def context() -> Context:
    """The world in which actions act.

    Raises:
        SetupProblem: nothing was installed.
    """
    if not _installed:
        raise SetupProblem("The API was started without its services.")
    return _installed[0].context
