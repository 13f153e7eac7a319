"""Every refusal can be told in the reader's language: its sentence is one that can be looked up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import noroshi
from noroshi.kernel.errors import Conflict, Invalid

HOUSE = Path(noroshi.__file__).parent
RINGS = ("actions", "storage", "intake/sources", "domain/plan")
REFUSALS = {"Refusal", "NotFound", "NotAllowed", "Invalid", "Conflict", "unique_or"}

SPARED = {
    "accounts.py",  # Django's sentences about passwords arrive in the reader's language already
    # asked for at the terminal only, which speaks English
    "acting.py", "import_subscribers.py", "manage_tokens.py", "run_job_again.py",
}  # fmt: skip


def built(module: Path) -> list[str]:
    """Where a refusal is built of a text made on the spot, which no catalogue can know."""
    places = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in REFUSALS:
            said = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "way_out")]
            bad = [one for one in said if isinstance(one, ast.JoinedStr | ast.BinOp | ast.Call)]
            places += [f"{module.name}:{one.lineno}" for one in bad]
    return places


@pytest.mark.parametrize("ring", RINGS)
def test_no_refusal_is_built_of_a_text_that_cannot_be_translated(ring: str) -> None:
    found = [place for module in (HOUSE / ring).rglob("*.py") for place in built(module)]
    assert [place for place in found if place.partition(":")[0] not in SPARED] == []


def test_a_refusal_fills_its_values_into_the_translated_sentence() -> None:
    refusal = Invalid(
        "“{part}” is empty ({language}).",
        way_out="Mend {count}.",
        part={"en": "Why", "ja": "原因"},
        language="日本語",
        count=3,
    )
    catalogue = {"“{part}” is empty ({language}).": "「{part}」が未入力です（{language}）。"}
    assert refusal.why == "“Why” is empty (日本語)."
    assert refusal.why_in("ja", lambda said: catalogue.get(said, said)) == (
        "「原因」が未入力です（日本語）。"
    )
    assert refusal.way_out_in("ja", str) == "Mend 3."


def test_values_are_never_taken_for_sentences() -> None:
    refusal = Conflict("There is no “{key}”.", key="{why.__class__} %s {key}")
    assert refusal.why == "There is no “{why.__class__} %s {key}”."


def test_a_sentence_without_values_keeps_its_braces() -> None:
    assert Conflict("Write {scope} by hand.").why == "Write {scope} by hand."
