"""What the targets of a page share: whatever two of them share takes both away when it fails.

Outages took status pages with them through a shared cloud, DNS zone, certificate or disk
(reliability reference, section 3). The rules are pure; ``traits`` collects what they look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

CERTIFICATE_WARNING: Final = timedelta(days=21)
# Names are sold one level below these; enough of the public suffix list for a hint to people.
_SECOND_LEVEL: Final = frozenset({"co", "com", "ne", "or", "ac", "go", "gr", "ed", "net", "org"})


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What is known of one target. Empty means that nobody knows, which shares nothing.

    ``host`` is where readers get the page, ``provider`` who runs the store, ``disk`` the device of
    a directory here. ``silent`` says why readers' address does not answer.
    """

    name: str
    host: str = ""
    addresses: frozenset[str] = frozenset()
    zone: str = ""
    issuer: str = ""
    expires_at: datetime | None = None
    provider: str = ""
    disk: str = ""
    silent: str = ""


@dataclass(frozen=True, kw_only=True)
class Shared:
    """Something that more than one target hangs on, and the way out."""

    found: str
    way_out: str


def zone_of(host: str) -> str:
    """The part of a host name that somebody registered: ``kitsune.example``, ``kitsune.co.jp``."""
    labels = host.rstrip(".").lower().split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return ""
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if deep else -2 :])


def shared_by(targets: Sequence[Traits], *, monitored: Iterable[str] = ()) -> Iterator[Shared]:
    """Everything that two targets share with each other, or with the ``monitored`` domains."""
    for one, other in combinations(targets, 2):
        for look in _LOOKS:
            found = look(one, other)
            if found:
                yield found
    zones = {zone_of(domain) for domain in monitored} - {""}
    ours = [one.name for one in targets if one.zone in zones]
    if ours and len(ours) == len([one for one in targets if one.host]):
        yield Shared(
            found=f"Every address of the page is in a DNS zone of the service itself "
            f"({', '.join(ours)}).",
            way_out="Give one target an address under another domain, at another registrar and DNS "
            "provider.",
        )


def certificates(targets: Iterable[Traits], now: datetime) -> Iterator[Shared]:
    """Certificates that end soon, and addresses that do not answer."""
    for one in targets:
        if one.silent:
            yield Shared(
                found=f"{one.name}: {one.host} does not answer: {one.silent}.",
                way_out="Check its DNS, its certificate and the server.",
            )
        if one.expires_at and one.expires_at - now < CERTIFICATE_WARNING:
            yield Shared(
                found=f"{one.name}: the certificate of {one.host} ends on "
                f"{one.expires_at:%Y-%m-%d}.",
                way_out="Renew it, and let it be renewed by itself.",
            )


def _machine(one: Traits, other: Traits) -> Shared | None:
    both = one.addresses & other.addresses
    if not both and not (one.host and one.host == other.host):
        return None
    at = f"the address {min(both)}" if both else f"the host {one.host}"
    return Shared(
        found=f"{one.name} and {other.name} share {at}.",
        way_out="Serve one of them from another machine, in another data centre.",
    )


def _zone(one: Traits, other: Traits) -> Shared | None:
    if not one.zone or one.zone != other.zone:
        return None
    return Shared(
        found=f"{one.name} and {other.name} share the DNS zone {one.zone}.",
        way_out="Give one of them an address under another domain, at another DNS provider.",
    )


def _issuer(one: Traits, other: Traits) -> Shared | None:
    if not one.issuer or one.issuer != other.issuer:
        return None
    return Shared(
        found=f"{one.name} and {other.name} have certificates of {one.issuer}.",
        way_out="Get one of them from another authority.",
    )


def _provider(one: Traits, other: Traits) -> Shared | None:
    if not one.provider or one.provider != other.provider:
        return None
    return Shared(
        found=f"{one.name} and {other.name} are both at {one.provider}.",
        way_out="Put one of them with another provider.",
    )


def _disk(one: Traits, other: Traits) -> Shared | None:
    if not one.disk or one.disk != other.disk:
        return None
    return Shared(
        found=f"{one.name} and {other.name} are on one disk of this machine.",
        way_out="Publish one of them to another machine (rsync, S3).",
    )


_LOOKS: Final[tuple[Callable[[Traits, Traits], Shared | None], ...]] = (
    _machine,
    _zone,
    _issuer,
    _provider,
    _disk,
)
