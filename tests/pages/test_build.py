"""The overview and the pages of incidents: what they say, in both languages, and how big they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.kernel.errors import Invalid
from noroshi.pages.build import build
from noroshi.pages.places import OUT
from noroshi.pages.state import PageState, RegionView
from tests.pages import kitsune
from tests.pages.reading import read

STATES = (
    kitsune.burning(),
    kitsune.overdue(),
    kitsune.quiet(),
    kitsune.solved(),
    kitsune.reported(),
)


def html_files(state: PageState) -> dict[str, bytes]:
    return {path: page for path, page in build(state).items() if path.endswith(".html")}


@pytest.mark.parametrize("state", STATES)
def test_the_same_state_gives_the_same_bytes(state: PageState) -> None:
    assert build(state) == build(replace(state))


def test_there_is_a_page_for_every_language_and_every_incident() -> None:
    files = build(kitsune.reported())
    for tree in ("", "en/", "ja/"):
        for path in (
            "index.html",
            "history.html",
            "incidents/148.html",
            "incidents/148/report.html",
            "incidents/141.html",
            "history.atom",
            "history.rss",
        ):
            assert tree + path in files
    assert "incidents/141/report.html" not in files
    assert "404.html" in files


@pytest.mark.parametrize("state", STATES)
def test_the_root_is_the_default_language_with_other_ways_out(state: PageState) -> None:
    files = build(state)
    home = state.site.default_language
    inside = {path: page for path, page in files.items() if f"{home}/{path}" in files}
    assert inside
    for path, page in inside.items():
        way = "../" * path.count("/")
        twin = files[f"{home}/{path}"].decode()
        for code in state.site.languages:
            tree = "" if code == home else f"{code}/"
            twin = twin.replace(f'href="../{way}{tree}{path}"', f'href="{way}{tree}{path}"')
        assert page.decode() == twin, path
    assert not any(OUT.encode() in page for page in files.values())


def test_the_headline_is_what_customers_notice() -> None:
    text = read(build(kitsune.burning())["index.html"]).text
    assert text.index("Some customers in the EU cannot pay by card at checkout.") < text.index(
        "Services by region"
    )
    assert "Partial outage" in text
    assert "As of 14:58 CET, Thursday 12 March 2026" in text


def test_the_promise_is_large_and_its_wick_drawn_as_of_the_build() -> None:
    page = build(kitsune.burning())["index.html"].decode()
    assert 'class="when" datetime="2026-03-12T15:15:00+01:00" data-t="b" data-n="CET">' in page
    assert 'aria-label="At 14:58 CET, 17 of 23 minutes were left until the next update"' in page
    assert 'cx="26%"' in page


def test_an_overdue_promise_is_admitted() -> None:
    page = build(kitsune.overdue())["index.html"]
    text = read(page).text
    assert "is-overdue" in page.decode()
    assert "Was due by" in text
    assert "We are late with this update, and we are sorry. At 15:18 it was 3 minutes" in text
    assert "We will write here by then" not in text
    japanese = read(build(kitsune.overdue())["ja/index.html"]).text
    assert "23:18時点で3分遅れております" in japanese


def test_a_promise_for_another_day_says_which_day() -> None:
    tomorrow = replace(kitsune.CHECKOUT_FAILS, next_update_by=kitsune.at("08:00", day=13))
    page = kitsune.page(tomorrow, built_at=kitsune.at("13:58"), hit=True)
    assert "Friday 13 March 2026" in read(build(page)["index.html"]).text


def test_a_missing_promise_is_not_made_up() -> None:
    silent = replace(kitsune.CHECKOUT_FAILS, next_update_by=None)
    text = read(build(kitsune.page(silent, built_at=kitsune.at("13:58")))["index.html"]).text
    assert "The time of the next update is not set yet." in text
    assert "We will write here by then" not in text


def test_a_quiet_day_is_calm_and_shows_no_ember() -> None:
    page = build(kitsune.quiet())["index.html"]
    text = read(page).text
    assert "All services are working normally." in text
    assert "The last incident was resolved on Thursday 22 January 2026." in text
    assert 'class="wick"' not in page.decode()
    assert 'class="promise' not in page.decode()


def test_an_open_incident_with_green_services_is_not_a_quiet_day() -> None:
    watching = replace(kitsune.CHECKOUT_FAILS, status="monitoring", impact="none")
    text = read(build(kitsune.page(watching, built_at=kitsune.at("14:00")))["index.html"]).text
    assert "Monitoring" in text
    assert "All services are working normally." not in text


def test_that_the_rest_works_is_said_only_when_it_is_true() -> None:
    plain = replace(kitsune.CHECKOUT_FAILS, reassurance={})
    page = kitsune.page(plain, built_at=kitsune.at("13:58"), hit=True)
    sentence = "All other regions and services are working normally."
    assert sentence in read(build(page)["index.html"]).text
    broken = replace(
        page.components[1], statuses={**kitsune.EVERYWHERE, "europe": "degraded_performance"}
    )
    worse = replace(page, components=(page.components[0], broken, *page.components[2:]))
    assert sentence not in read(build(worse)["index.html"]).text


def test_the_report_stands_on_the_incident_page_and_alone_with_all_six_parts() -> None:
    files = build(kitsune.reported())
    for path in ("incidents/148.html", "incidents/148/report.html"):
        text = read(files[path]).text
        for heading in (
            "Our apology",
            "What happened",
            "Why it happened",
            "What we did about it",
            "What that changed",
            "What we will do so that it does not happen again",
        ):
            assert heading in text
    assert "再発防止策" in read(files["ja/incidents/148/report.html"]).text
    assert 'href="incidents/148/report.html"' in files["index.html"].decode()


def test_until_the_report_is_out_the_page_says_when_it_will_be() -> None:
    text = read(build(kitsune.solved())["index.html"]).text
    assert "The final report will be published here by 13 March, 16:12 CET." in text


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_report_with_an_empty_part_cannot_be_in_a_page(language: str) -> None:
    gap = replace(kitsune.REPORT, why={**kitsune.REPORT.why, language: " "})
    with pytest.raises(Invalid) as refusal:
        kitsune.page(replace(kitsune.REPORTED, report=gap), built_at=kitsune.at("11:00"))
    assert refusal.value.field == "why"


def test_japanese_readers_get_their_own_words_and_their_own_time() -> None:
    text = read(build(kitsune.burning())["ja/index.html"]).text
    assert "2026年3月12日（木）22:58 現在（日本時間）" in text
    assert "23:15\nまで" in text
    assert "時刻はすべて日本時間（UTC+9）" in text
    for english in ("Operational", "Next update", "Subscribe", "Services", "Identified"):
        assert english not in text


def test_a_text_that_exists_in_one_language_only_is_marked_as_such() -> None:
    english = replace(kitsune.CHECKOUT_FAILS, headline={"en": "Cards fail in the EU."})
    page = build(kitsune.page(english, built_at=kitsune.at("13:58")))["ja/index.html"].decode()
    assert '<h1><span lang="en">Cards fail in the EU.</span></h1>' in page


def test_pages_link_to_each_other_relatively_and_every_link_leads_somewhere() -> None:
    files = build(kitsune.reported())
    for path, page in files.items():
        if not path.endswith(".html") or path == "404.html":
            continue
        folder = path.split("/")[:-1]
        for link in read(page).links:
            if link.startswith(("https://", "mailto:", "#", "data:")):
                continue
            parts = list(folder)
            for step in link.partition("#")[0].split("/"):
                parts = parts[:-1] if step == ".." else [*parts, step]
            target = "/".join(parts)
            assert (target if not target.endswith("/") else target + "index.html") in files, link


def test_a_page_of_one_region_shows_one_column() -> None:
    site = replace(kitsune.SITE, siblings=())
    state = replace(
        kitsune.page(built_at=kitsune.at("13:58"), hit=True, site=site),
        regions=(RegionView(key="europe", name={"en": "Europe", "ja": "欧州"}),),
    )
    text = read(build(state)["index.html"]).text
    assert "5 of 6 operational" in text
    assert "United Kingdom" not in text


def test_without_a_product_address_there_is_no_form() -> None:
    site = replace(kitsune.SITE, product_url="")
    page = build(kitsune.page(built_at=kitsune.at("13:58"), site=site))["index.html"]
    assert "form" not in read(page).tags
    assert "form-action 'none'" in page.decode()


def test_the_form_posts_to_the_product_with_page_and_language() -> None:
    page = build(kitsune.quiet())["ja/index.html"].decode()
    assert 'action="https://noroshi.kitsune.example/subscribe" method="post"' in page
    assert 'name="page" value="kitsune-eu"' in page
    assert 'name="language" value="ja"' in page


def test_days_end_with_today_in_the_pages_own_zone_even_where_it_is_tomorrow() -> None:
    late = kitsune.page(built_at=kitsune.at("20:00"))
    text = read(build(late)["ja/index.html"]).text
    assert "監視なし 1日" not in text


def test_a_day_without_monitoring_is_counted_not_averaged() -> None:
    page = build(kitsune.quiet())["index.html"]
    text = read(page).text
    assert "3 days not monitored" in text
    assert "99.91 %" in text
    assert "25 December 2025 to 27 December 2025: Not monitored" in text


def test_history_goes_on_over_several_pages() -> None:
    many = tuple(
        replace(
            kitsune.WEBHOOKS_LATE,
            key=f"inc-{n}",
            number=n,
            started_at=kitsune.WEBHOOKS_LATE.started_at - timedelta(days=n),
        )
        for n in range(1, 131)
    )
    files = build(kitsune.page(*many, built_at=kitsune.at("13:58")))
    assert "history-3.html" in files
    assert "history-4.html" not in files
    listed = [
        link
        for path in ("history.html", "history-2.html", "history-3.html")
        for link in read(files[path]).links
        if link.startswith("incidents/")
    ]
    assert len(set(listed)) == 130
    assert all(len(page) <= 60_000 for path, page in files.items() if path.endswith(".html"))
