"""What somebody types on the form, checked against the plan."""

from __future__ import annotations

import json
from dataclasses import dataclass
from zoneinfo import available_timezones

import phonenumbers

from noroshi.actions.address import typed_address, typed_endpoint, typed_number
from noroshi.actions.context import Context
from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.push_subscription import read_subscription
from noroshi.domain.asking import Means, means_of
from noroshi.domain.channel import Channel
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.domain.subscription import EVERYTHING, Choice
from noroshi.kernel.errors import Invalid
from noroshi.net.vapid import from_base64url, to_base64url

_LONGEST = 2_000


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for on a status page.

    ``country`` (two letters) belongs to a number that is written without one.
    """

    address: str
    language: str
    means: Means = Means.EMAIL
    country: str = ""
    choice: Choice = EVERYTHING
    time_zone: str = ""
    page: str = ""  # where they asked, as a part of the proof of consent


FIELDS = {
    Means.EMAIL: "email",
    Means.SMS: "phone",
    Means.WEBHOOK: "endpoint",
    Means.SLACK: "slack",
    Means.TEAMS: "teams",
    Means.PUSH: "push",
}
"""The field of the form that an address is typed in."""


def typed(context: Context, means: Means, text: str, *, country: str = "") -> str:
    """The address in the one spelling that counts: the limits are kept by it.

    Raises:
        Invalid: nothing could be sent there, or may be; ``field`` names it.
    """
    field = FIELDS[means]
    if means is Means.EMAIL:
        return typed_address(text, field=field).lower()
    if means is Means.SMS:
        return _number(context, text, country=country)
    if means is Means.PUSH:
        return _browser(text)
    address = typed_endpoint(text, field=field)
    if len(address) > _LONGEST:
        raise Invalid("This is too long.", field=field)
    if means is not Means.WEBHOOK and means_of(Channel.WEBHOOK, address) is not means:
        raise Invalid(
            "This is not the address of an incoming webhook of {service}.",
            way_out="Copy it from {service}, where the webhook was made.",
            service="Slack" if means is Means.SLACK else "Microsoft Teams",
            field=field,
        )
    return address


def _number(context: Context, text: str, *, country: str) -> str:
    number = typed_number(text, country=country, field=FIELDS[Means.SMS])
    parsed = phonenumbers.parse(number)
    if phonenumbers.region_code_for_number(parsed) not in context.sms_countries:
        # Numbers abroad can cost money to whoever is made to write to them (toll fraud).
        raise Invalid(
            "We do not send text messages to this country.",
            way_out="Choose another way to be told.",
            field=FIELDS[Means.SMS],
        )
    return number


def _browser(text: str) -> str:
    """What a browser gave, without the parts that change (W3C Push API)."""
    try:
        read_subscription(text)
        given = json.loads(text)
        keys = {name: to_base64url(from_base64url(given["keys"][name])) for name in _KEYS}
        endpoint = typed_endpoint(given["endpoint"], field=FIELDS[Means.PUSH])
        kept = json.dumps({"endpoint": endpoint, "keys": keys}, separators=(",", ":"))
    except (DeliveryFailed, ValueError, KeyError, TypeError, Invalid) as error:
        raise _no_browser() from error
    if len(kept) > _LONGEST:
        raise _no_browser()
    return kept


_KEYS = ("auth", "p256dh")


def _no_browser() -> Invalid:
    return Invalid(
        "This browser gave no address for notices.",
        way_out="Allow notices for this site and try again, or choose another way to be told.",
        field=FIELDS[Means.PUSH],
    )


def check_choice(plan: Plan, choice: Choice) -> None:
    """See that the plan knows everything that was chosen.

    Raises:
        NotFound: it has no such component or region.
        Invalid: it has no such group.
    """
    for key in choice.regions:
        select.region(plan, key)
    for key in choice.components:
        select.component(plan, key)
    known = {group.key for group in plan.groups}
    if not known.issuperset(choice.groups):
        raise Invalid("Choose a group of this page.", field="groups")


def check_reader(plan: Plan, *, language: str, time_zone: str) -> None:
    """See that texts exist in the language, and that the time zone exists at all.

    Raises:
        Invalid: not so.
    """
    if language not in plan.company.languages:
        raise Invalid("Choose one of the languages of this page.", field="language")
    if time_zone and time_zone not in available_timezones():
        raise Invalid("There is no such time zone.", field="time_zone")
