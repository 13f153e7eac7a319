"""What stands on a page for one audience: its own words, and nobody else's (R3, R6)."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.queries.review import timeline
from noroshi.domain.plan.readers import public_audience
from noroshi.kernel.errors import Conflict
from noroshi.storage.models import MessageRow, RenditionRow
from tests.actions.steps import opened, said
from tests.cast import World
from tests.closed.scene import (
    ADMINS,
    ADMINS_PAGE,
    STAFF,
    STAFF_PAGE,
    WORDS,
    burning,
    everything,
    files,
    in_force,
)

pytestmark = pytest.mark.django_db


def test_each_page_speaks_the_words_of_its_audience_and_no_others(company: World) -> None:
    burning(company)
    public, admins, staff = (
        everything(company, key) for key in ("all-regions", ADMINS_PAGE, STAFF_PAGE)
    )
    assert WORDS[ADMINS] in admins
    assert WORDS[STAFF] in staff
    for words in WORDS.values():
        assert words not in public
    assert WORDS[STAFF] not in admins
    assert WORDS[ADMINS] not in staff


def test_a_page_for_one_audience_says_so_and_asks_not_to_be_listed(company: World) -> None:
    page = files(company, ADMINS_PAGE)["index.html"].decode()
    assert "Only for IT administrators" in page
    assert "IT管理者限定" in files(company, ADMINS_PAGE)["ja/index.html"].decode()
    assert '<meta name="robots" content="noindex' in page
    public = files(company, "all-regions")["index.html"].decode()
    assert "robots" not in public
    assert "Only for" not in public


def test_it_has_no_form_that_a_stranger_could_use_and_leads_to_the_public_pages(
    company: World,
) -> None:
    burning(company)
    whole = everything(company, ADMINS_PAGE)
    assert "<form" not in whole
    assert "form-action 'none'" in unescape(whole)
    assert 'href="https://noroshi.example/status/eu/"' in whole


def test_who_was_told_more_may_be_further_along(company: World) -> None:
    """An update for colleagues alone changes nothing that customers read."""
    incident, first = burning(company)
    row = MessageRow.objects.get(pk=first.id)
    told = RenditionRow.objects.filter(message=row, channel="status_page")
    second = MessageRow.objects.create(
        incident=row.incident, number=9, kind="update", stage="identified", state="published",
        drafted_by="system", drafted_at=row.drafted_at, published_at=row.published_at,
    )  # fmt: skip
    for text in told.filter(audience=STAFF):
        text.pk, text.message, text.subject = None, second, "We know it: Tengu knows"
        text.save()
    row.incident.stage = "identified"
    row.incident.save()
    assert "Tengu knows" in everything(company, STAFF_PAGE)
    public = files(company, "all-regions")
    assert b'"investigating"' in public["api/v2/incidents/unresolved.json"]
    assert b'"identified"' in files(company, STAFF_PAGE)["api/v2/incidents/unresolved.json"]
    assert incident.number == 1


def test_an_incident_that_customers_were_not_told_of_is_not_on_their_page(company: World) -> None:
    _, message = burning(company)
    on_page = RenditionRow.objects.filter(message_id=message.id, channel="status_page")
    on_page.filter(audience="customers").update(audience="long-gone")
    title = "Checkout errors in Europe"
    assert title not in everything(company, "all-regions")
    assert title in everything(company, ADMINS_PAGE)


def test_the_public_is_whom_the_paths_tell_first_and_never_a_closed_audience(
    company: World,
) -> None:
    assert public_audience(company.plan) == "customers"
    without = replace(company.plan, audience_pages=company.plan.audience_pages[1:])
    backwards = replace(
        without,
        scenarios=tuple(
            replace(
                scenario,
                paths=tuple(
                    replace(path, outlets=tuple(reversed(path.outlets))) for path in scenario.paths
                ),
            )
            for scenario in without.scenarios
        ),
    )
    assert public_audience(backwards) == ADMINS


def test_what_was_written_for_one_audience_cannot_become_public_by_a_change_of_plan(
    company: World,
) -> None:
    """Not at once, and not in two steps: every version of the plan is looked at."""
    burning(company)
    admins = next(a for a in company.plan.audiences if a.key == ADMINS)
    opened_up = replace(company.plan, audience_pages=())
    in_force(company, opened_up)
    assert WORDS[ADMINS] not in everything(company, "all-regions")
    only = (*(a for a in opened_up.audiences if a.internal), admins)
    with pytest.raises(Conflict, match="alone would stand on the public pages"):
        apply_plan(company.context, SYSTEM, replace(opened_up, audiences=only), digest="leak")


def test_third_parties_are_named_where_the_status_page_names_them(company: World) -> None:
    """R3 holds for status pages of any audience; the plan decides by its templates."""
    incident = opened(company)
    said(company, incident)
    assert "third_party" not in everything(company, ADMINS_PAGE)


def test_the_review_measures_one_silence_once_however_many_pages_were_silent(
    company: World,
) -> None:
    incident, _ = burning(company)
    lanes = timeline(company.context, incident.number, language="en").lanes
    pages = {lane.key: lane for lane in lanes if lane.key.startswith("status_page.")}
    assert [key for key, lane in pages.items() if lane.limit] == ["status_page.customers"]
    admins = pages["status_page.it_admins"]
    assert (admins.name, admins.cadence_note) == ("IT administrators", "own page, every 30 min")
