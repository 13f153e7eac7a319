"""About two thousand people who asked to be told, or a part of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.practice.mailbox.server import BUSY, GONE
from noroshi.storage.subscribers import Subscriber, SubscriberState

CUSTOMERS_EN, CUSTOMERS_JA = 1_180, 520
ADMINS_EN, ADMINS_JA = 190, 70
COLLEAGUES_EN, COLLEAGUES_JA = 30, 12
_SHOPS = ("alder", "birch", "cedar", "hazel", "juniper", "linden", "maple", "rowan", "willow")
_MISETE = ("akane", "hinata", "kaede", "midori", "nagi", "sakura", "tsubaki", "wakaba")


def readers(at: datetime, *, share: float = 1.0) -> Iterator[Subscriber]:
    """The subscribers, confirmed. A few addresses are gone by now, a few servers are busy."""
    for audience, language, size in (
        ("customers", "en", CUSTOMERS_EN),
        ("customers", "ja", CUSTOMERS_JA),
        ("it_admins", "en", ADMINS_EN),
        ("it_admins", "ja", ADMINS_JA),
        ("internal", "en", COLLEAGUES_EN),
        ("internal", "ja", COLLEAGUES_JA),
    ):
        yield from _group(audience, language, round(size * share), at)


def _group(audience: str, language: str, size: int, at: datetime) -> Iterator[Subscriber]:
    for number in range(1, size + 1):
        yield Subscriber(
            channel=Channel.EMAIL,
            address=_address(audience, language, number),
            audience=audience,
            language=language,
            time_zone="Asia/Tokyo" if language == "ja" else "Europe/Berlin",
            state=SubscriberState.CONFIRMED,
            regions=_regions(audience, number),
            consent={"how": "sample data of the demo", "confirmed_at": at.isoformat()},
            created_at=at,
            confirmed_at=at,
        )


def _regions(audience: str, number: int) -> tuple[str, ...]:
    # Every fifth customer asked for Europe only; the others want to know of everything.
    return ("europe",) if audience == "customers" and number % 5 == 0 else ()


def _address(audience: str, language: str, number: int) -> str:
    if audience == "internal":
        return f"colleague{number:02}.{language}@kitsune-cloud.example"
    names = _MISETE if language == "ja" else _SHOPS
    shop = names[number % len(names)]
    role = "it" if audience == "it_admins" else "shop"
    refusal = {0: GONE, 1: BUSY}.get(number % 170, "")
    return f"{refusal}{role}{number:04}@{shop}-{language}.example"
