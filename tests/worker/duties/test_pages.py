"""Publishing to several targets at once, and watching over them."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.want_pages import CLOCK, QUIET_FOR, keep_pages_fresh, want_pages
from noroshi.domain.audit.kinds import Gap
from noroshi.domain.events import EventKind
from noroshi.domain.plan.model import PageTarget
from noroshi.domain.publication import BUILT_IN, TargetStanding, TargetState
from noroshi.jobs.payloads import PublishPages, WatchPages
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import token_hash
from noroshi.kernel.secret import Secret
from noroshi.pages.crew import Crew
from noroshi.pages.proof import PROOF, Proof
from noroshi.pages.registry import open_target
from noroshi.pages.target import PublicationFailed, Target
from noroshi.storage import events, page_targets, pages
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.worker.duties.publish_pages import publish_pages
from noroshi.worker.duties.tools import Toolbox
from noroshi.worker.duties.watch_pages import watch_pages
from tests.cast import World

pytestmark = pytest.mark.django_db
PAGE = "all-regions"


class Hanging:
    """A target that never answers, until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        raise AssertionError("it hung before")

    def read(self, path: str) -> bytes:
        return b""

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        self.let_go.wait(30)
        raise PublicationFailed("let go")

    def current_version(self) -> int | None:
        self.let_go.wait(30)
        raise PublicationFailed("let go")


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    target = Hanging()
    yield target
    target.let_go.set()


def with_targets(world: World, **paths: Path) -> None:
    """Give the first page more targets: directories, by name."""
    plan = current_plan()
    targets = tuple(
        PageTarget(name=name, kind="directory", settings={"path": str(path)})
        for name, path in paths.items()
    )
    first, *others = plan.pages
    changed = replace(plan, pages=(replace(first, targets=targets), *others))
    apply_plan(world.context, SYSTEM, changed, digest=token_hash(str(paths)))


@pytest.fixture
def mirror(world: World, tmp_path: Path) -> Path:
    """A second target of the first page."""
    with_targets(world, mirror=tmp_path / "mirror")
    return tmp_path / "mirror" / "current"


@pytest.fixture
def tools(world: World) -> Toolbox:
    return Toolbox(context=world.context)


def publish(tools: Toolbox, reason: str = "test") -> PublicationRecord:
    with unit_of_work():
        record = want_pages(tools.context, reason)
    publish_pages(tools, PublishPages(version=record.version))
    newest = pages.newest()
    assert newest is not None
    return newest


def watch(tools: Toolbox) -> None:
    watch_pages(tools, WatchPages())


def standing(target: str = "mirror") -> TargetStanding:
    return page_targets.standings()[PAGE, target]


def kinds_after(event: int) -> list[EventKind]:
    return [entry.kind for entry in events.after(event)]


def test_a_version_goes_to_every_target_and_is_done_when_each_was_read_back(
    tools: Toolbox, mirror: Path
) -> None:
    done = publish(tools)
    assert done.verified_at
    assert {one.state for one in page_targets.standings().values()} == {TargetState.VERIFIED}
    assert standing().version == standing(BUILT_IN).version == done.version
    ours = tools.context.page_root / PAGE / "current"
    assert (mirror / "index.html").read_bytes() == (ours / "index.html").read_bytes()


def test_a_target_that_hangs_keeps_the_others_waiting_less_than_a_second(
    world: World, tmp_path: Path, hanging: Hanging, db: None
) -> None:
    with_targets(world, dead=tmp_path / "dead", mirror=tmp_path / "mirror")

    def opener(kind: str, settings: Mapping[str, str]) -> Target:
        return hanging if settings["path"].endswith("dead") else open_target(kind, settings)

    tools = Toolbox(context=world.context, crew=Crew(opener))
    publish(Toolbox(context=world.context))  # warm: templates are compiled, the mirror is known
    began = time.monotonic()
    seen: dict[str, float] = {}

    def look() -> None:
        while "mirror" not in seen and time.monotonic() < began + 5:
            proof = tmp_path / "mirror" / "current" / PROOF
            if proof.exists() and b'"version": 2' in proof.read_bytes():
                seen["mirror"] = time.monotonic() - began
            threading.Event().wait(0.01)

    looker = threading.Thread(target=look)
    looker.start()
    threading.Timer(1.5, hanging.let_go.set).start()
    done = publish(tools)
    looker.join()
    assert seen["mirror"] < 1.5, "the dead target held the live one up"
    assert done.verified_at
    assert standing().state is TargetState.VERIFIED
    assert standing("dead").state is TargetState.FAILED
    assert not standing("dead").is_live


def test_a_dead_target_is_told_once_and_again_when_it_is_back(
    world: World, tools: Toolbox, tmp_path: Path
) -> None:
    with_targets(world, mirror=tmp_path / "mirror")
    (tmp_path / "mirror").write_text("in the way")
    before = events.newest_id()
    done = publish(tools)
    assert done.verified_at, "the other target shows the page"
    publish(tools)
    assert kinds_after(before).count(EventKind.PAGE_TARGET_DOWN) == 1
    assert "could not be written" in standing().failure
    (tmp_path / "mirror").unlink()
    world.clock.pass_by(seconds=31)
    watch(tools)
    assert standing().state is TargetState.VERIFIED
    assert kinds_after(before).count(EventKind.PAGE_TARGET_UP) == 1
    assert (tmp_path / "mirror/current/index.html").exists()


