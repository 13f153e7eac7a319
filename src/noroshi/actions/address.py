"""Addresses that people type, and the one spelling that counts."""

from __future__ import annotations

from ipaddress import ip_address

import phonenumbers

from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.channel import Channel
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import Signer
from noroshi.kernel.secret import Secret
from noroshi.net.address import Rules, read_target
from noroshi.net.errors import NotAllowedAddress
from noroshi.net.guard import internal_reason

_PUBLIC_ONLY = Rules()


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


def typed_number(text: str, *, country: str, field: str) -> str:
    """A telephone number as it is kept (E.164: +81 and so on).

    ``country`` (two letters) is of numbers that are written without one.

    Raises:
        Invalid: nobody can be called there, or its country is not known.
    """
    try:
        number = phonenumbers.parse(text, country.strip().upper() or None)
    except phonenumbers.NumberParseException as error:
        raise Invalid(
            "This is not a telephone number with its country.",
            way_out="Write it with + and the country in front.",
            field=field,
        ) from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid(
            "This is not a telephone number with its country.",
            way_out="Write it with + and the country in front.",
            field=field,
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def typed_endpoint(text: str, *, field: str) -> str:
    """The address of a webhook as it is kept. Where it leads is judged again before every call.

    Raises:
        Invalid: by its text alone, nothing of ours may be sent there.
    """
    address = text.strip()
    try:
        host = read_target(address, _PUBLIC_ONLY).host
    except NotAllowedAddress as error:
        raise _not_allowed(field) from error
    if "." not in host.strip(".") and ":" not in host:
        raise _not_allowed(field)
    try:
        is_internal = bool(internal_reason(str(ip_address(host.strip("[]")))))
    except ValueError:
        is_internal = host.rpartition(".")[2].isdigit()
    if is_internal:
        raise _not_allowed(field)
    return address


def _not_allowed(field: str) -> Invalid:
    return Invalid(
        "Nothing may be sent to this web address.",
        way_out="It begins with https:// and names a public host, without a port or a password.",
        field=field,
    )


def fingerprints(key: Secret, channel: Channel | str) -> Signer:
    """Signs normalised addresses of a channel, many at once, as ``suppressions.address_hash``."""
    return Signer(key, f"suppression:{channel}")
