"""How a component's state is found out by itself: built-in checks, and alerts of others.

Both only ever say a state, never a word. Whether customers see it at once or after a person has
looked is the plan's decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from noroshi.domain.incident import ComponentStatus

SHORTEST_INTERVAL = timedelta(seconds=10)
LONGEST_INTERVAL = timedelta(days=1)
LONGEST_WAIT = timedelta(seconds=30)
MOST_RESULTS = 20
"""How many results a rule may look back on."""


class CheckKind(StrEnum):
    """What is tried."""

    HTTP = "http"  # the answer to a GET
    TCP = "tcp"  # a connection
    TLS = "tls"  # a certificate: trusted, for this host, and how long it still holds


class Show(StrEnum):
    """When customers see a state that nobody typed in."""

    AFTER_CONFIRMATION = "after_confirmation"  # a person looks first
    AT_ONCE = "at_once"


@dataclass(frozen=True, kw_only=True)
class Check:
    """A built-in check of one component; its result holds in each of ``regions`` (none: all).

    The state changes after ``failures`` failures among the last ``of`` results, and back after
    ``recoveries`` successes in a row.
    """

    key: str
    component: str
    kind: CheckKind
    regions: tuple[str, ...] = ()
    url: str = ""  # http
    host: str = ""  # tcp, tls
    port: int = 0
    every: timedelta = timedelta(minutes=1)
    within: timedelta = timedelta(seconds=10)  # longer is a failure
    expect: tuple[int, ...] = ()  # status codes of HTTP; none: 200 to 299
    contains: str = ""  # in the first 64 kB of the answer
    follow_redirects: bool = False  # else a redirect is an answer like any other
    warn_days: int = 14  # people are warned so many days before a certificate ends
    failures: int = 3
    of: int = 5
    recoveries: int = 2
    status: ComponentStatus = ComponentStatus.MAJOR_OUTAGE
    show: Show = Show.AFTER_CONFIRMATION

    @property
    def patience(self) -> timedelta:
        """The longest time between two results that still counts as watching."""
        return 2 * self.every + self.within + timedelta(seconds=10)


@dataclass(frozen=True, kw_only=True)
class SignalRule:
    """Alerts that put a component into a state.

    ``match`` compares labels; ``*`` stands for any text. The alerts must have fired for
    ``after`` altogether, and be silent for ``recover_after`` before the state goes back: an
    alert that flaps so neither comes nor goes with every turn.
    """

    key: str
    component: str
    match: Mapping[str, str]
    regions: tuple[str, ...] = ()
    region_label: str = ""  # the label that names the region, if there is one
    status: ComponentStatus = ComponentStatus.PARTIAL_OUTAGE
    after: timedelta = timedelta(minutes=2)
    recover_after: timedelta = timedelta(minutes=5)
    show: Show = Show.AFTER_CONFIRMATION
