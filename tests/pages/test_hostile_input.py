"""Text from anywhere stays text; crowds of updates and services stay readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from noroshi.kernel.errors import Invalid
from noroshi.pages.build import build
from noroshi.pages.state import IncidentView, Sibling, UpdateView
from noroshi.pages.text import clean, markdown, one_line
from tests.pages import kitsune
from tests.pages.reading import read


def test_control_and_turning_characters_vanish_but_right_to_left_marks_stay() -> None:
    assert clean("a\x00b\x1b[1m\u202ec\u2067d\ufeff") == "ab[1mcd"
    assert one_line(" two\r\nlines\t\u2028here ") == "two lines here"
    assert clean("שלום\u200f!") == "שלום\u200f!"


def test_a_message_may_have_emphasis_lists_and_links_and_nothing_else() -> None:
    html = markdown("# Big\n\n**Now** see [help](https://help.example)\n\n- one\n\n<b>raw</b>")
    assert "<h4>Big</h4>" in html
    assert "<strong>Now</strong>" in html
    assert 'href="https://help.example" rel="noopener noreferrer nofollow"' in html
    assert "<li>one</li>" in html
    assert "&lt;b&gt;raw&lt;/b&gt;" in html
    assert "<img" not in markdown("![pixel](https://evil.example/x.png)")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://x.example/'; script-src *", "//x.example", "https://a b"],
)
def test_an_address_that_could_break_the_policy_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        replace(kitsune.SITE, product_url=address)
    with pytest.raises(Invalid):
        Sibling(name={"en": "x"}, url=address)


def test_a_mark_that_is_no_path_is_refused() -> None:
    with pytest.raises(Invalid):
        replace(kitsune.SITE, mark='M0 0"/><script>')


def crowd_of_updates(count: int) -> IncidentView:
    updates = tuple(
        UpdateView(
            number=n,
            at=kitsune.at("00:00") + timedelta(minutes=5 * n),
            status="investigating",
            body_markdown={
                "en": f"We are sorry, update {n}: we are still looking for the cause.",
                "ja": f"申し訳ございません。続報{n}：引き続き原因を調査しています。",
            },
        )
        for n in range(1, count + 1)
    )
    return replace(kitsune.CHECKOUT_FAILS, updates=updates)


def test_of_a_hundred_updates_the_overview_shows_the_newest_and_the_incident_page_all() -> None:
    files = build(kitsune.page(crowd_of_updates(100), built_at=kitsune.at("13:58"), hit=True))
    overview, whole = read(files["index.html"]).text, read(files["incidents/148.html"]).text
    assert "update 100:" in overview
    assert "update 1:" not in overview
    assert "94 earlier updates" in overview
    assert whole.index("update 100:") < whole.index("update 50:") < whole.index("update 1:")
    assert len(files["ja/index.html"]) <= 60_000
    assert len(files["ja/incidents/148.html"]) <= 60_000


def test_two_hundred_services_stay_on_a_page_of_60_kb_with_the_trouble_on_top() -> None:
    services = tuple(
        replace(
            kitsune.COMPONENTS[0],
            key=f"service-{n}",
            name={"en": f"Service number {n}", "ja": f"サービス{n}号"},
        )
        for n in range(200)
    )
    hit = replace(services[150], statuses={**kitsune.EVERYWHERE, "europe": "major_outage"})
    state = replace(
        kitsune.page(kitsune.CHECKOUT_FAILS, built_at=kitsune.at("13:58")),
        components=(*services[:150], hit, *services[151:]),
    )
    files = build(state)
    text = read(files["index.html"]).text
    assert "199 services are operational in all regions" in text
    assert "799 of 800 operational" in text
    assert text.index("Service number 150") < text.index("Service number 0\n")
    assert {path for path in files if path.startswith("uptime")} == {
        "uptime.html",
        "uptime-2.html",
        "uptime-3.html",
        "uptime-4.html",
        "uptime-5.html",
        "uptime-6.html",
        "uptime-7.html",
    }
    heavy = {path: len(page) for path, page in files.items() if len(page) > 60_000}
    assert {path for path in heavy if path.endswith(".html")} == set()


def test_ten_open_incidents_are_all_on_the_page_worst_first() -> None:
    many = tuple(
        replace(
            kitsune.CHECKOUT_FAILS,
            key=f"i{n}",
            number=n,
            title={"en": f"Trouble {n}", "ja": f"障害{n}"},
            impact="critical" if n == 5 else "minor",
        )
        for n in range(1, 11)
    )
    page = build(kitsune.page(*many, built_at=kitsune.at("13:58")))["index.html"]
    assert all(f"Trouble {n}" in read(page).text for n in range(1, 11))
    links = [link for link in read(page).links if link.startswith("incidents/")]
    assert links.index("incidents/5.html") < links.index("incidents/10.html")
    assert "6 more" in read(page).text
