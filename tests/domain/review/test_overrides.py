"""What went out although a guardrail blocked it, in rows and for machines."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

from noroshi.domain.review.export import exported
from noroshi.domain.review.overrides import COLUMNS, HEADING, override_lines
from noroshi.domain.timeline import OverrideMark, Timeline
from tests.domain.review.scenes import NOON, at

JST = timezone(timedelta(hours=9), "JST")
MARK = OverrideMark(
    at=at(20),
    message_number=2,
    text="E-mail to customers, English",
    code="third_party_name",
    rule="Name of a third party",
    found="Aldermark",
    person="Yuki Tanabe",
    reason="They have named themselves in public.",
)
TOLD = Timeline(title="Checkout errors", now=NOON, overrides=(MARK,))


def test_a_row_says_when_where_what_who_and_why() -> None:
    (line,) = override_lines(TOLD, "en", UTC)
    assert line.cells == (
        "2026-03-12 12:20",
        "Update 2, E-mail to customers, English",
        "Name of a third party",
        "Aldermark",
        "Yuki Tanabe",
        "They have named themselves in public.",
    )
    assert len(line.cells) == len(COLUMNS["en"]) == len(COLUMNS["ja"])


def test_times_are_in_the_zone_of_the_reader() -> None:
    (line,) = override_lines(TOLD, "ja", JST)
    assert line.time == "2026-03-12 21:20"
    assert line.text.startswith("第2報、")


def test_without_overrides_there_are_no_rows() -> None:
    calm = Timeline(title="Calm", now=NOON)
    assert override_lines(calm, "en", UTC) == ()
    assert exported(calm)["overrides"] == []


def test_machines_get_the_code_of_the_rule_and_its_name() -> None:
    (written,) = exported(TOLD)["overrides"]  # type: ignore[misc]
    assert written == {
        "at": "2026-03-12T12:20:00+00:00",
        "message": 2,
        "text": "E-mail to customers, English",
        "rule": "third_party_name",
        "rule_name": "Name of a third party",
        "found": "Aldermark",
        "person": "Yuki Tanabe",
        "reason": "They have named themselves in public.",
    }


def test_the_section_is_named_in_both_languages() -> None:
    assert HEADING["en"] == "Guardrails overridden"
    assert "例外" in HEADING["ja"]
