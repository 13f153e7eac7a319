"""One request for one parcel, with every way to fail told in the words of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from noroshi.delivery.contract import RECEIVER_BUSY, DeliveryFailed
from noroshi.domain.delivery import FailureKind, Reason
from noroshi.net import AnswerLost, Body, HostBusy, NotAllowedAddress, NotReached

if TYPE_CHECKING:
    from noroshi.net import OutboundSession, Reply


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A POST that hands over one parcel. Its repr shows neither address nor key."""

    url: str = field(repr=False)
    body: Body = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


async def call(http: OutboundSession, ask: Ask, *, typed_by_receiver: bool = False) -> Reply:
    """Send ``ask``; any answer, good or bad, is returned.

    ``typed_by_receiver`` says whose fault an impossible address is: the receiver's, for good; or
    the account's, which somebody will put right.

    Raises:
        DeliveryFailed: there is no answer.
    """
    headers = {"user-agent": "Noroshi", "content-type": ask.body.content_type, **ask.headers}
    try:
        return await http.post(ask.url, content=ask.body.content, headers=headers)
    except NotAllowedAddress as error:
        kind = FailureKind.PERMANENT if typed_by_receiver else FailureKind.TEMPORARY
        raise DeliveryFailed(kind, str(error), code="address", reason=Reason.BAD_ADDRESS) from None
    except HostBusy as error:
        raise DeliveryFailed(FailureKind.THROTTLED, str(error), code=RECEIVER_BUSY) from None
    except NotReached as error:
        raise DeliveryFailed(FailureKind.TEMPORARY, str(error), code="connection") from None
    except AnswerLost as error:
        raise DeliveryFailed(FailureKind.UNKNOWN, str(error), code="no-answer") from None


def not_possible(why: str, *, code: str = "parcel") -> DeliveryFailed:
    """This copy cannot be handed over in the form the provider wants."""
    return DeliveryFailed(FailureKind.PERMANENT, why, code=code, reason=Reason.NOT_RENDERED)


def bad_address(why: str) -> DeliveryFailed:
    """Nothing can be sent to what the subscriber gave as an address."""
    return DeliveryFailed(FailureKind.PERMANENT, why, code="address", reason=Reason.BAD_ADDRESS)
