"""In which shape a webhook wants its body: chat services take their own only.

Their addresses say which one it is, so nobody has to choose, and a list that was taken over from
another system works as it is.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit


class Shape(StrEnum):
    """What an endpoint can read."""

    INCIDENT = "incident"  # the JSON of Statuspage's webhooks, signed
    SLACK = "slack"  # incoming webhooks: blocks
    TEAMS = "teams"  # workflows and connectors of Microsoft Teams: an Adaptive Card


_SLACK: Final = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
_TEAMS: Final = (
    ".webhook.office.com",
    ".logic.azure.com",
    ".environment.api.powerplatform.com",
)


def shape_of(address: str) -> Shape:
    """The shape that the endpoint at ``address`` reads."""
    host = host_of(address)
    if host in _SLACK:
        return Shape.SLACK
    return Shape.TEAMS if host.endswith(_TEAMS) else Shape.INCIDENT


def host_of(address: str) -> str:
    """The host that an address names, in small letters; "" when it names none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
