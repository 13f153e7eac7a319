"""The final report: six parts in each language, due within 24 hours (F1)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from noroshi.actions.draft_report import draft_report
from noroshi.actions.edit_report import edit_report
from noroshi.actions.publish_update import publish_update
from noroshi.actions.request_approval import request_approval
from noroshi.actions.watch_reports import watch_reports
from noroshi.actions.withdraw_message import withdraw_message
from noroshi.domain.channel import Channel
from noroshi.domain.events import Event, EventKind
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import Message
from noroshi.jobs.names import TaskName
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import incidents, messages, reports
from noroshi.storage.reports import StoredReport
from tests.actions.steps import (
    PARTS,
    SOFIE,
    approve_all,
    log,
    opened,
    page_text,
    said,
)
from tests.actions.waiting import waiting_jobs
from tests.cast import World

pytestmark = pytest.mark.django_db

WORDS = {
    "en": {
        "apology": "We are sorry for the trouble with Checkout in Europe.",
        "what_happened": "Card payments in Checkout failed.",
        "why": "Confirmations timed out.",
        "what_was_done": "We rerouted payments.",
        "what_it_changed": "Payments work again.",
        "what_will_be_done": "We add a second route by 30 April.",
    },
    "ja": {
        "apology": "欧州のチェックアウトでご迷惑をおかけし、深くお詫び申し上げます。",
        "what_happened": "チェックアウトでカード決済が失敗しました。",
        "why": "決済の確認処理がタイムアウトしたためです。",
        "what_was_done": "決済の経路を切り替えました。",
        "what_it_changed": "決済は復旧しました。",
        "what_will_be_done": "4月30日までに予備の経路を追加します。",
    },
}


def resolved(world: World) -> Incident:
    said(world, opened(world), Stage.RESOLVED)
    return incidents.get(1)


def written(world: World, version: int = 0, **changed: dict[str, str]) -> StoredReport:
    return edit_report(
        world.context, world.actor(SOFIE), 1, sections=WORDS | changed, version=version
    )


def asked(world: World) -> Message:
    message = draft_report(world.context, world.actor(SOFIE), 1)
    return request_approval(world.context, world.actor(SOFIE), message.id)


def out(world: World) -> Message:
    message = asked(world)
    approve_all(world, message)
    return publish_update(world.context, world.actor(SOFIE), message.id)


def test_the_report_goes_out_as_a_page_and_a_mail(world: World) -> None:
    resolved(world)
    written(world)
    world.clock.pass_by(hours=2)
    message = out(world)
    assert all(words in page_text(message).body for words in WORDS["en"].values())
    assert all(words in page_text(message, "ja").body for words in WORDS["ja"].values())
    channels = {text.key.channel for text in messages.renditions(message.id)}
    assert {Channel.STATUS_PAGE, Channel.EMAIL} <= channels
    stored = reports.get(1)
    assert stored is not None
    assert stored.published_at == world.clock.now()
    assert incidents.get(1).stage is Stage.POSTMORTEM


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("part", PARTS)
def test_a_report_with_an_empty_part_is_refused_and_the_part_is_named(
    world: World, language: str, part: str
) -> None:
    resolved(world)
    written(world, **{language: WORDS[language] | {part: " \n "}})
    with pytest.raises(Invalid) as refused:
        draft_report(world.context, world.actor(SOFIE), 1)
    assert refused.value.field == f"{language}.{part}"
    assert messages.in_work(1) is None


def test_a_report_that_nobody_has_begun_is_refused(world: World) -> None:
    resolved(world)
    with pytest.raises(Invalid) as refused:
        draft_report(world.context, world.actor(SOFIE), 1)
    assert refused.value.field == "en.apology"
    assert "日本語" not in refused.value.why
    assert "お詫び" in refused.value.why_in("ja", str)


def test_the_report_of_an_open_incident_is_refused(world: World) -> None:
    opened(world)
    with pytest.raises(Conflict):
        written(world)
    with pytest.raises(Conflict):
        draft_report(world.context, world.actor(SOFIE), 1)


@pytest.mark.parametrize(
    "changed",
    [{"xx": {"why": "x"}}, {"en": {"no_such_part": "x"}}, {"en": {"why": "x" * 10_001}}],
)
def test_what_the_report_has_no_place_for_is_refused(
    world: World, changed: dict[str, dict[str, str]]
) -> None:
    resolved(world)
    with pytest.raises(Invalid):
        written(world, **changed)
    assert reports.get(1) is None


def test_a_report_cannot_be_edited_while_it_is_approved(world: World) -> None:
    resolved(world)
    written(world)
    message = asked(world)
    with pytest.raises(Conflict, match="being approved"):
        written(world, version=1)
    withdraw_message(world.context, world.actor(SOFIE), message.id)
    assert written(world, version=1).version == 2


def test_two_writers_of_the_report_do_not_write_over_each_other(world: World) -> None:
    resolved(world)
    written(world)
    for version in (0, 7):
        with pytest.raises(Conflict, match="Somebody else"):
            written(world, version=version)


def test_a_report_that_is_out_stays_as_it_is(world: World) -> None:
    resolved(world)
    written(world)
    out(world)
    with pytest.raises(Conflict):
        written(world, version=1)
    with pytest.raises(Conflict):
        draft_report(world.context, world.actor(SOFIE), 1)


def test_the_report_needs_the_law_as_well(world: World) -> None:
    resolved(world)
    written(world)
    message = asked(world)
    (requested,) = log(EventKind.APPROVAL_REQUESTED)[-1:]
    assert requested.data["roles"] == ["communications_manager", "legal"]
    with pytest.raises(Conflict):
        publish_update(world.context, world.actor(SOFIE), message.id)


def test_the_report_is_warned_of_three_times_and_its_miss_recorded_once(world: World) -> None:
    resolved(world)
    for _ in range(60):
        world.clock.pass_by(minutes=30)
        watch_reports(world.context)
        watch_reports(world.context)
    over = incidents.get(1)
    assert over.resolved_at is not None
    hours = [(event.at - over.resolved_at) / timedelta(hours=1) for event in reported_marks()]
    assert hours == [12, 20, 23, 24]
    assert len(log(EventKind.REPORT_OVERDUE)) == 1


def reported_marks() -> list[Event]:
    return log(EventKind.REPORT_WARNED, EventKind.REPORT_OVERDUE)


def test_marks_that_passed_while_nobody_looked_are_recorded_and_told_once(world: World) -> None:
    resolved(world)
    world.clock.pass_by(hours=30)
    assert watch_reports(world.context) == 4
    told = [job for job in waiting_jobs(TaskName.NOTIFY_COLLEAGUE) if job["kind"] == "report_due"]
    assert [job["person"] for job in told] == ["yuki-tanabe"]


def test_a_report_in_time_is_not_warned_of_any_more(world: World) -> None:
    resolved(world)
    written(world)
    out(world)
    world.clock.pass_by(hours=48)
    assert watch_reports(world.context) == 0
    (published,) = log(EventKind.REPORT_PUBLISHED)
    assert published.data["late_minutes"] is None


@pytest.mark.parametrize("somebody_looked", [True, False])
def test_a_late_report_is_recorded_as_late_and_never_dated_back(
    world: World, now: datetime, somebody_looked: bool
) -> None:
    resolved(world)
    written(world)
    world.clock.pass_by(hours=26)
    if somebody_looked:
        watch_reports(world.context)
    message = out(world)
    assert message.published_at == now + timedelta(hours=26)
    (published,) = log(EventKind.REPORT_PUBLISHED)
    assert published.data["late_minutes"] == 120
    assert len(log(EventKind.REPORT_OVERDUE)) == 1
