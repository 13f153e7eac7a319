"""Groups, planned work, promises, forms and themes on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from noroshi.domain.theme.colour import contrast
from noroshi.domain.theme.palette import palette, shortfalls
from noroshi.domain.theme.ready import READY
from noroshi.pages.build import build
from tests.pages import gallery, kitsune
from tests.pages.reading import read


def overview(name: str, path: str = "index.html") -> str:
    return read(gallery.built(name)[path]).text


def test_a_healthy_group_is_one_line_and_one_in_trouble_stands_open() -> None:
    page = gallery.built("burning")["index.html"].decode()
    text = read(page.encode()).text
    assert "Running your shop" in text
    assert "3 services, all operational" in text
    assert page.index("Selling") < page.index('<th scope="row">Checkout</th>')
    assert '<th scope="row">Dashboard</th>' not in page
    assert "<li>Dashboard</li>" in page


def test_services_in_no_group_are_named_last() -> None:
    text = overview("burning")
    assert text.index("Running your shop") < text.index("Other services") < text.index("Sign-in")


def test_forty_services_do_not_make_forty_rows() -> None:
    page = gallery.built("many")["index.html"].decode()
    assert page.count('<th scope="row">') == 2
    assert "158 of 160 operational" in page


def test_planned_work_says_how_far_it_is() -> None:
    text = overview("at-work")
    assert text.index("In progress") < text.index("Services by region") < text.index("Announced")
    assert "Completed" in text
    assert "This maintenance has been cancelled. It will not take place." in text
    japanese = overview("at-work", "ja/index.html")
    assert "実施中" in japanese
    assert "中止" in japanese


def test_work_that_was_cancelled_or_is_over_leaves_the_overview_and_stays_in_the_history() -> None:
    later = replace(gallery.at_work(), built_at=kitsune.at("12:00", day=14))
    files = build(later)
    assert "It will not take place" not in read(files["index.html"]).text
    assert "Cancelled" in read(files["history.html"]).text


def test_open_promises_are_public_with_their_days_and_late_ones_say_so() -> None:
    text = overview("reported")
    assert "What we promised to do" in text
    assert "2 still to do" in text
    assert "Due by 31 March" in text
    assert "Overdue since 10 March" in text
    assert "First promised for 20 February" in text
    assert "Done on 2 March" in text
    assert text.index("Overdue since") < text.index("Due by") < text.index("Done on")
    assert "3月10日の期限を超過" in overview("reported", "ja/index.html")


def test_a_promise_is_late_when_its_day_is_over_where_the_reader_is() -> None:
    kept = replace(gallery.PROMISED[0], due=date(2026, 3, 12))
    state = replace(kitsune.quiet(), built_at=kitsune.at("16:00"), commitments=(kept,))
    assert "Due by 12 March" in read(build(state)["index.html"]).text
    assert "3月12日の期限を超過" in read(build(state)["ja/index.html"]).text


def test_what_is_done_leaves_the_overview_after_a_month_and_never_leaves_its_report() -> None:
    done = replace(gallery.PROMISED[0], done_at=kitsune.at("10:00", day=14))
    later = replace(
        gallery.reported(),
        commitments=(done,),
        built_at=kitsune.at("10:00", day=14).replace(month=5),
    )
    files = build(later)
    assert "What we promised" not in read(files["index.html"]).text
    assert "Done on 14 March" in read(files["incidents/148/report.html"]).text


def test_readers_can_say_that_they_are_hit_and_whether_it_was_clear() -> None:
    page = gallery.built("burning")["ja/index.html"].decode()
    root = "https://noroshi.kitsune.example/feedback/kitsune-eu/ja/148"
    assert f'method="post" action="{root}"' in page
    assert f'method="post" action="{root}/3"' in page
    report = gallery.built("reported")["incidents/148/report.html"].decode()
    assert 'action="https://noroshi.kitsune.example/feedback/kitsune-eu/en/148/5"' in report


def test_without_a_product_address_nothing_is_asked() -> None:
    state = gallery.burning()
    bare = replace(state, site=replace(state.site, product_url=""))
    for path, page in build(bare).items():
        assert not path.endswith(".html") or "<form" not in page.decode(), path


def test_who_is_no_longer_hit_is_not_asked() -> None:
    assert "I am affected" not in overview("solved")


def test_a_page_of_one_region_speaks_of_that_region_only_and_says_how_others_are() -> None:
    text = overview("regional")
    assert "All services in Europe are working normally." in text
    assert "This page is about Europe only." in text
    after = text[text.index("This page is about Europe only.") :]
    assert "Asia Pacific\nMajor outage" in after
    assert "United Kingdom\nOperational" in after


@pytest.mark.parametrize("name", READY)
@pytest.mark.parametrize("dark", [False, True])
def test_every_theme_that_comes_with_noroshi_can_be_read(name: str, *, dark: bool) -> None:
    colours = palette(READY[name], dark=dark)
    assert shortfalls(READY[name]) == ()
    for ground in ("paper", "paper-raised", "paper-sunk"):
        for text in ("ink", "ink-2", "ink-3", "ember", "pine", "ochre", "kaki", "indigo"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert contrast(colours["line"], colours[ground]) >= 3.0
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["bar-ok"], colours["paper"]) >= 3.0


@pytest.mark.parametrize("name", [*READY, "logo"])
def test_a_theme_changes_the_style_and_nothing_else(name: str) -> None:
    plain = read(gallery.built("burning")["index.html"]).text
    themed = gallery.built(f"theme-{name}")["index.html"]
    assert read(themed).text == plain
    assert len(themed.decode().partition("<style>")[2]) > 0
