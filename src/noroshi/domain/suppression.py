"""Addresses that nothing is sent to: how one is recognised, and which reason outlasts which."""

from __future__ import annotations

import re
from typing import Final

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason

_NOT_DIALLED: Final = re.compile(r"[\s().-]")
_GRAVITY: Final = {
    Reason.BOUNCED: 1,
    Reason.UNSUBSCRIBED: 2,
    Reason.COMPLAINED: 3,
    Reason.ERASED: 4,
}


def normalised(channel: Channel, address: str) -> str:
    """The spelling by which two addresses are one: small letters; of a phone number the digits.

    Nothing cleverer: dots and tags make different people on most hosts. Equal to
    ``noroshi.actions.address.folded`` for every address that was typed in through it.
    """
    text = address.strip().lower()
    return _NOT_DIALLED.sub("", text) if channel is Channel.SMS else text


def graver(one: Reason, other: Reason) -> Reason:
    """Of two reasons not to write to an address, the one that outlasts the other."""
    return one if _GRAVITY.get(one, 0) >= _GRAVITY.get(other, 0) else other


def ends_with_a_new_yes(reason: Reason) -> bool:
    """Whether the address is written to again once its owner subscribes and confirms anew.

    Whoever confirms has read a mail at that address, so it exists: a bounce is outdated by it, and
    an earlier wish to be left alone or forgotten is followed by a newer one. A complaint is not:
    somebody else at the address may have subscribed, and the next complaint harms everybody's
    mail. Such an address is not even asked to confirm. Only a person lifts it, with a reason.
    """
    return reason is not Reason.COMPLAINED
