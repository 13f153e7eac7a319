"""A page may have a host of its own; the plan says so, and mistakes in it are found."""

from __future__ import annotations

from pathlib import Path

import pytest

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
