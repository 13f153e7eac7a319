"""Badges: the state of a page or a service as a small drawing, readable by everybody."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from noroshi.pages.badges import badges, shortened, text_width
from noroshi.pages.reader import reader_for
from noroshi.pages.render import Renderer
from noroshi.pages.state import ComponentStatus, PageState
from tests.pages import kitsune

SVG = "{http://www.w3.org/2000/svg}"


def drawn(state: PageState, language: str = "en") -> dict[str, bytes]:
    return dict(badges(Renderer(state=state, reader=reader_for(state, language))))


def tree(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - our own output


def title(content: bytes) -> str:
    return tree(content).findtext(f"{SVG}title") or ""


def test_the_page_and_every_service_has_one() -> None:
    assert set(drawn(kitsune.burning())) == {
        "badge.svg",
        *(f"badges/{key}.svg" for key in kitsune.NAMES),
    }


def test_a_badge_says_its_name_and_state_in_the_readers_language() -> None:
    english, japanese = drawn(kitsune.burning()), drawn(kitsune.burning(), "ja")
    assert title(english["badge.svg"]) == "Kitsune Cloud: Partial outage"
    assert title(english["badges/sign-in.svg"]) == "Sign-in: Operational"
    assert title(japanese["badges/checkout.svg"]) == "チェックアウト：一部障害"


def test_a_screen_reader_hears_the_title_once() -> None:
    root = tree(drawn(kitsune.quiet())["badge.svg"])
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "t")
    (name,) = root.findall(f"{SVG}title")
    assert name.get("id") == "t"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_each_state_has_a_shape_of_its_own_and_colours_for_day_and_night() -> None:
    states: tuple[ComponentStatus, ...] = (
        "operational",
        "degraded_performance",
        "partial_outage",
        "major_outage",
        "under_maintenance",
    )
    shapes, colours = set(), set()
    for status in states:
        quiet = kitsune.quiet()
        part = replace(quiet.components[0], statuses={"europe": status})
        content = drawn(replace(quiet, components=(part,)))["badges/checkout.svg"]
        (icon,) = tree(content).findall(f"{SVG}svg")
        shapes.add(ElementTree.tostring(icon[0]) + ElementTree.tostring(icon[-1]))
        colours.add(tree(content).get("color"))
        assert b"prefers-color-scheme:dark" in content
    assert (len(shapes), len(colours)) == (5, 5)


def test_an_open_incident_with_green_services_is_not_drawn_as_a_quiet_day() -> None:
    watching = replace(kitsune.CHECKOUT_FAILS, status="monitoring")
    state = kitsune.page(watching, built_at=kitsune.at("14:00"))
    assert title(drawn(state)["badge.svg"]) == "Kitsune Cloud: Monitoring"
    assert title(drawn(state, "ja")["badge.svg"]) == "Kitsune Cloud：経過観察中"


def test_a_badge_is_small_and_asks_for_nothing_from_elsewhere() -> None:
    for content in drawn(kitsune.burning()).values():
        assert len(content) < 2_000
        bare = content.replace(b'xmlns="http://www.w3.org/2000/svg"', b"")
        assert b"http" not in bare
        assert b"url(" not in bare


@pytest.mark.parametrize("name", ["Every service we have " * 30, "とても長いサービスの名前" * 30])
def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_title(name: str) -> None:
    quiet = kitsune.quiet()
    part = replace(quiet.components[0], name={"en": name})
    content = drawn(replace(quiet, components=(part,)))["badges/checkout.svg"]
    assert name.strip() in title(content)
    shown = tree(content).findall(f"{SVG}text")[0].text or ""
    assert shown.endswith("…")
    assert int(tree(content).get("width") or 0) < 400


def test_widths_follow_the_letters() -> None:
    assert text_width("") == 0
    assert text_width("iiii") < text_width("nnnn") < text_width("MMMM") < text_width("決済決済")
    assert text_width("e\u0301") == text_width("e")
    assert shortened("Checkout", 240) == "Checkout"
    assert text_width(shortened("n" * 500, 240)) <= 240
