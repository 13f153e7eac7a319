"""Feed readers get every incident in their language, newest first."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree

from noroshi.pages.state import PageState
from tests.pages import kitsune
from tests.pages.programs import for_programs

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - our own output


def test_atom_carries_all_updates_of_an_incident_as_html() -> None:
    feed = parsed(for_programs(kitsune.burning())["history.atom"])
    assert feed.findtext(f"{ATOM}title") == "Kitsune Cloud Status"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-12T13:52:00Z"
    newest = feed.findall(f"{ATOM}entry")[0]
    assert newest.findtext(f"{ATOM}title") == "Checkout errors for some customers in the EU"
    link = newest.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://eu.status.kitsune.example/incidents/148.html"
    content = newest.findtext(f"{ATOM}content") or ""
    assert "<p>We are sorry that checkouts are still failing" in content
    assert content.index("14:52") < content.index("14:11")


def test_rss_speaks_japanese_in_the_japanese_tree() -> None:
    channel = parsed(for_programs(kitsune.burning())["ja/history.rss"]).find("channel")
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
    feed = parsed(for_programs(kitsune.page(*many, built_at=kitsune.at("13:58")))["history.atom"])
    assert len(feed.findall(f"{ATOM}entry")) == 25


def test_a_feed_does_not_move_when_only_the_page_is_made_again() -> None:
    early = kitsune.page(kitsune.CHECKOUT_FAILS, built_at=kitsune.at("13:58"))
    late = replace(early, built_at=kitsune.at("14:03"), version=8)
    assert for_programs(early)["history.atom"] == for_programs(late)["history.atom"]


def ids(state: PageState, path: str = "history.atom") -> list[str]:
    feed = parsed(for_programs(state)[path])
    return [entry.findtext(f"{ATOM}id") or "" for entry in feed.findall(f"{ATOM}entry")]


def test_the_id_of_an_entry_outlives_its_title_its_end_and_the_pages_address() -> None:
    state = kitsune.page(kitsune.CHECKOUT_FAILS, built_at=kitsune.at("13:58"))
    renamed = replace(kitsune.SOLVED, title={"en": "Renamed", "ja": "改題"})
    moved = replace(kitsune.SITE, base_url="https://status.kitsune.example", languages=("ja", "en"))
    later = kitsune.page(renamed, built_at=kitsune.at("16:00"), site=moved)
    assert ids(state) == ids(later)
    assert all(UUID(key).version == 5 for key in ids(state))


def test_the_languages_have_entries_of_their_own() -> None:
    assert not set(ids(kitsune.burning())) & set(ids(kitsune.burning(), "ja/history.atom"))


def test_a_rebuild_the_next_year_moves_no_entry() -> None:
    early = kitsune.burning()
    late = replace(early, built_at=early.built_at + timedelta(days=400))
    for path in ("history.atom", "ja/history.rss", "feed.json", "incidents/148.atom"):
        assert for_programs(early)[path] == for_programs(late)[path]


def test_the_promise_stands_above_the_updates_with_its_day_and_zone() -> None:
    files = for_programs(kitsune.burning())
    assert "Next update by 12 March 2026, 15:15 CET." in files["history.atom"].decode()
    japanese = files["ja/history.atom"].decode()
    assert "次回は2026年3月12日 23:15（日本時間）までにお知らせします。" in japanese
    ended = for_programs(kitsune.solved())["history.atom"].decode()
    assert "Next update by 12 March" not in ended


def test_the_final_report_is_linked_when_it_is_out() -> None:
    feed = for_programs(kitsune.reported())["history.rss"].decode()
    assert "https://eu.status.kitsune.example/incidents/148/report.html" in feed


def test_planned_work_is_told_with_its_window_and_its_end() -> None:
    off = replace(kitsune.INVOICE_WORK, cancelled_at=kitsune.at("10:00"))
    feed = for_programs(kitsune.quiet())["history.atom"].decode()
    assert "15 March 2026, 03:00 CET to 05:00 CET" in feed
    assert "2026年3月15日 11:00〜13:00（日本時間）" in (
        for_programs(kitsune.quiet())["ja/history.atom"].decode()
    )
    told = for_programs(replace(kitsune.quiet(), maintenances=(off,)))["history.atom"].decode()
    assert "This maintenance has been cancelled." in told


def test_a_window_over_midnight_names_both_days() -> None:
    night = replace(
        kitsune.INVOICE_WORK, scheduled_for=kitsune.at("22:00"), scheduled_until=kitsune.at("23:30")
    )
    feed = for_programs(replace(kitsune.quiet(), maintenances=(night,)))["history.atom"].decode()
    assert "12 March 2026, 23:00 CET to 13 March 2026, 00:30 CET" in feed


def test_an_old_incident_that_is_open_is_not_pushed_out_by_newer_ones() -> None:
    past = tuple(replace(kitsune.SOLVED, key=f"i{n}", number=n) for n in range(1, 41))
    old = replace(
        kitsune.CHECKOUT_FAILS, key="old", number=99, started_at=kitsune.at("10:00", day=1)
    )
    state = kitsune.page(*past, old, built_at=kitsune.at("16:00"))
    feed = parsed(for_programs(state)["history.atom"])
    links = [entry.find(f"{ATOM}link") for entry in feed.findall(f"{ATOM}entry")]
    assert len(links) == 25
    assert links[-1] is not None
    assert (links[-1].get("href") or "").endswith("/incidents/99.html")


def test_json_feed_says_what_atom_says() -> None:
    files = for_programs(kitsune.burning())
    feed = json.loads(files["ja/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://eu.status.kitsune.example/ja/feed.json"
    assert feed["language"] == "ja"
    assert [item["id"] for item in feed["items"]] == ids(kitsune.burning(), "ja/history.atom")
    first = feed["items"][0]
    assert first["title"] == "EUの一部のお客さまにおける決済エラー"
    assert first["date_modified"] == "2026-03-12T13:52:00Z"
    assert first["tags"] == ["identified"]
    assert "<p>" in first["content_html"]


def test_a_page_without_anything_to_tell_has_feeds_without_entries() -> None:
    empty = replace(kitsune.page(built_at=kitsune.at("09:00")), maintenances=())
    files = for_programs(empty)
    assert parsed(files["history.atom"]).findall(f"{ATOM}entry") == []
    assert json.loads(files["feed.json"])["items"] == []


def test_a_very_long_title_is_told_whole() -> None:
    long = replace(kitsune.CHECKOUT_FAILS, title={"en": "Trouble " * 200, "ja": "障害" * 400})
    files = for_programs(kitsune.page(long, built_at=kitsune.at("13:58")))
    entry = parsed(files["ja/history.atom"]).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "障害" * 400
