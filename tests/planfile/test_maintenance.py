"""What the plan says of planned work: whatever could not be sent is found before it is in force."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from noroshi.domain.maintenance import DEFAULT_REMINDERS
from tests.planfile.workshop import Workshop

TEXTS = """\
maintenance:
  remind_before: [2d, 30m]
  auto_start: false
  outlets: [status_page.customers]
  texts:
    announce:
      subject: {en: "Planned: {{ title }}"}
      body: {en: "From {{ starts_at }} to {{ ends_at }}. {{ details }}"}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def with_section(shop: Workshop, section: str) -> Workshop:
    shop.swap("promises:\n", f"{section}promises:\n")
    return shop


def test_without_a_word_of_it_the_plan_has_sensible_maintenance(shop: Workshop) -> None:
    rules = shop.load().require().maintenance
    assert (rules.remind_before, rules.auto_start, rules.auto_end) == (
        DEFAULT_REMINDERS,
        True,
        False,
    )


def test_its_reminders_texts_and_outlets_are_read(shop: Workshop) -> None:
    plan = with_section(shop, TEXTS).load().require()
    assert shop.findings() == ()
    assert plan.maintenance.remind_before == (timedelta(days=2), timedelta(minutes=30))
    assert not plan.maintenance.auto_start
    assert [str(outlet.audience) for outlet in plan.maintenance.outlets] == ["customers"]


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("status_page.customers]", "pigeon.customers]", "UNKNOWN_CHANNEL", "pigeon"),
        ("status_page.customers]", "status_page.custmers]", "UNKNOWN_AUDIENCE", "custmers"),
        ("{{ details }}", "{{ next_update }}", "MAINTENANCE_TEXT", "next_update"),
        ("{{ details }}", "{{ detials }}", "MAINTENANCE_TEXT", "detials"),
        ('{en: "Planned: {{ title }}"}', "{en: ''}", "EMPTY_TEXT", "“en” is empty"),
        (
            '{en: "Planned',
            '{fr: "Travaux", en: "Planned',
            "MAINTENANCE_TEXT",
            "“fr” is no language",
        ),
    ],
)
def test_what_could_not_be_sent_is_found_with_its_line(
    shop: Workshop, old: str, new: str, code: str, words: str
) -> None:
    assert old in TEXTS
    found = with_section(shop, TEXTS.replace(old, new)).one(code)
    assert words in found.why
    assert found.line > 1


def test_a_purpose_that_there_is_none_of_is_refused(shop: Workshop) -> None:
    section = TEXTS.replace("announce:", "anounce:")
    assert any("anounce" in str(one) for one in with_section(shop, section).findings())
