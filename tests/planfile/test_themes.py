"""Themes and groups of a plan: what can be read, what is refused, and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.domain.theme.colour import contrast, nearest
from noroshi.domain.theme.model import Theme
from noroshi.domain.theme.palette import palette, shortfalls
from noroshi.domain.theme.ready import READY, resolved
from noroshi.planfile import PlanFinding
from noroshi.planfile.document import dump, parse
from tests.planfile.workshop import PLAN, Workshop

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def with_theme(shop: Workshop, *lines: str) -> Workshop:
    theme = "".join(f"    {line}\n" for line in lines)
    shop.write("plan.yaml", PLAN.replace("company:\n", f"company:\n  theme:\n{theme}", 1))
    return shop


def only(shop: Workshop) -> PlanFinding:
    (found,) = shop.load().findings
    return found


def test_black_on_white_is_21_to_1_and_a_colour_on_itself_1() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#7a2a68", "#7a2a68") == 1


def test_the_nearest_colour_passes_and_one_that_passes_stays() -> None:
    mended = nearest("#ffaa00", ["#ffffff"], ratio=4.5)
    assert 4.5 <= contrast(mended, "#ffffff") < 4.8
    assert nearest("#14508c", ["#ffffff"], ratio=4.5) == "#14508c"


def test_an_accent_that_cannot_be_read_is_an_error_with_the_nearest_one_that_can(
    shop: Workshop,
) -> None:
    found = only(with_theme(shop, "base: harbour", 'accent: "#ffaa00"'))
    assert found.code == "CONTRAST"
    assert "#ffaa00 on #f5f7fa has a contrast of 1.8" in found.why
    mended = found.way_out.split("“")[1].split("”")[0]
    assert found.line == PLAN[: PLAN.index("company:")].count("\n") + 4
    assert with_theme(shop, "base: harbour", f'accent: "{mended}"').load().findings == ()


def test_a_paper_of_middling_grey_is_refused_itself(shop: Workshop) -> None:
    found = {f.code: f for f in with_theme(shop, 'paper: "#808080"').load().findings}
    assert "paper #808080" in found["CONTRAST"].why


def test_a_dark_screen_is_made_of_the_light_one_where_nothing_else_is_said() -> None:
    theme = resolved(Theme(paper="#fff6e0", ink="#221100", accent="#aa5500"))
    assert shortfalls(theme) == ()
    dark = palette(theme, dark=True)
    assert contrast(dark["ink"], dark["paper"]) >= 7
    assert contrast(dark["accent"], dark["paper"]) >= 4.5


def test_a_page_goes_over_the_company_and_that_over_the_base() -> None:
    theme = resolved(Theme(base="garden", accent="#14508c"), Theme(mark="M0 0h9"))
    assert (theme.paper, theme.accent, theme.mark) == (READY["garden"].paper, "#14508c", "M0 0h9")
    assert theme.dark_accent == ""


def test_an_unknown_base_is_told_with_the_nearest(shop: Workshop) -> None:
    assert "Did you mean “harbour”?" in only(with_theme(shop, "base: harbor")).way_out


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('ink: "black"', "COLOUR"),
        ("mark: M0 0<script>", "MARK"),
        ("logo: hello", "LOGO"),
        (f"logo: '{SVG.format('<script>alert(1)</script>')}'", "LOGO"),
        (f"""logo: '{SVG.format('<path d="M0 0" onload="x()"/>')}'""", "LOGO"),
        (f"""logo: '{SVG.format('<image href="https://spy.example/"/>')}'""", "LOGO"),
        (f"""logo: '{SVG.format('<path fill="url(https://spy.example)" d="M0"/>')}'""", "LOGO"),
        (f"""logo: '{SVG.format('<path d="' + "M1 1" * 600 + '"/>')}'""", "LOGO"),
        ("""logo: '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'""", "LOGO"),
        ("logo: data:image/png;base64,aGVsbG8=", "LOGO"),
    ],
)
def test_what_a_page_must_not_show_is_refused(shop: Workshop, line: str, code: str) -> None:
    assert only(with_theme(shop, line)).code == code


def test_a_plain_drawing_becomes_a_picture_that_carries_itself(shop: Workshop) -> None:
    drawing = SVG.format('<path d="M1 1h7" fill="#14508c"/>')
    loaded = with_theme(shop, f"logo: '{drawing}'", "type: serif").load()
    theme = loaded.require().company.theme
    assert theme.logo.startswith("data:image/svg+xml,%3Csvg xmlns=")
    assert '"' not in theme.logo
    assert parse(dump(loaded.require())).company.theme == theme


def test_a_component_is_in_one_group_and_exists(shop: Workshop) -> None:
    key = PLAN[PLAN.index("components:") :].split("key: ")[1].split()[0].strip("},")
    groups = (
        "groups:\n"
        f"  - {{key: one, name: {{en: One}}, components: [{key}]}}\n"
        f"  - {{key: two, name: {{en: Two}}, components: [{key}, nothing]}}\n"
    )
    shop.write("plan.yaml", PLAN + groups)
    codes = {found.code for found in shop.load().findings}
    assert codes == {"TWO_GROUPS", "UNKNOWN_COMPONENT"}
