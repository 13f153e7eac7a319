"""One dead target, however it died, delays the others by less than a second (R14)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.dead_places import WAYS, dead

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.want_pages import want_pages
from noroshi.domain.plan.model import PageTarget
from noroshi.domain.publication import TargetState
from noroshi.jobs.payloads import PublishPages, WatchPages
from noroshi.kernel.ids import token_hash
from noroshi.kernel.secret import Secret
from noroshi.pages.crew import Crew, Shift
from noroshi.storage import page_targets
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.worker.duties.publish_pages import publish_pages
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.duties.watch_pages import watch_pages
from tests.cast import World

pytestmark = pytest.mark.django_db
PAGE = "all-regions"
PATIENCE_S = 1.5
MOST_S = 1.0


class Impatient(Crew):
    """Gives up those who hang soon, so that the test need not wait longer."""

    def shift(self, *, deadline_s: float = PATIENCE_S) -> Shift[object]:
        return super().shift(deadline_s=min(deadline_s, PATIENCE_S))


@pytest.fixture
def dead_targets() -> Iterator[tuple[PageTarget, ...]]:
    """One bucket for each way to be dead."""
    with ExitStack() as stack:
        yield tuple(
            PageTarget(
                name=way,
                kind="s3",
                settings={"bucket": "b", "endpoint": stack.enter_context(dead(way))},
            )
            for way in WAYS
        )


@pytest.fixture
def tools(world: World) -> Toolbox:
    keys = {
        f"{way.upper()}_{name}": Secret("x")
        for way in WAYS
        for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY")
    }
    return Toolbox(context=replace(world.context, target_secrets=keys), crew=Impatient())


def use(world: World, targets: tuple[PageTarget, ...]) -> None:
    plan = current_plan()
    first, *others = plan.pages
    changed = replace(plan, pages=(replace(first, targets=targets), *others))
    apply_plan(world.context, SYSTEM, changed, digest=token_hash(str(targets)))


def publish(tools: Toolbox) -> None:
    with unit_of_work():
        record = want_pages(tools.context, "test")
    publish_pages(tools, PublishPages(version=record.version))


def seconds_until(holds: Callable[[], bool], work: Callable[[], None]) -> float:
    """From the beginning of ``work`` until it holds; then ``work`` comes to its end."""
    took: list[float] = []
    began = time.monotonic()

    def look() -> None:
        while not holds() and time.monotonic() < began + 3 * PATIENCE_S:
            threading.Event().wait(0.005)
        took.append(time.monotonic() - began)

    looker = threading.Thread(target=look)
    looker.start()
    work()
    looker.join()
    return took[0]


def test_dead_targets_delay_neither_a_publication_nor_the_mending_of_another(
    world: World, tools: Toolbox, tmp_path: Path, dead_targets: tuple[PageTarget, ...]
) -> None:
    mirror = PageTarget(name="mirror", kind="directory", settings={"path": str(tmp_path / "m")})
    page = tmp_path / "m" / "current" / "index.html"
    pointer = tmp_path / "m" / "current"

    def published() -> float:
        before = pointer.readlink()
        return seconds_until(lambda: pointer.readlink() != before, lambda: publish(tools))

    def mended() -> float:
        right = page.read_bytes()
        page.unlink()
        page.write_bytes(b"defaced")
        world.clock.pass_by(seconds=31)
        watch = lambda: watch_pages(tools, WatchPages())  # noqa: E731
        return seconds_until(lambda: page.read_bytes() == right, watch)

    use(world, (mirror,))
    publish(replace(tools, crew=Crew()))  # templates are compiled meanwhile
    world.clock.pass_by(seconds=61)
    alone, alone_mended = published(), mended()
    use(world, (*dead_targets, mirror))
    world.clock.pass_by(seconds=61)
    assert published() - alone < MOST_S, "a dead target held a publication up"
    assert mended() - alone_mended < MOST_S, "a dead target held the mending up"
    states = {name: one.state for (_, name), one in page_targets.standings().items()}
    assert states["mirror"] is TargetState.VERIFIED
    assert {states[way] for way in WAYS} == {TargetState.FAILED}
