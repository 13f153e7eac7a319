"""What the engine, the providers and the ledger promise each other.

A provider is one folder under ``providers/`` and one line in ``registry.py``. It sends; it knows
nothing of retry, batches, records or logs. The engine knows no provider.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from noroshi.domain.delivery import Failure, FailureKind, Reason

if TYPE_CHECKING:
    from noroshi.kernel.clock import Clock
    from noroshi.kernel.secret import Secret
    from noroshi.net import OutboundClient


RECEIVER_BUSY: Final = "host-busy"
"""The code of a failure that is no attempt: nothing was sent, since enough copies were already on
their way to that receiver's server."""


class Parcel(NamedTuple):
    """One person's copy, ready to leave: the same bytes and ids on every attempt.

    ``reference`` names the copy for the provider, "TEXT.SUBSCRIBER" (ids of the rendition and the
    subscriber): receipts and bounces bring it back, and it serves as idempotency key. ``secret`` is
    the receiver's own signing key, ``return_path`` the envelope's sender where the channel has one
    (empty: the provider's default). A tuple, since a million of them are made in a minute.
    """

    recipient_id: int
    address: str
    language: str
    message_id: str
    content: bytes
    secret: Secret | None = None
    return_path: str = ""
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The provider took the parcel. That is not yet a delivery."""

    code: str
    detail: str = ""


class DeliveryFailed(Exception):
    """The parcel was not taken, or (kind unknown) nobody can say.

    ``detail`` is for an operator: the provider's words, never a secret or a link with a token.
    """

    def __init__(
        self,
        kind: FailureKind,
        detail: str,
        *,
        code: str = "",
        retry_after: timedelta | None = None,
        reason: Reason = Reason.REFUSED,
    ) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.code = code
        self.retry_after = retry_after
        self.reason = reason

    @property
    def failure(self) -> Failure:
        """The same as a value, for the decision about the next attempt."""
        return Failure(
            kind=self.kind,
            detail=self.detail,
            code=self.code,
            retry_after=self.retry_after,
            reason=self.reason,
        )


class Session(Protocol):
    """Open connections to a provider."""

    @property
    def width(self) -> int:
        """How many ``deliver`` calls may usefully be under way at once."""
        ...

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Hand over one parcel and wait for the answer.

        Raises:
            DeliveryFailed: not taken; its kind says what that means for the next attempt.
        """
        ...


class Feed(Protocol):
    """Parcels for a session to take as its connections become free. Used on the event loop only."""

    def take(self) -> Parcel | None:
        """The next parcel; its sending begins at this moment. None: nothing may begin now, wait
        for ``StreamingSession.wake``."""
        ...

    def settle(self, parcel: Parcel, failure: DeliveryFailed | None) -> None:
        """What came of a parcel that was taken, exactly once for each; None: it was accepted."""
        ...


class StreamingSession(Session, Protocol):
    """A session that fetches its work itself, so that it can write the next parcel before the
    answer to the last one is there (RFC 2920)."""

    def begin(self, feed: Feed) -> None:
        """From now until the session ends, take parcels from ``feed``. Called once, before the
        first ``wake``; ``deliver`` stays usable beside it."""
        ...

    def wake(self) -> None:
        """The feed may have something again. Cheap; called often."""
        ...


class Provider(Protocol):
    """A configured account with somebody who takes parcels."""

    def open(self) -> AbstractAsyncContextManager[Session]:
        """A session; connections are made when first needed and closed at the end."""
        ...


@dataclass(frozen=True, kw_only=True)
class Field:
    """One setting of a provider account; renders as a form field and as documentation."""

    name: str
    label: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    required: bool = False
    secret: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the provider cannot do. Zero means no limit is known."""

    largest_parcel: int = 0
    """Bytes."""


@dataclass(frozen=True, kw_only=True)
class Descriptor:
    """What a provider is: its name, channel, settings and limits, with help for people."""

    name: str
    channel: str
    title: Mapping[str, str]
    help: Mapping[str, str]
    fields: tuple[Field, ...]
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What a provider may use of the house."""

    clock: Clock
    http: OutboundClient


@dataclass(frozen=True, kw_only=True)
class ProviderType:
    """A kind of provider, and how to make one from an account's settings.

    ``build`` raises ``noroshi.kernel.errors.Invalid`` naming the field that is wrong.
    """

    descriptor: Descriptor
    build: Callable[[Mapping[str, str], Tools], Provider]


def with_defaults(descriptor: Descriptor, settings: Mapping[str, str]) -> Mapping[str, str]:
    """``settings`` with the defaults filled in; empty text counts as not given."""
    given = {name: value for name, value in settings.items() if value}
    return {each.name: given.get(each.name, each.default) for each in descriptor.fields}


def missing(descriptor: Descriptor, settings: Mapping[str, str]) -> Sequence[str]:
    """The required settings that are not there."""
    full = with_defaults(descriptor, settings)
    return [each.name for each in descriptor.fields if each.required and not full[each.name]]
