"""Feed readers get every incident in their language, newest first."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from noroshi.pages.build import build
from tests.pages import kitsune

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - our own output


def test_atom_carries_all_updates_of_an_incident_as_html() -> None:
    feed = parsed(build(kitsune.burning())["history.atom"])
    assert feed.findtext(f"{ATOM}title") == "Kitsune Cloud Status"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-12T13:52:00Z"
    newest = feed.findall(f"{ATOM}entry")[0]
    assert newest.findtext(f"{ATOM}title") == "Checkout errors for some customers in the EU"
    assert newest.findtext(f"{ATOM}id") == "https://eu.status.kitsune.example/incidents/148.html"
    content = newest.findtext(f"{ATOM}content") or ""
    assert "<p>We are sorry that checkouts are still failing" in content
    assert content.index("14:52") < content.index("14:11")


def test_rss_speaks_japanese_in_the_japanese_tree() -> None:
    channel = parsed(build(kitsune.burning())["ja/history.rss"]).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "Kitsune Cloud 稼働状況"
    assert channel.findtext("language") == "ja"
    item = channel.find("item")
    assert item is not None
    assert item.findtext("title") == "EUの一部のお客さまにおける決済エラー"
    assert item.findtext("link") == "https://eu.status.kitsune.example/ja/incidents/148.html"
    assert item.findtext("pubDate") == "Thu, 12 Mar 2026 13:52:00 GMT"
    assert "誠に申し訳ございません" in (item.findtext("description") or "")


def test_a_feed_stops_at_25_entries() -> None:
    many = tuple(replace(kitsune.WEBHOOKS_LATE, key=f"i{n}", number=n) for n in range(1, 41))
    feed = parsed(build(kitsune.page(*many, built_at=kitsune.at("13:58")))["history.atom"])
    assert len(feed.findall(f"{ATOM}entry")) == 25


def test_a_feed_does_not_move_when_only_the_page_is_made_again() -> None:
    early = kitsune.page(kitsune.CHECKOUT_FAILS, built_at=kitsune.at("13:58"))
    late = replace(early, built_at=kitsune.at("14:03"), version=8)
    assert build(early)["history.atom"] == build(late)["history.atom"]
