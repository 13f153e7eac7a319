"""How long a change takes to be on 20 page variants, and to be verified; one JSON line.

    make bench-publish
    make bench-publish ARGS="--rounds 20 --ways silent"

Ten pages in two languages each, on a durable PostgreSQL, after an update of an incident. First what
happens before any upload (state from the database, files of all pages); the reference in the same
run is a whole build that remembers nothing. Then the whole way: from the moment when the last
approver signs, through the queue and a worker process of its own (the notice that wakes it up is
part of it), until every page was read back from both of its targets. Then the same with a third
target that is dead in one of three ways; the difference is what it costs the others, in publishing
and in the watch that reads pages back.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.dead_places import WAYS, dead
from benchmarks.installation import NOROSHI, wait_until
from noroshi.host.temporary import temporary_postgres

_BUDGET_BUILD_MS: Final = 300.0
_BUDGET_VERIFIED_S: Final = 10.0
_BUDGET_DELAY_S: Final = 1.0
_DEAD_ROUNDS: Final = 3
_LOOKS: Final = 3


def main() -> None:
    """Lay out an installation, publish, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument(
        "--ways", nargs="*", choices=WAYS, default=WAYS, help="how targets are dead"
    )
    options = parser.parse_args()
    with temporary_postgres(durable=True) as url, tempfile.TemporaryDirectory() as directory:
        os.environ |= {
            "DATABASE_URL": url,
            "NOROSHI_DATA_DIR": directory,
            "NOROSHI_SECRET_KEY": "a key for benchmarks only, 0123456789abcdef",
            "NOROSHI_TARGET_DEAD_ACCESS_KEY_ID": "key",
            "NOROSHI_TARGET_DEAD_SECRET_ACCESS_KEY": "secret",
            "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        }
        import django

        django.setup()
        ways = tuple(options.ways)
        print(json.dumps(_measured(max(2, options.rounds), Path(directory), ways)))


def _measured(rounds: int, directory: Path, ways: tuple[str, ...]) -> dict[str, object]:
    from benchmarks import publish_scene

    incident = publish_scene.lay_out(directory)
    with _worker(directory):
        _round(incident)  # templates are compiled, targets exist
        times = [_round(incident) for _ in range(rounds)]
        builds = [_before_upload() for _ in range(rounds)]
        before = _some(incident)
        costs = {}
        for way in ways:
            seen = _with_dead(incident, directory, way)
            after = _some(incident)
            costs[way] = _against(seen, [*before, *after])
            before = after
    verified = [done for done, _ in times]
    looks = _looks(directory, ways)
    worst = sorted(verified)[-max(1, round(rounds * 0.05)) :][0]
    found = statistics.median(built for built, _ in builds)
    most = max(
        [*(delay for cost in costs.values() for delay in cost.values()), *looks.values(), 0.0]
    )
    return {
        "benchmark": "publish",
        "variants": 2 * publish_scene.PAGES,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "before_upload_ms": round(found, 1),
        "before_upload_slowest_ms": round(max(built for built, _ in builds), 1),
        "x_whole_build": round(statistics.median(built / whole for built, whole in builds), 2),
        "targets_a_page": 2,
        "rounds": rounds,
        "approve_to_verified_p50_s": round(statistics.median(verified), 2),
        "approve_to_verified_p95_s": round(worst, 2),
        "dead_target_delays_s": costs,
        "dead_target_delays_mending_s": looks,
        "within_budget": found <= _BUDGET_BUILD_MS
        and worst <= _BUDGET_VERIFIED_S
        and most <= _BUDGET_DELAY_S,
    }


@contextmanager
def _worker(directory: Path) -> Iterator[None]:
    """``noroshi worker`` as a process of its own, from its first sign of life on."""
    from benchmarks import scene

    words = [str(NOROSHI), "--data-dir", str(directory), "worker"]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as running:  # noqa: S603 - ourselves
        try:
            wait_until(lambda: scene.workers_alive() >= 1, within=60)
            yield
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)


