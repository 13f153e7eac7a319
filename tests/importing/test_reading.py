"""Pages of other products are read with everything odd survived and said."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from noroshi.domain.incident import ComponentStatus, Impact, Stage
from noroshi.intake.histories.foreign import ForeignPage
from noroshi.intake.histories.markdown import from_html, from_markdown
from noroshi.intake.histories.shapes import taken
from noroshi.kernel.errors import Invalid
from noroshi.pages.text import markdown
from tests.importing.files import (
    ATOM,
    CACHET,
    CACHET_3,
    CACHET_COMPONENTS,
    CSTATE,
    incident,
    statuspage,
    update,
)

NOW = datetime(2026, 3, 12, 13, 2, tzinfo=UTC)


def read(shape: str, path: Path, zone: str = "UTC") -> ForeignPage:
    return taken(shape, path, now=NOW, zone=ZoneInfo(zone))


def test_a_statuspage_incident_keeps_its_times_its_words_and_its_components(
    tmp_path: Path,
) -> None:
    (found,) = read("statuspage", statuspage(tmp_path, incident())).incidents
    assert (found.id, found.title, found.impact) == ("abc1", "Checkout fails (1)", Impact.MAJOR)
    assert found.status is ComponentStatus.PARTIAL_OUTAGE
    assert found.started_at == datetime(2026, 3, 1, 9, 58, tzinfo=UTC)
    assert found.ended_at == datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    assert [(u.stage, u.body) for u in found.updates] == [
        (Stage.INVESTIGATING, "We look into it."),
        (Stage.RESOLVED, "It **works** again."),
    ]
    assert found.components == ("Checkout", "Git Operations")


def test_what_is_not_over_is_left_out_and_what_was_forgotten_open_is_closed(
    tmp_path: Path,
) -> None:
    fresh = {
        "status": "investigating",
        "resolved_at": None,
        "incident_updates": [update("investigating", "2026-03-12T10:00:00.000Z", "Now")],
    }
    stale = fresh | {"incident_updates": [update("identified", "2026-02-01T10:00:00.000Z", "Then")]}
    page = read("statuspage", statuspage(tmp_path, incident(1, **fresh), incident(2, **stale)))
    assert [one.id for one in page.incidents] == ["abc2"]
    assert "it is not over" in page.left_out[0].why
    assert "never closed" in page.notes[0].why


def test_an_unknown_status_is_named_with_its_place(tmp_path: Path) -> None:
    odd = [update("on fire", "2026-03-01T10:00:00.000Z", "Oh")]
    page = read("statuspage", statuspage(tmp_path, incident(incident_updates=odd)))
    assert "incidents[0], update" in page.notes[0].place
    assert "“on fire” is unknown: read as “investigating”" in page.notes[0].why


def test_an_incident_that_cannot_be_read_is_left_out_with_its_place(tmp_path: Path) -> None:
    page = read("statuspage", statuspage(tmp_path, incident(incident_updates=[]), incident(2)))
    assert len(page.incidents) == 1
    assert page.left_out[0].place.endswith("incidents[0]")
    assert page.left_out[0].why == "it has no updates"


def test_maintenance_has_its_window(tmp_path: Path) -> None:
    work = incident(
        status="completed",
        impact="maintenance",
        scheduled_for="2026-02-01T22:00:00Z",
        scheduled_until="2026-02-01T23:00:00Z",
    )
    (found,) = read("statuspage", statuspage(tmp_path, scheduled_maintenances=[work])).incidents
    assert found.window is not None
    assert found.window[1] == datetime(2026, 2, 1, 23, 0, tzinfo=UTC)


def test_components_tell_since_when_they_were_on_the_page(tmp_path: Path) -> None:
    listed = [
        {"id": "c1", "name": "Checkout", "created_at": "2020-01-01T00:00:00Z", "group": False},
        {"id": "g", "name": "A group", "created_at": "2020-01-01T00:00:00Z", "group": True},
    ]
    page = read("statuspage", statuspage(tmp_path, incident(), components=listed))
    assert [(c.name, c.since and c.since.year) for c in page.components] == [
        ("Checkout", 2020),
        ("Git Operations", None),
    ]


def test_an_issue_of_cstate(tmp_path: Path) -> None:
    (tmp_path / "2026-03-01-slow.md").write_text(CSTATE, "utf-8")
    (tmp_path / "broken.md").write_text("no head", "utf-8")
    page = read("cstate", tmp_path)
    (found,) = page.incidents
    assert (found.title, found.impact) == ("Checkout is slow", Impact.MAJOR)
    assert found.ended_at == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    assert found.updates[0].body == "It was **slow**. [More](https://kitsune.example)."
    assert found.components == ("Checkout", "LDAP")
    assert "no head" in page.left_out[0].why


def test_the_updates_in_an_entry_of_atom_get_their_year_back(tmp_path: Path) -> None:
    (tmp_path / "history.atom").write_text(ATOM, "utf-8")
    (found,) = read("atom", tmp_path / "history.atom").incidents
    assert [(u.at, u.stage, u.body) for u in found.updates] == [
        (datetime(2025, 12, 31, 23, 10, tzinfo=UTC), Stage.INVESTIGATING, "We look."),
        (datetime(2026, 1, 2, 1, 0, tzinfo=UTC), Stage.RESOLVED, "Over."),
    ]


def test_a_feed_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = ATOM.replace("<feed", '<!DOCTYPE x [<!ENTITY a "aaaa">]><feed', 1)
    (tmp_path / "history.atom").write_text(bomb, "utf-8")
    with pytest.raises(Invalid, match="declares entities"):
        read("atom", tmp_path / "history.atom")


def test_cachet_times_are_in_its_own_zone_and_hidden_incidents_stay_hidden(
    tmp_path: Path,
) -> None:
    (tmp_path / "components.json").write_text(json.dumps(CACHET_COMPONENTS), "utf-8")
    (tmp_path / "incidents.json").write_text(json.dumps(CACHET), "utf-8")
    page = read("cachet", tmp_path, "Asia/Tokyo")
    (found,) = page.incidents
    assert found.started_at == datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
    assert [u.stage for u in found.updates] == [Stage.INVESTIGATING, Stage.RESOLVED]
    assert found.components == ("Checkout",)
    assert page.left_out[0].why == "it was not public"


def test_cachet_3_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "incidents.json").write_text(json.dumps(CACHET_3), "utf-8")
    (found,) = read("cachet", tmp_path / "incidents.json").incidents
    assert found.ended_at == datetime(2026, 3, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ('See <a href="https://x.example/a(b)">this</a>', "See [this](https://x.example/a%28b%29)"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ("<script>alert(1)</script><p>Hello</p>", "Hello"),
        ("plain *stars* and [brackets](x)", r"plain \*stars\* and \[brackets\](x)"),
        ("# not a title\n1. not a list", "\\# not a title\n\\1. not a list"),
        ("<p># not a title</p>", r"\# not a title"),
        ("5 &lt; 6 &amp; 7", r"5 \< 6 & 7"),
        ("<b>bold </b>word", "**bold** word"),
        ("<b></b>nothing", "nothing"),
    ],
)
def test_html_becomes_markdown_and_text_stays_text(html: str, said: str) -> None:
    assert from_html(html) == said


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
        "<<script>script>alert(1)<</script>/script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<a href='https://x.example)[y](javascript:alert(1)'>z</a>",
        "<iframe src=https://evil.example></iframe>",
    ],
)
def test_nothing_hostile_survives_on_the_page(hostile: str) -> None:
    for made in (from_html(hostile), from_markdown(hostile)):
        shown = str(markdown(made))
        for bad in ("<script", "<img", "<svg", "<iframe", 'href="javascript', 'onerror="'):
            assert bad not in shown.lower()


@given(some.text(max_size=80))
def test_any_text_can_be_read_and_shown(text: str) -> None:
    assert "<script" not in str(markdown(from_html(text))).lower()
