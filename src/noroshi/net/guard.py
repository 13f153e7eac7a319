"""Which network addresses a person's input may make us call (SSRF).

Judged are the numbers that the resolver returns, never the text of a host name: the resolver
reads ``0xA9FEA9FE`` and ``127.1`` as internal addresses too. The standard library alone is not
enough: some releases call NAT64, 6to4 and other wrappers of internal addresses global.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

_DENIED: Final[tuple[tuple[IPv4Network | IPv6Network, str], ...]] = tuple(
    (ip_network(text), why)
    for text, why in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private network"),
        ("100.64.0.0/10", "carrier-grade NAT, cloud metadata"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local, cloud metadata"),
        ("172.16.0.0/12", "private network"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private network"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved, broadcast"),
        ("::/96", "unspecified, loopback, IPv4 in IPv6"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard"),
        ("2001::/32", "Teredo"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)


def internal_reason(address: str) -> str:
    """Why a resolved address may not be called, or an empty string when it may.

    Anything that cannot be read as an address counts as not allowed.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not an address"
    return _judge(_unwrapped(parsed))


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _judge(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address) and address.scope_id:
        return "link-local"
    for network, why in _DENIED:
        if address.version == network.version and address in network:
            return why
    if address.is_multicast or address.is_reserved or not address.is_global:
        return "not a public address"
    return ""
