"""What every source of receipts gives, and what it may use.

A source checks first that the call is from its provider, and reads it only then. It knows nothing
of the ledger; unknown kinds of events are passed over, as providers invent new ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from noroshi.domain.receipts import ReceiptEvent
from noroshi.kernel.errors import Invalid, Refusal

LARGEST: Final = 256_000
"""Bytes of one call."""

MOST_EVENTS: Final = 1_000
REFERENCE: Final = "noroshi_ref"
"""Under this name the provider brings the parcel's reference back."""

_REFERENCE: Final = re.compile(r"(\d{1,12})[.-](\d{1,12})")
_LONGEST: Final = 500

Fetch = Callable[[str], bytes]
"""Fetches a public file over HTTPS. Raises ``NotTheirs`` when it cannot be had."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call as it arrived. ``url`` is the public one, from the settings and never from headers
    of a proxy; names of ``headers`` are in small letters."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """The account that the call is for; ``settings`` include the secrets."""

    name: str
    settings: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a call says.

    ``confirm`` is an address to fetch, which completes a subscription. ``once`` must not have come
    before. ``leaving`` are addresses whose owners asked to get nothing more.
    """

    events: tuple[ReceiptEvent, ...] = ()
    confirm: str = ""
    once: str = ""
    leaving: tuple[str, ...] = field(default=())
    answer: str = ""
    """Words to answer with, if the provider passes them on to the person."""


class NotTheirs(Refusal):
    """The call does not prove that it is from the provider."""

    status = 401


class ReceiptSource(Protocol):
    """Reads the calls of one provider."""

    def read(self, call: Call, receiver: Receiver, fetch: Fetch) -> Told:
        """What the call says.

        Raises:
            NotTheirs: the signature is missing, wrong or too old, or no key is set up.
            Invalid: it has not the shape that the provider documents.
        """
        ...


def needed(receiver: Receiver, name: str) -> str:
    """A setting without which no call can be checked.

    Raises:
        NotTheirs: it is empty.
    """
    value = receiver.settings.get(name, "")
    if not value:
        raise NotTheirs(
            "This account takes no receipts yet.",
            way_out="Set “{setting}” in the account’s settings.",
            field=name,
            setting=name,
        )
    return value


def wrong_signature() -> NotTheirs:
    """The one refusal for everything that does not fit."""
    return NotTheirs("The signature is missing or not valid.", field="signature")


def wrong_shape(what: str) -> Invalid:
    """The call is theirs, but nobody can read it."""
    return Invalid(
        "This is not a report of that provider: {what}.",
        way_out="Send the provider’s reports here unchanged.",
        field="body",
        what=what,
    )


def too_many() -> Invalid:
    """More events than one call may bring."""
    return Invalid(
        "The call has more than {most} events.",
        way_out="Send fewer at once.",
        field="body",
        most=MOST_EVENTS,
    )


def copy_of(reference: object) -> tuple[int, int] | None:
    """Text and subscriber of a reference ("12.34", or "12-34" where dots are not allowed)."""
    found = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    return (int(found[1]), int(found[2])) if found else None


def text(value: object) -> str:
    """A value as text, bounded; nothing when it is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)[:_LONGEST]


def mapping(value: object) -> dict[str, Any]:
    """A JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def moment(value: object, *, otherwise: datetime) -> datetime:
    """A moment in ISO 8601 or in seconds since 1970; ``otherwise`` when it is neither.

    Nothing is told before it happened: a later moment counts as ``otherwise``.
    """
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            told = datetime.fromisoformat(value)
            at = told if told.tzinfo else told.replace(tzinfo=UTC)
        else:
            at = datetime.fromtimestamp(float(text(value)), tz=UTC)
        return min(at.astimezone(UTC), otherwise)
    except (ValueError, OverflowError, OSError):
        return otherwise
