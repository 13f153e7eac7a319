"""How a request can fail. No message holds more of the address than host and port.

Tree:
    OutboundError
    ├── NotAllowedAddress   refused by us before anything was sent; trying again will not help
    ├── NotReached          nothing was sent: no such host, no connection, no TLS
    │   └── HostBusy        nothing was sent: our earlier requests to this slow host are under way
    └── AnswerLost          sent, perhaps taken, but no usable answer came back in time
"""

from __future__ import annotations


class OutboundError(Exception):
    """A request that brought no usable answer."""


class NotAllowedAddress(OutboundError):
    """The address may not be called from here; nothing was sent."""


class NotReached(OutboundError):
    """Nothing was sent; a later attempt may work."""


class HostBusy(NotReached):
    """Nothing was sent: this host has not answered our earlier requests yet."""

    def __init__(self) -> None:
        super().__init__("the host has not answered earlier requests yet")


class AnswerLost(OutboundError):
    """The request left, but its answer did not arrive whole: it may have been taken."""
