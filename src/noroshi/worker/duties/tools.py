"""What the duties are handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from noroshi.actions.context import Context
from noroshi.delivery.contract import Provider
from noroshi.delivery.engine import OffLoop, never
from noroshi.delivery.post_room import PostRoom
from noroshi.domain.provider_account import ProviderAccount
from noroshi.pages.crew import Crew
from noroshi.pages.press import Press
from noroshi.worker.duties.kept import Kept
from noroshi.worker.duties.postmark import Postmark
from noroshi.worker.ledger_thread import LedgerThread


def _not_wired(account: ProviderAccount, sender: str) -> Provider:
    msg = f"no provider was given for {account.name} and {sender}"
    raise LookupError(msg)


@dataclass(frozen=True, kw_only=True)
class Toolbox:
    """The installation, and the configured accounts with those who take parcels.

    One for the whole process: ``post`` holds the open sessions, ``call`` the ledger's thread.
    """

    context: Context
    through: Callable[[ProviderAccount, str], Provider] = _not_wired
    """A provider account, ready to hand parcels to, for an envelope sender. Raises Invalid if its
    settings cannot be used, Conflict if its secrets cannot be opened."""
    should_stop: Callable[[], bool] = never
    """Whether the worker is about to end: then a batch is put back between two groups."""
    postmark: Postmark = field(default_factory=Postmark)
    """How mail is signed, and where what comes back goes."""
    post: PostRoom = field(default_factory=PostRoom)
    call: OffLoop = field(default_factory=LedgerThread)
    crew: Crew = field(default_factory=Crew)
    """Those who publish the pages, one for each target."""
    press: Press = field(default_factory=Press)
    """Makes the files of the pages, and remembers those that did not change."""
    kept: Kept = field(default_factory=Kept)
    """What is asked for with every batch and changes seldom."""


def domain_of(address: str) -> str:
    """The domain of a mail address."""
    return address.rpartition("@")[2] or "localhost"
