"""What people type about a provider account, checked: a part of adding and changing one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from noroshi.actions.context import Context
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.provider_accounts import descriptor_of
from noroshi.delivery.address import mail_address
from noroshi.delivery.contract import DeliveryFailed, Descriptor, Field, Tools
from noroshi.delivery.registry import provider
from noroshi.domain.channel import Channel
from noroshi.domain.language import Localised
from noroshi.domain.provider_account import BUILT_IN
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from noroshi.net import OutboundClient

SENDER: Final = "sender"
"""The field of a mail provider's envelope sender: the plan's address where nothing is given."""
LONGEST_VALUE: Final = 10_000
HIGHEST_WEIGHT: Final = 100
HIGHEST_RATE: Final = 100_000.0
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,48}[a-z0-9]|[a-z0-9]")
_LONGEST_ADDRESS: Final = 500


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Everything that can be typed about an account; None leaves a thing as it is.

    ``settings`` has all fields of the kind that are given, secrets among them; an empty secret
    keeps the one before. ``rate_per_second`` 0 takes the limit away.
    """

    settings: Mapping[str, str] | None = None
    weight: int | None = None
    rate_per_second: float | None = None
    canary_address: str | None = None
    enabled: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Settings that a provider can be made of: the open ones, and the secrets."""

    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)


def checked_name(name: str) -> str:
    """The name of a new account.

    Raises:
        Invalid: it cannot stand in an address, or belongs to a built-in account.
    """
    clean = name.strip().lower()
    if not _NAME.fullmatch(clean):
        raise Invalid(
            "Use small letters, digits and hyphens, at most 50 of them.",
            way_out="For example: ses-frankfurt.",
            field="name",
        )
    if clean in BUILT_IN:
        raise Invalid("This name belongs to a built-in account.", field="name")
    return clean


def checked_weight(weight: int) -> int:
    """The weight.

    Raises:
        Invalid: it is not from 0 to 100.
    """
    if not 0 <= weight <= HIGHEST_WEIGHT:
        raise Invalid("The weight is a number from 0 to 100.", field="weight")
    return weight


def checked_rate(rate: float) -> float | None:
    """The limit a second; None for no limit.

    Raises:
        Invalid: it is no usable number.
    """
    if not math.isfinite(rate) or not 0 <= rate <= HIGHEST_RATE:
        raise Invalid(
            "The limit is a number of messages a second, at most 100,000.",
            way_out="Leave it empty for no limit; 0.5 is one every two seconds.",
            field="rate_per_second",
        )
    return rate or None


def checked_address(channel: Channel, address: str, *, field: str) -> str:
    """An address for test messages; empty for none.

    Raises:
        Invalid: nothing can be sent there.
    """
    clean = address.strip()
    if not clean:
        return ""
    refusal = Invalid("Nothing can be sent to this address.", field=field)
    if not clean.isprintable() or len(clean) > _LONGEST_ADDRESS:
        raise refusal
    if channel is Channel.EMAIL:
        try:
            mail_address(clean)
        except DeliveryFailed:
            raise refusal from None
    return clean


def has_fallback(descriptor: Descriptor, field: Field) -> bool:
    """Whether a field may stay empty because the plan says what stands there."""
    return descriptor.channel == Channel.EMAIL and field.name == SENDER


def settled(
    context: Context, kind: str, typed: Mapping[str, str], *, kept: Mapping[str, Secret]
) -> Settled:
    """The typed settings, complete and usable; ``kept`` are the secrets from before.

    Raises:
        Invalid: a value is missing or wrong; ``field`` names it.
        NotFound: there is no such kind of provider.
    """
    descriptor = descriptor_of(kind)
    unknown = sorted(set(typed) - {each.name for each in descriptor.fields})
    if unknown:
        raise Invalid("There is no setting called “{name}”.", field=unknown[0], name=unknown[0])
    given = {each.name: _value(each, typed.get(each.name, "")) for each in descriptor.fields}
    secrets = _secrets(descriptor, given, kept)
    open_ones = {each.name: given[each.name] for each in descriptor.fields if not each.secret}
    _must_be_complete(descriptor, open_ones, secrets)
    found = Settled(settings={name: v for name, v in open_ones.items() if v}, secrets=secrets)
    _must_be_usable(context, kind, found)
    return found


def _value(each: Field, typed: str) -> str:
    value = typed.strip()
    about: dict[str, str | Localised] = {"label": each.label}
    # A key may have lines (PEM); everything else is one line.
    if len(value) > LONGEST_VALUE or not _is_plain(value, lines=each.secret):
        raise Invalid("{label}: this cannot be a value.", field=each.name, **about)
    if value and each.choices and value not in each.choices:
        about |= {"choices": ", ".join(each.choices)}
        raise Invalid("{label}: choose one of {choices}.", field=each.name, **about)
    if value and each.default.isdigit() and not (value.isascii() and value.isdigit()):
        raise Invalid("{label}: this must be a whole number.", field=each.name, **about)
    return value


def _is_plain(value: str, *, lines: bool) -> bool:
    return all(char.isprintable() or (lines and char in "\r\n") for char in value)


def _secrets(
    descriptor: Descriptor, given: Mapping[str, str], kept: Mapping[str, Secret]
) -> dict[str, Secret]:
    found = {}
    for each in (one for one in descriptor.fields if one.secret):
        if given[each.name]:
            found[each.name] = Secret(given[each.name])
        elif each.name in kept:
            found[each.name] = kept[each.name]
    return found


def _must_be_complete(
    descriptor: Descriptor, given: Mapping[str, str], secrets: Mapping[str, Secret]
) -> None:
    for each in descriptor.fields:
        has = given.get(each.name) or each.default or each.name in secrets
        if each.required and not has and not has_fallback(descriptor, each):
            raise Invalid("{label}: this is needed.", field=each.name, label=each.label)


def _must_be_usable(context: Context, kind: str, found: Settled) -> None:
    plan = plan_or_none()
    fallback = plan.company.mail_from if plan else "noroshi@example.invalid"
    descriptor = descriptor_of(kind)
    stands_in = [each.name for each in descriptor.fields if has_fallback(descriptor, each)]
    everything = {
        **dict.fromkeys(stands_in, fallback),
        **found.settings,
        **{name: value.reveal() for name, value in found.secrets.items()},
    }
    provider(kind, everything, Tools(clock=context.clock, http=OutboundClient()))
