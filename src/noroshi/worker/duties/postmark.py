"""What every mail of the installation carries besides its words: signatures and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from noroshi.delivery.mail.dkim import DkimKey
from noroshi.domain.verp import ReturnPaths
from noroshi.kernel.secret import Secret


def _provider_decides(_text: int, _subscriber: int) -> str:
    """No return path of our own: the account's envelope sender takes what comes back."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Postmark:
    """``bounce_address`` is "" where bounces are not read. ``dkim`` are selectors with their keys."""

    return_path: Callable[[int, int], str] = _provider_decides
    bounce_address: str = ""
    dkim: tuple[tuple[str, Secret], ...] = ()

    def keys_for(self, sender: str) -> tuple[DkimKey, ...]:
        """The keys that sign for a sender's domain.

        Raises:
            Invalid: a key or a selector cannot serve.
        """
        domain = sender.rpartition("@")[2].lower()
        return tuple(
            DkimKey(domain=domain, selector=selector, key=key) for selector, key in self.dkim
        )


def postmark(
    *, bounce_address: str, key: Secret, dkim: tuple[tuple[str, Secret], ...] = ()
) -> Postmark:
    """The postmark of an installation whose return paths are signed with ``key``.

    Raises:
        Invalid: ``bounce_address`` is no plain address.
    """
    if not bounce_address:
        return Postmark(dkim=dkim)
    paths = ReturnPaths(bounce_address, key)
    return Postmark(return_path=paths.address, bounce_address=bounce_address, dkim=dkim)
