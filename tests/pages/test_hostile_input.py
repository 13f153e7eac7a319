"""Text from anywhere stays text; crowds of updates and services stay readable."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.kernel.errors import Invalid
from noroshi.pages.build import build
from noroshi.pages.state import IncidentView, PageState, Sibling, UpdateView
from noroshi.pages.text import clean, markdown, one_line
from tests.pages import kitsune
from tests.pages.reading import read

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "<style>*{display:none}</style>",
    "]]><x>&amp;<!--",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "\u202egnirts desrever\u202c \u2066isolate",
    "null\x00 bell\x07 escape\x1b[31m",
    "lone \ud800 surrogate \ufffe",
    "[click](javascript:alert(1)) <javascript:alert(1)> ![x](https://evil.example/x.png)",
    "line\r\nBreak: header\u2028separator",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)
ALLOWED = {
    "html", "head", "meta", "title", "link", "style", "body", "svg", "defs", "symbol", "circle",
    "path", "rect", "line", "use", "a", "div", "header", "span", "small", "nav", "details",
    "summary", "ul", "li", "ol", "main", "section", "p", "h1", "h2", "h3", "h4", "article", "aside",
    "time", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "form",
    "input", "label", "button", "footer", "strong", "em", "br", "code", "pre", "blockquote", "hr",
}  # fmt: skip


def hostile(text: str) -> PageState:
    """Every text of the page is ``text``."""
    both = {"en": text, "ja": text}
    report = replace(kitsune.REPORT, **dict.fromkeys(("apology", "why", "what_happened"), both))
    incident = replace(
        kitsune.CHECKOUT_FAILS,
        title=both,
        headline=both,
        reassurance=both,
        facts=(replace(kitsune.FACTS[0], label=both, value=both),),
        updates=(replace(kitsune.UPDATES[0], body_markdown=both),),
    )
    past = replace(kitsune.REPORTED, number=9, key="p", title=both, report=report)
    page = kitsune.page(
        incident,
        past,
        built_at=kitsune.at("11:00", day=13),
        site=replace(
            kitsune.SITE,
            company=text,
            region_name=both,
            siblings=(Sibling(name=both, url="https://ok.example/"),),
        ),
    )
    return replace(
        page,
        regions=tuple(replace(region, name=both) for region in page.regions),
        components=tuple(replace(part, name=both, description=both) for part in page.components),
        maintenances=(replace(kitsune.INVOICE_WORK, title=both, body_markdown=both),),
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_markup_script_or_a_foreign_origin(payload: str) -> None:
    for path, page in build(hostile(payload)).items():
        if not path.endswith(".html"):
            continue
        reading = read(page)
        assert set(reading.tags) <= ALLOWED, path
        assert not [name for name, _ in reading.attributes if name.startswith("on")]
        assert "style" not in {name for name, _ in reading.attributes}
        assert "src" not in {name for name, _ in reading.attributes}
        assert not [link for link in reading.links if "javascript:" in link]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_feeds_and_json_parse_whatever_the_text(payload: str) -> None:
    for path, content in build(hostile(payload)).items():
        if path.endswith((".atom", ".rss")):
            ElementTree.fromstring(content)  # noqa: S314 - our own output
        if path.endswith(".json"):
            json.loads(content)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_gives_files_that_parse(text: str) -> None:
    files = build(hostile(text or "-")) if text.strip() else {}
    for path, content in files.items():
        if path.endswith(".html"):
            read(content)
        elif path.endswith(".json"):
            json.loads(content)
        else:
            ElementTree.fromstring(content)  # noqa: S314 - our own output


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
    text = read(build(kitsune.page(*many, built_at=kitsune.at("13:58")))["index.html"]).text
    assert all(f"Trouble {n}" in text for n in range(1, 11))
    assert text.index("Trouble 5") < text.index("Trouble 10")
