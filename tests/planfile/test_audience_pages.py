"""A page of the plan may be for one audience; what would make it public, or silent, is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planfile.workshop import OUTAGE, TEMPLATE, Workshop

STAFF_PAGE = """\
  - key: inside
    name: {en: Inside}
    audience: staff
    time_zone: UTC
    languages: [en]
    default_language: en
"""
BOTH = "outlets: [status_page.customers, status_page.staff]"


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    """A plan with a page for colleagues, and its words."""
    made = Workshop(tmp_path)
    made.swap("audiences:\n", f"{STAFF_PAGE}audiences:\n")
    scenario = f"{OUTAGE}/scenario.yaml"
    made.swap("outlets: [status_page.customers]", BOTH, file=scenario)
    for folder in (tmp_path / OUTAGE / "templates").iterdir():
        (folder / "status_page.staff.en.md").write_text(TEMPLATE)
    return made


def test_it_stands_apart_from_the_pages_that_anybody_reads(shop: Workshop) -> None:
    plan = shop.load().require()
    assert [page.key for page in plan.pages] == ["main"]
    assert [(page.key, page.audience) for page in plan.audience_pages] == [("inside", "staff")]
    assert shop.findings() == ()


@pytest.mark.parametrize(
    "line",
    ["path: inside", "address: https://inside.example", "targets: [{name: far, kind: directory}]"],
)
def test_it_has_nothing_by_which_it_would_be_public(shop: Workshop, line: str) -> None:
    shop.swap("    audience: staff\n", f"    audience: staff\n    {line}\n")
    found = shop.one("AUDIENCE_PAGE")
    assert "/pages/inside/" in found.way_out
    assert found.line == shop.line_of(line)


def test_texts_for_colleagues_still_need_a_page_of_their_own(shop: Workshop) -> None:
    shop.swap(STAFF_PAGE, "")
    assert "audience: staff" in shop.one("INTERNAL_ON_PAGE").way_out


def test_the_audience_exists(shop: Workshop) -> None:
    shop.swap("audience: staff", "audience: staf")
    assert any("staf" in str(finding) for finding in shop.findings())


def test_something_is_left_for_everybody(shop: Workshop) -> None:
    shop.swap('    path: ""\n', "    audience: customers\n")
    assert shop.one("NO_PUBLIC_PAGE")
    assert shop.one("NO_PUBLIC_AUDIENCE")


def test_a_page_that_is_told_nothing_is_pointed_out(shop: Workshop) -> None:
    shop.swap(BOTH, "outlets: [status_page.customers]", file=f"{OUTAGE}/scenario.yaml")
    assert "status_page.staff" in shop.one("SILENT_PAGE").way_out


def test_a_text_that_nobody_would_read_is_pointed_out(shop: Workshop, tmp_path: Path) -> None:
    shop.swap("  - key: staff\n", "  - key: partners\n    name: {en: Partners}\n  - key: staff\n")
    three = BOTH.replace("]", ", status_page.partners]")
    shop.swap(BOTH, three, file=f"{OUTAGE}/scenario.yaml")
    for folder in (tmp_path / OUTAGE / "templates").iterdir():
        (folder / "status_page.partners.en.md").write_text(TEMPLATE)
    assert "partners" in shop.one("UNREAD_TEXT").why


def test_planned_work_is_not_told_to_colleagues_in_public(tmp_path: Path) -> None:
    made = Workshop(tmp_path)
    made.swap("promises:\n", "maintenance:\n  outlets: [status_page.staff]\npromises:\n")
    assert made.one("INTERNAL_ON_PAGE")
