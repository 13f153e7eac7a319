"""From where somebody asks, as far as a limit needs to know."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

_HOME_NETWORK: Final = 64


def asking_address(peer: str, *, forwarded: str = "") -> str:
    """The network address that a request comes from.

    Behind a proxy of our own the peer has a private address; then what that proxy added last to
    X-Forwarded-For counts. Whatever stands before it was sent by the reader, and may be a lie.
    """
    known = _address(peer)
    if known is not None and known.is_global:
        return peer
    told = forwarded.rpartition(",")[2].strip()
    return told if _address(told) else peer


def place_of(address: str) -> str:
    """What of an address belongs to one customer: of IPv6 the network, since one household has
    billions of addresses. What is no address is a place by itself."""
    known = _address(address)
    if isinstance(known, IPv6Address):
        known = known.ipv4_mapped or known
    if isinstance(known, IPv6Address):
        return str(ip_network((known, _HOME_NETWORK), strict=False))
    return str(known or address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
