"""Kinds of value in plan files: durations, addresses, time zones, keys. Errors are for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic_core import PydanticCustomError

from noroshi.planfile.finding import did_you_mean

_DURATION = re.compile(r"(?:([0-9]{1,4})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,7})s)?")
_DOMAIN = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_HOST_ONLY = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?")
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[^\s<>\"()]*)?")


def wrong(code: str, why: str, way_out: str) -> PydanticCustomError:
    """An error whose code and way out reach the finding."""
    # pydantic fills braces in the message from the context; passing both as context keeps
    # whatever was quoted from the file from being read as such a brace.
    return PydanticCustomError("plan", "{why}", {"why": why, "way_out": way_out, "code": code})


def _duration(given: object) -> timedelta:
    found = _DURATION.fullmatch(given) if isinstance(given, str) and given else None
    if found is None:
        raise wrong(
            "DURATION",
            f"“{given}” is not a length of time.",
            "Write it as 30m, 1h30m, 24h or 2d.",
        )
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _above_nothing(given: timedelta) -> timedelta:
    if given <= timedelta(0):
        raise wrong("DURATION", "The time must be longer than nothing.", "Write for example 30m.")
    return given


def _one_line(given: str) -> str:
    if "\n" in given or "\t" in given:
        raise wrong("ONE_LINE", "This text must stay on one line.", "Take the line break out.")
    if not given.strip():
        raise wrong("EMPTY_TEXT", "This text is empty.", "Write it.")
    return given.strip()


def _maybe_line(given: str) -> str:
    return _one_line(given) if given else ""


def _domain(given: str) -> str:
    if not _DOMAIN.fullmatch(given):
        raise wrong(
            "DOMAIN", f"“{given}” is not a domain.", "Write it as example.com, without https://."
        )
    return given


def _address(given: str) -> str:
    try:
        # Addresses of the plan are declared, not proven: no look-up, and test domains are fine.
        return validate_email(given, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise wrong(
            "EMAIL", f"“{given}” is not an e-mail address.", "Write it as name@example.com."
        ) from None


def _web_address(given: str) -> str:
    if given and not _WEB.fullmatch(given):
        raise wrong(
            "URL", f"“{given}” is not a web address.", "Write it from https:// on, without spaces."
        )
    return given


def _page_address(given: str) -> str:
    address = given.rstrip("/")
    if address and not _HOST_ONLY.fullmatch(address):
        raise wrong(
            "ADDRESS",
            f"“{given}” is not the address of a page.",
            "Write scheme and host in small letters, as https://status.example.com; "
            "a page with a host of its own has no path.",
        )
    return address


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _time_zone(given: str) -> str:
    if given not in _zones():
        raise wrong(
            "TIME_ZONE",
            f"There is no time zone “{given}”.",
            _zone_advice(given),
        )
    ZoneInfo(given)
    return given


def _zone_advice(given: str) -> str:
    advice = did_you_mean(given, _zones())
    return advice if advice.startswith("Did") else "Write a name such as Europe/Berlin or UTC."


def _localised(given: Mapping[str, str]) -> Mapping[str, str]:
    for language, text in given.items():
        if not text.strip():
            raise wrong(
                "EMPTY_TEXT",
                f"The text for “{language}” is empty.",
                "Write it, or remove the line.",
            )
    return {language: text.strip() for language, text in given.items()}


Line = Annotated[StrictStr, AfterValidator(_one_line), Field(max_length=500)]
MaybeLine = Annotated[StrictStr, AfterValidator(_maybe_line), Field(max_length=500)]
Domain = Annotated[StrictStr, AfterValidator(_domain)]
Key = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=60)]
SlotKey = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
Language = Annotated[StrictStr, Field(pattern=r"^[a-z]{2}$")]
Level = Annotated[StrictInt, Field(ge=1, le=5)]
Text = Annotated[dict[Language, StrictStr], AfterValidator(_localised), Field(min_length=1)]
MaybeText = Annotated[dict[Language, StrictStr], AfterValidator(_localised)]
Address = Annotated[StrictStr, AfterValidator(_address)]
WebAddress = Annotated[StrictStr, AfterValidator(_web_address), Field(max_length=2_000)]
PageAddress = Annotated[StrictStr, AfterValidator(_page_address), Field(max_length=260)]
TimeZone = Annotated[StrictStr, AfterValidator(_time_zone)]
PagePath = Annotated[
    StrictStr, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*)?$")
]
OutletName = Annotated[StrictStr, Field(pattern=r"^[a-z_]+\.[a-z][a-z0-9_-]*$")]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    AfterValidator(_above_nothing),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(\d+d)?(\d+h)?(\d+m)?(\d+s)?$",
            "minLength": 2,
            "examples": ["30m", "1h30m", "24h"],
        }
    ),
]
