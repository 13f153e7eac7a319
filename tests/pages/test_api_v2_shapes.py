"""Every document of the API has exactly the keys and types of recorded payloads, in every state."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from noroshi.pages.build import build
from noroshi.pages.state import PageState
from tests.pages import kitsune
from tests.pages.everything import whole
from tests.pages.programs import for_programs
from tests.pages.shapes_v2 import COMPONENT, DOCUMENTS, INCIDENT, misfits

TREES = ("", "en/", "ja/")
STATES = (kitsune.quiet, kitsune.burning, kitsune.solved, kitsune.reported, whole)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_document_fits_in_every_tree(state: Callable[[], PageState]) -> None:
    files = for_programs(state())
    paths = {f"{tree}api/v2/{name}.json": name for tree in TREES for name in DOCUMENTS}
    assert {path for path in files if "api/v2/" in path} == set(paths)
    for path, name in paths.items():
        assert list(misfits(json.loads(files[path]), DOCUMENTS[name], name)) == []


def one(key: str) -> Any:
    return json.loads(for_programs(whole())["api/v2/summary.json"])[key][0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"status": "on_fire"}, "i.status is 'on_fire'"),
        ({"resolved_at": "yesterday"}, "i.resolved_at is 'yesterday'"),
        ({"created_at": None}, "i.created_at is None"),
        ({"languages": []}, "i.languages is not known"),
        ({"id": "148"}, "i.id is '148'"),
    ],
)
def test_the_shapes_would_notice(change: dict[str, object], fault: str) -> None:
    assert list(misfits(one("incidents") | change, INCIDENT, "i")) == [fault]


def test_the_shapes_would_notice_a_missing_key_and_a_flag_that_is_a_number() -> None:
    part = one("components")
    del part["components"]
    part["group"] = 0
    part.pop("showcase")
    assert set(misfits(part, COMPONENT, "c")) == {"c.showcase is missing", "c.group is 0"}


def test_a_build_holds_these_files_in_every_tree() -> None:
    files = build(kitsune.burning())
    for path, content in for_programs(kitsune.burning()).items():
        assert files[path] == content


def test_the_languages_of_a_page_share_their_ids_and_differ_in_their_words() -> None:
    files = for_programs(whole())
    english, japanese = (json.loads(files[f"{tree}api/v2/summary.json"]) for tree in ("en/", "ja/"))
    for key in ("components", "incidents", "scheduled_maintenances"):
        assert [part["id"] for part in english[key]] == [part["id"] for part in japanese[key]]
    assert english["status"] == japanese["status"]
    assert japanese["incidents"][0]["name"] == "EUの一部のお客さまにおける決済エラー"
    assert japanese["incidents"][0]["shortlink"].endswith("/ja/incidents/148.html")
    assert japanese["page"]["x_noroshi"]["language"] == "ja"
    assert files["api/v2/summary.json"] == files["en/api/v2/summary.json"]
