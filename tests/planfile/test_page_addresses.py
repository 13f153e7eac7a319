"""A page may have a host of its own; the plan says so, and mistakes in it are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from noroshi.pages.build import build
from noroshi.planfile import load
from noroshi.planfile.checks.pages import _NAMES_BELOW_A_PAGE
from noroshi.web.pageserver.application import EVENTS
from tests.pages import kitsune
from tests.planfile.workshop import PLAN, Workshop

HEAD = "  - {key: own, name: {en: Own}, path: own, time_zone: UTC, languages: [en],"


def shop(tmp_path: Path, *addresses: str) -> Workshop:
    made = Workshop(tmp_path)
    pages = "".join(
        f"{HEAD.replace('own', f'own{at}')} default_language: en, address: '{address}'}}\n"
        for at, address in enumerate(addresses)
    )
    assert "audiences:\n" in PLAN
    made.swap("audiences:\n", f"{pages}audiences:\n")
    return made


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://status.kitsune.example", "https://status.kitsune.example"),
        ("https://status.kitsune.example/", "https://status.kitsune.example"),
        ("http://status.localhost:8700", "http://status.localhost:8700"),
        ("", ""),
    ],
)
def test_an_address_is_scheme_and_host(tmp_path: Path, given: str, kept: str) -> None:
    plan = shop(tmp_path, given).load().require()
    assert plan.pages[-1].address == kept


@pytest.mark.parametrize(
    "given",
    ["status.kitsune.example", "https://a.example/status", "https://a.example?x", "ftp://a.example",
     "https://A.example", "https://u:p@a.example", "https://a b.example", "https://", "javascript:x"],
)  # fmt: skip
def test_whatever_else_stands_there_is_an_error(tmp_path: Path, given: str) -> None:
    assert "https://status.example.com" in shop(tmp_path, given).one("ADDRESS").way_out


def test_two_pages_on_one_host_are_an_error(tmp_path: Path) -> None:
    plan = shop(tmp_path, "https://a.example", "http://a.example:81")
    assert "same host" in plan.one("SAME_ADDRESS").why


def with_paths(tmp_path: Path, *paths: str) -> Workshop:
    made = Workshop(tmp_path)
    pages = "".join(
        f"{HEAD.replace('key: own', f'key: own{at}').replace('path: own', f'path: {path}')}"
        " default_language: en}\n"
        for at, path in enumerate(paths)
    )
    made.swap("audiences:\n", f"{pages}audiences:\n")
    return made


@pytest.mark.parametrize(
    "paths",
    [("events",), ("api",), ("api/v2",), ("badges",), ("incidents",), ("ja",), ("en",),
     ("eu", "eu/events"), ("regions/eu", "regions/eu/api/x")],
)  # fmt: skip
def test_a_path_that_hides_what_lies_below_another_page_is_an_error(
    tmp_path: Path, paths: tuple[str, ...]
) -> None:
    found = with_paths(tmp_path, *paths).one("TAKEN_PATH")
    assert "belongs to the page above it" in found.why
    assert "api, badges, en, events, incidents or ja" in found.way_out
    assert (found.file, found.line > 1, found.column > 1) == ("plan.yaml", True, True)


@pytest.mark.parametrize("paths", [("event",), ("eu/x", "x/eu"), ("regions/events",), ("eu-api",)])
def test_other_paths_hide_nothing(tmp_path: Path, paths: tuple[str, ...]) -> None:
    with_paths(tmp_path, *paths).load().require()


def test_the_names_below_a_page_are_those_that_are_built_and_served() -> None:
    built = {path.partition("/")[0] for path in build(kitsune.reported())}
    folders = {name for name in built if "." not in name}  # a path of the plan has no dot
    assert folders | {EVENTS} == _NAMES_BELOW_A_PAGE


def test_the_host_of_the_screens_is_no_pages_own(tmp_path: Path) -> None:
    made = shop(tmp_path, "https://noroshi.example:444")
    found = load(tmp_path, own_host="noroshi.example").findings
    (told,) = [one for one in found if one.code == "OWN_HOST"]
    assert "the product's own screens" in told.why
    assert "it is shown at /status/own0/ there" in told.way_out
    assert (told.file, told.line > 1, told.column > 1) == ("plan.yaml", True, True)
    made.load().require()  # nobody knows the host where no installation is set up
    assert load(tmp_path, own_host="other.example").plan is not None
