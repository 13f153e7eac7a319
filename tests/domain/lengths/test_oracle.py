"""Our counts are those of the vendors' own libraries. Where the numbers come from: oracle.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from noroshi.domain.lengths.gsm import sms
from noroshi.domain.lengths.x_weight import x_weight

ORACLE = json.loads((Path(__file__).parent / "oracle.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ORACLE["x"])
def test_a_post_weighs_what_x_says(row: dict[str, Any]) -> None:
    assert x_weight(row["text"] * row["times"]) == row["weight"]


@pytest.mark.parametrize("row", ORACLE["sms"])
def test_an_sms_has_the_parts_that_twilio_says(row: dict[str, Any]) -> None:
    counted = sms(row["text"] * row["times"])
    assert (counted.encoding, counted.parts) == (row["encoding"], row["parts"])


def test_the_tables_are_large_enough_to_mean_something() -> None:
    assert min(len(ORACLE["x"]), len(ORACLE["sms"])) >= 60
