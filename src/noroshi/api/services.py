"""What bootstrap hands to the api ring once, before the first request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from noroshi.actions.context import Context
from noroshi.actions.take_in_receipts import Outside
from noroshi.intake.receipts.contract import wrong_signature
from noroshi.kernel.errors import SetupProblem
from noroshi.kernel.secret import Secret


def _nothing_outside(url: str) -> NoReturn:
    del url
    raise wrong_signature()


NOTHING_OUTSIDE = Outside(certificate=_nothing_outside, visit=_nothing_outside)
"""For installations that fetch nothing: then a call whose check needs it is refused."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of the installation that the interface needs.

    ``metrics_token``: with it, nothing else opens /metrics; empty, tokens of monitors do.
    """

    context: Context
    metrics_token: Secret = field(default_factory=lambda: Secret(""))
    outside: Outside = NOTHING_OUTSIDE


_installed: list[Services] = []


def install(given: Services) -> None:
    """Use these from now on."""
    _installed[:] = [given]


def context() -> Context:
    """The world in which actions act.

    Raises:
        SetupProblem: nothing was installed.
    """
    return _services().context


def metrics_token() -> Secret:
    """What a reader of /metrics has to know; empty when none was set."""
    return _services().metrics_token


def outside() -> Outside:
    """What a source of receipts may fetch.

    Raises:
        SetupProblem: nothing was installed.
    """
    return _services().outside


def _services() -> Services:
    if not _installed:
        raise SetupProblem("The API was started without its services.")
    return _installed[0]
