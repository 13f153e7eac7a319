"""Addresses that people type."""

from __future__ import annotations

from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed
from noroshi.kernel.errors import Invalid


def typed_address(text: str, *, field: str) -> str:
    """A mail address as it is kept.

    Raises:
        Invalid: no mail could ever reach it.
    """
    try:
        return mail_address(text.strip()).text
    except DeliveryFailed as error:
        raise Invalid(
            "This is not a mail address.",
            way_out="Look for a missing @ or a space.",
            field=field,
        ) from error