@pytest.mark.parametrize("harm", ["changed", "missing", "cut", "proof", "all"])
def test_the_watch_finds_and_mends_wrong_bytes(
    world: World, tools: Toolbox, mirror: Path, harm: str
) -> None:
    publish(tools)
    page = mirror / "ja/index.html"
    right = page.read_bytes()
    before = events.newest_id()
    if harm == "changed":
        page.write_bytes(right.replace(b"a", b"b"))
    elif harm == "missing":
        page.unlink()
    elif harm == "cut":
        page.write_bytes(right[: len(right) // 2])
    elif harm == "proof":
        (mirror / PROOF).write_text("{}")
    else:
        mirror.unlink()
    world.clock.pass_by(seconds=31)
    watch(tools)
    assert EventKind.PAGE_TARGET_DOWN in kinds_after(before)
    assert EventKind.PAGE_TARGET_UP in kinds_after(before)
    assert page.read_bytes() == right
    assert standing().state is TargetState.VERIFIED


def test_when_the_built_in_copy_itself_was_changed_a_new_version_is_made(
    world: World, tools: Toolbox, mirror: Path
) -> None:
    first = publish(tools)
    (tools.context.page_root / PAGE / "current/index.html").write_text("defaced")
    world.clock.pass_by(seconds=31)
    watch(tools)
    assert standing(BUILT_IN).state is TargetState.WRONG
    newest = pages.newest()
    assert newest is not None
    assert newest.version == first.version + 1
    publish_pages(tools, PublishPages(version=newest.version))
    assert standing(BUILT_IN).state is TargetState.VERIFIED
    assert b"defaced" not in (tools.context.page_root / PAGE / "current/index.html").read_bytes()


def test_an_emergency_page_stays_until_a_person_publishes_and_versions_grow(
    world: World, tools: Toolbox, mirror: Path
) -> None:
    publish(tools)
    target = open_target("directory", {"path": str(mirror.parent)})
    by_hand = {"index.html": b"by hand"}
    proof = Proof(version=40, digest="x", emergency=True).as_bytes()
    target.put(40, {**by_hand, PROOF: proof})
    world.clock.pass_by(seconds=31)
    watch(tools)
    assert standing().state is TargetState.EMERGENCY
    publish(tools, CLOCK)
    assert (mirror / "index.html").read_bytes() == b"by hand"
    done = publish(tools, "Taro asked for it")
    assert done.verified_at
    assert done.version > 40
    assert (mirror / "index.html").read_bytes() != b"by hand"


def test_a_restored_backup_publishes_above_what_readers_have_seen(
    tools: Toolbox, mirror: Path
) -> None:
    target = open_target("directory", {"path": str(mirror.parent)})
    target.put(90, {"index.html": b"before", PROOF: Proof(version=90, digest="x").as_bytes()})
    above = publish(tools)
    assert above.version == 91
    publish_pages(tools, PublishPages(version=91))
    assert standing().version == standing(BUILT_IN).version == 91


def test_a_plan_is_on_the_page_soon_after_it_was_put_in_force(world: World, tools: Toolbox) -> None:
    assert keep_pages_fresh(world.context)
    assert not keep_pages_fresh(world.context)
    world.clock.pass_by(minutes=5)
    apply_plan(world.context, SYSTEM, world.plan, digest="another")
    assert keep_pages_fresh(world.context)


def test_a_quiet_page_is_published_every_hour_so_that_its_age_tells_quiet_from_dead(
    world: World, tools: Toolbox
) -> None:
    publish(tools)
    world.clock.pass_by(seconds=QUIET_FOR.total_seconds() - 1)
    assert not keep_pages_fresh(world.context)
    world.clock.pass_by(seconds=1)
    assert keep_pages_fresh(world.context)


def test_the_auditor_tells_of_a_target_that_is_wrong_for_a_minute(
    world: World, tools: Toolbox, tmp_path: Path
) -> None:
    from noroshi.actions.run_audit import run_audit  # noqa: PLC0415

    with_targets(world, mirror=tmp_path / "mirror")
    (tmp_path / "mirror").write_text("in the way")
    publish(tools)
    assert Gap.PAGE_TARGET not in {one.kind for one in run_audit(world.context).findings}
    world.clock.pass_by(seconds=61)
    assert Gap.PAGE_TARGET in {one.kind for one in run_audit(world.context).findings}


def test_a_plan_with_a_target_that_cannot_work_is_refused(world: World) -> None:
    plan = current_plan()

    def applied(target: PageTarget) -> None:
        pages_now = (replace(plan.pages[0], targets=(target,)),)
        apply_plan(world.context, SYSTEM, replace(plan, pages=pages_now), digest="x")

    with pytest.raises(Invalid, match="no page target of the kind"):
        applied(PageTarget(name="a", kind="pigeon"))
    with pytest.raises(Invalid, match="has no bucket"):
        applied(PageTarget(name="a", kind="s3"))
    secret = {"bucket": "b", "secret_access_key": "oops"}
    with pytest.raises(Invalid, match="NOROSHI_TARGET_A_SECRET_ACCESS_KEY"):
        applied(PageTarget(name="a", kind="s3", settings=secret))


def test_secrets_of_targets_come_from_the_environment_and_stand_in_no_file(
    world: World, tmp_path: Path
) -> None:
    from noroshi.actions.queries.targets import targets_of  # noqa: PLC0415

    context = replace(
        world.context, target_secrets={"FAR_SECRET_ACCESS_KEY": Secret("do not tell")}
    )
    page = replace(
        current_plan().pages[0],
        targets=(PageTarget(name="far", kind="s3", settings={"bucket": "b"}),),
    )
    far = targets_of(context, page)[1]
    assert far.complete["secret_access_key"] == "do not tell"
    assert "do not tell" not in repr(far)
    publish(Toolbox(context=context))
    noted = (context.page_root / "targets.json").read_text()
    assert "do not tell" not in noted
    assert PAGE in noted