def _round(incident: int) -> tuple[float, float]:
    """Seconds from the last approval of one more update until the worker notes it as verified, and
    until every live target was read back."""
    from benchmarks import publish_scene
    from noroshi.bootstrap.context import context

    update, last = publish_scene.drafted(incident)
    began, at = time.perf_counter(), context().clock.now()
    version = publish_scene.approve_and_publish(update, last)
    publish_scene.wait_for_targets(version)
    shown = time.perf_counter() - began
    done = publish_scene.wait_for_version(version).verified_at
    if done is None:
        raise SystemExit(f"version {version} was not verified")
    return (done - at).total_seconds(), shown


def _some(incident: int) -> list[tuple[float, float]]:
    return [_round(incident) for _ in range(_DEAD_ROUNDS)]


def _with_dead(incident: int, directory: Path, way: str) -> list[tuple[float, float]]:
    """The same with a third target of every page, which is known to be dead."""
    from benchmarks import publish_scene

    with dead(way) as address:
        publish_scene.use(directory, dead=address)
        publish_scene.wait_for_death()
        found = _some(incident)
    publish_scene.use(directory)
    publish_scene.wait_for_plan()
    return found


def _against(seen: list[tuple[float, float]], usual: list[tuple[float, float]]) -> dict[str, float]:
    """What is added until the mail may begin, and until the others show the page. An incident grows
    with every update, so the rounds before and after are the measure."""
    mail, shown = (
        round(statistics.median(mine) - statistics.median(other), 2)
        for mine, other in zip(zip(*seen, strict=True), zip(*usual, strict=True), strict=True)
    )
    return {"shown": shown, "mail": mail}


def _looks(directory: Path, ways: tuple[str, ...]) -> dict[str, float]:
    """Seconds that a dead target adds until a defaced file of a live one is right again."""
    from benchmarks import publish_scene

    usual = statistics.median(_mended(directory) for _ in range(_LOOKS))
    costs = {}
    for way in ways:
        with dead(way) as address:
            publish_scene.use(directory, dead=address)
            costs[way] = round(_mended(directory) - usual, 2)
    return costs


def _mended(directory: Path) -> float:
    """Seconds from the beginning of a round of the watch until a defaced file is right again."""
    from benchmarks import publish_scene
    from noroshi.bootstrap.wiring import toolbox
    from noroshi.jobs.payloads import WatchPages
    from noroshi.worker.duties.watch_pages import watch_pages
    from noroshi.worker.threads import patiently

    page = directory / publish_scene.MIRROR / "5" / "current" / "index.html"
    right = page.read_bytes()
    page.unlink()  # unlinked first: unchanged files share one content between versions
    page.write_bytes(b"defaced")
    watch = threading.Thread(target=lambda: patiently(lambda: watch_pages(toolbox(), WatchPages())))
    began = time.perf_counter()
    watch.start()
    wait_until(lambda: page.read_bytes() == right, within=120, look=0.005)
    took = time.perf_counter() - began
    watch.join()
    return took


def _before_upload() -> tuple[float, float]:
    """Milliseconds for all pages: by the press, which knows the last version, and from nothing."""
    from noroshi.actions.queries.page_readings import Readings
    from noroshi.actions.queries.page_state import page_state
    from noroshi.actions.queries.plan import current_plan
    from noroshi.bootstrap.context import context
    from noroshi.bootstrap.wiring import toolbox
    from noroshi.pages.build import build
    from noroshi.pages.state import PageState

    plan = current_plan()

    def all_with(make: Callable[[PageState], object]) -> None:
        read = Readings(context().clock.now())
        for page in plan.pages:
            make(page_state(context(), plan, page, version=9_999, read=read))

    return 1e3 * _seconds(lambda: all_with(toolbox().press.build)), 1e3 * _seconds(
        lambda: all_with(build)
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
