"""Whose connection it is, as far as a limit needs to know. Nothing of it is kept."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from noroshi.web.pageserver.request import Scope, header

_HOME_NETWORK = 64


def place_of(scope: Scope) -> str:
    """The reader's address; of IPv6 the network, since one household has billions of addresses.

    Behind a proxy of our own the peer has a private address; then what that proxy added last to
    X-Forwarded-For counts. Whatever stands before it was sent by the reader, and may be a lie.
    """
    peer = _address((scope.get("client") or ("",))[0])
    if peer is None or not peer.is_global:
        told = header(scope, b"x-forwarded-for").decode("latin-1").rpartition(",")[2]
        peer = _address(told.strip()) or peer
    if isinstance(peer, IPv6Address):
        peer = peer.ipv4_mapped or peer
    if isinstance(peer, IPv6Address):
        return str(ip_network((peer, _HOME_NETWORK), strict=False))
    return str(peer or "")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
