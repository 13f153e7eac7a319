"""What the duties are handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from noroshi.actions.context import Context
from noroshi.delivery.contract import Provider
from noroshi.delivery.engine import never


@dataclass(frozen=True, kw_only=True)
class Toolbox:
    """The installation, and the configured accounts with those who take parcels."""

    context: Context
    provider: Callable[[str, str], Provider]
    """An account by the provider's name, for an envelope sender. Raises Invalid if not set up."""
    should_stop: Callable[[], bool] = never
    """Whether the worker is about to end: then a batch is put back between two groups."""


def domain_of(address: str) -> str:
    """The domain of a mail address."""
    return address.rpartition("@")[2] or "localhost"
