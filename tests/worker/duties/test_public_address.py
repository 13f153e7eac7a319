"""What readers get at a public address is looked at every half minute, in an incident, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.want_pages import want_pages
from noroshi.domain.events import EventKind
from noroshi.domain.plan.model import PageTarget
from noroshi.domain.publication import TargetState
from noroshi.jobs.payloads import PublishPages, WatchPages
from noroshi.kernel.ids import token_hash
from noroshi.pages import publish as publishing
from noroshi.storage import events, page_targets, pages
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.worker.duties.publish_pages import publish_pages
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.duties.watch_pages import watch_pages
from tests.cast import World
from tests.pages.cdn import Cdn, serving

pytestmark = pytest.mark.django_db
PAGE, FRONT = "all-regions", "index.html"


@pytest.fixture
def cdn(world: World, tmp_path: Path) -> Iterator[Cdn]:
    """The first page has a second target, which readers reach through a cache."""
    with serving(tmp_path / "far" / "current") as found:
        far = PageTarget(
            name="far",
            kind="directory",
            settings={"path": str(tmp_path / "far")},
            public_url=found.url,
        )
        plan = current_plan()
        first, *others = plan.pages
        changed = replace(plan, pages=(replace(first, targets=(far,)), *others))
        apply_plan(world.context, SYSTEM, changed, digest=token_hash(found.url))
        yield found


@pytest.fixture
def tools(world: World, cdn: Cdn) -> Toolbox:
    return Toolbox(context=replace(world.context, internal_hosts=cdn.hosts))


def published(tools: Toolbox) -> None:
    with unit_of_work():
        record = want_pages(tools.context, "test")
    publish_pages(tools, PublishPages(version=record.version))


def seen(tools: Toolbox) -> TargetState:
    watch_pages(tools, WatchPages())
    return page_targets.standings()[PAGE, "far"].state


def told() -> int:
    return sum(e.kind is EventKind.PAGE_CHANGED_ELSEWHERE for e in events.after(0))


def test_wrong_bytes_on_the_way_are_found_by_the_next_look_however_young_the_version(
    world: World, tools: Toolbox, cdn: Cdn
) -> None:
    """In an incident every version is young: a new one is made each minute."""
    published(tools)
    assert seen(tools) is TargetState.VERIFIED
    cdn.spoil = lambda path, _content: (200, {}, b"defaced") if path == FRONT else None
    world.clock.pass_by(seconds=10)
    assert seen(tools) is TargetState.WRONG
    standing = page_targets.standings()[PAGE, "far"]
    assert "are stored right and reach readers as something else" in standing.failure
    assert cdn.url in standing.failure
    world.clock.pass_by(seconds=30)
    assert seen(tools) is TargetState.WRONG
    assert told() == 1, "it is told once, not every half minute"
    cdn.spoil = lambda _path, _content: None
    world.clock.pass_by(seconds=30)
    assert seen(tools) is TargetState.VERIFIED


def test_a_cache_may_show_the_version_before_for_a_moment_and_no_longer(
    world: World, tools: Toolbox, cdn: Cdn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "PATIENCE_S", 0.0)
    published(tools)
    cdn.stay()
    world.clock.pass_by(seconds=61)
    published(tools)
    newest = pages.newest()
    assert newest
    world.clock.pass_by(seconds=20)
    assert seen(tools) is TargetState.VERIFIED, "it keeps what we told it to keep"
    world.clock.pass_by(seconds=30)
    assert seen(tools) is TargetState.WRONG
    assert told() == 1
