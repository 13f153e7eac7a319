"""What a reader takes in within three seconds is true: the top of the page in every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.pages.build import build
from noroshi.pages.state import PageState
from tests.pages import gallery, kitsune
from tests.pages.reading import read

OTHERS = "All other regions and services are working normally."


def top(state: PageState, path: str = "index.html") -> str:
    """The page down to where it says how old it is."""
    return read(build(state)[path]).text.partition("\nAs of ")[0]


def test_every_open_incident_is_named_at_the_top_and_can_be_reached() -> None:
    page = gallery.built("several")["index.html"]
    assert "Also open:\nWebhooks arrive late" in read(page).text.partition("\nAs of ")[0]
    assert '<a href="#incident-149">' in page.decode()
    assert 'id="incident-149"' in page.decode()


def test_what_was_written_beside_one_incident_is_not_said_of_two() -> None:
    assert "Bank transfer works." in top(gallery.burning())
    assert "Bank transfer works." not in top(gallery.several())


def test_a_headline_that_only_adds_the_stage_to_the_title_is_not_said_twice() -> None:
    title = {"en": "Invoices arrive late", "ja": "請求書の遅延"}
    said = {"en": "Investigating: Invoices arrive late", "ja": "【調査中】請求書の遅延"}
    incident = replace(kitsune.CHECKOUT_FAILS, title=title, headline=said, reassurance={})
    files = build(replace(gallery.burning(), incidents=(incident,)))
    text = read(files["index.html"]).text
    assert text.count("Invoices arrive late") == 1
    assert "\nInvoices arrive late\n" in text.partition("\nAs of ")[0]
    assert "\nUpdates\n" in text
    assert "【調査中】" not in files["ja/index.html"].decode().partition("<h1>")[2]
    assert "Investigating: " not in read(files["incidents/148.html"]).text


def test_approved_words_about_the_fix_stand_above_our_own() -> None:
    words = {"en": "Card payments succeed again.", "ja": "カード決済は復旧しました。"}
    state = gallery.watched()
    told = replace(state.incidents[0], headline=words)
    assert "\nCard payments succeed again.\n" in top(replace(state, incidents=(told,)))


def test_when_a_fix_is_in_place_its_effect_is_no_longer_claimed() -> None:
    said = top(gallery.watched())
    assert "Monitoring\nA fix is in place. We are watching to see that it holds." in said
    assert "cannot pay by card" not in said
    single = read(build(gallery.watched())["incidents/148.html"]).text
    assert "A fix is in place." in single.partition("\nNext update by")[0]


def test_an_incident_that_is_watched_while_its_service_fails_still_burns() -> None:
    state = gallery.burning()
    failing = replace(kitsune.CHECKOUT_FAILS, status="monitoring")
    assert "cannot pay by card" in top(replace(state, incidents=(failing,)))


def test_what_burns_stands_above_what_is_only_watched() -> None:
    late = replace(gallery.WEBHOOKS_LATE_NOW, started_at=kitsune.at("13:00"))
    state = gallery.watched()
    assert "Webhooks arrive up to ten minutes late." in top(
        replace(state, incidents=(*state.incidents, late))
    )


def test_trouble_without_an_incident_names_its_services() -> None:
    slow = {**kitsune.EVERYWHERE, "europe": "degraded_performance"}
    parts = kitsune.COMPONENTS
    state = replace(kitsune.quiet(), components=(replace(parts[0], statuses=slow), *parts[1:]))
    assert f"\nCheckout: Degraded performance\n{OTHERS}" in top(state)
    japanese = read(build(state)["ja/index.html"]).text
    assert "チェックアウト：性能低下" in japanese
    everything = tuple(replace(part, statuses=slow) for part in parts)
    assert "\nDegraded performance\nDegraded performance" in top(
        replace(state, components=everything)
    )


def test_during_planned_work_the_page_says_that_the_rest_works() -> None:
    assert f"Planned maintenance is under way.\n{OTHERS}" in top(gallery.at_work())


def test_a_page_without_services_claims_nothing_of_them() -> None:
    page = gallery.built("bare")["index.html"]
    assert "\nNo incident is open.\n" in read(page).text
    assert "working normally" not in page.decode()
    assert "<title>No incident is open – Kitsune Cloud Status, Europe</title>" in page.decode()


def test_work_to_come_stands_above_what_is_over_and_what_is_over_says_when_it_ended() -> None:
    text = read(gallery.built("at-work")["index.html"]).text
    assert text.index("Announced") < text.index("Completed 07:40 CET") < text.index("Cancelled")
    assert text.count("Invoices can be read but not created") == 1


def test_a_service_is_not_blamed_for_the_days_before_it_was_watched() -> None:
    page = gallery.built("young")["index.html"]
    assert "since 10 March" in read(page).text
    assert "days not monitored" not in page.decode()
    assert "Not monitored: " not in page.decode()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("index.html", "<g><title>Partial outage: 12 March</title><path"),
        ("ja/index.html", "<g><title>監視データなし：2025年12月25日〜2025年12月27日</title><path"),
    ],
)
def test_bars_say_their_days_without_a_script(path: str, told: str) -> None:
    assert told in gallery.built("burning")[path].decode()


def test_history_says_which_of_its_pages_it_is() -> None:
    many = tuple(
        replace(kitsune.WEBHOOKS_LATE, key=f"inc-{n}", number=n, status="resolved")
        for n in range(1, 71)
    )
    files = build(kitsune.page(*many, built_at=kitsune.at("13:58")))
    assert "Page 1 of 2" in read(files["history.html"]).text
    assert "2ページ中2ページ目" in read(files["ja/history-2.html"]).text
    assert "Page 1" not in read(gallery.built("quiet")["history.html"]).text
    assert "2024" not in read(files["history.html"]).text


def test_a_missing_page_says_whose_it_is() -> None:
    text = read(gallery.built("quiet")["404.html"]).text
    assert text.startswith("Kitsune Cloud\nStatus\nThis page does not exist.")
    assert "\nページが見つかりません。\n" in text
