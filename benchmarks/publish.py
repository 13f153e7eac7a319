"""How long a change takes to be on 20 page variants, and to be verified; one JSON line.

    make bench-publish
    make bench-publish ARGS="--rounds 20"

Ten pages in two languages each, on a durable PostgreSQL, after an update of an incident: first what
happens before any upload (state from the database, files of all pages), then the whole way from the
approval of an update to the moment when every page was read back from both of its targets, through
the worker's own duty. Left out is the notice by which the database wakes a worker. The reference in
the same run is a whole build that remembers nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.host.temporary import temporary_postgres

if TYPE_CHECKING:
    from noroshi.domain.plan.model import Plan
    from noroshi.storage.pages import PublicationRecord

_PAGES = 10
_BUDGET_BUILD_MS = 300.0
_BUDGET_VERIFIED_S = 10.0


def main() -> None:
    """Lay out an installation, publish, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = max(2, parser.parse_args().rounds)
    with temporary_postgres() as url, tempfile.TemporaryDirectory() as directory:
        os.environ |= {
            "DATABASE_URL": url,
            "NOROSHI_DATA_DIR": directory,
            "NOROSHI_SECRET_KEY": "a key for benchmarks only, 0123456789abcdef",
            "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        }
        import django

        django.setup()
        print(json.dumps(_measured(rounds, Path(directory))))


def _measured(rounds: int, directory: Path) -> dict[str, object]:
    from benchmarks import scene
    from noroshi.actions.apply_plan import apply_plan
    from noroshi.actions.context import SYSTEM
    from noroshi.actions.queries.plan import current_plan
    from noroshi.bootstrap.wiring import context
    from noroshi.storage import messages

    scene.lay_out()
    apply_plan(context(), SYSTEM, _many_pages(current_plan(), directory), digest="twenty")
    incident = messages.get(scene.publish()).incident_number
    _approve_to_verified(incident)  # templates are compiled, targets exist
    verified = [_approve_to_verified(incident) for _ in range(rounds)]
    builds = [_before_upload() for _ in range(rounds)]
    worst = sorted(verified)[-max(1, round(rounds * 0.05)) :][0]
    found = statistics.median(built for built, _ in builds)
    return {
        "benchmark": "publish",
        "variants": 2 * _PAGES,
        "cores": os.cpu_count(),
        "before_upload_ms": round(found, 1),
        "before_upload_slowest_ms": round(max(built for built, _ in builds), 1),
        "x_whole_build": round(statistics.median(built / whole for built, whole in builds), 2),
        "targets_a_page": 2,
        "approve_to_verified_p50_s": round(statistics.median(verified), 2),
        "approve_to_verified_p95_s": round(worst, 2),
        "within_budget": found <= _BUDGET_BUILD_MS and worst <= _BUDGET_VERIFIED_S,
    }


def _many_pages(plan: Plan, directory: Path) -> Plan:
    from noroshi.domain.plan.model import PageTarget

    first = plan.pages[0]
    return replace(
        plan,
        pages=tuple(
            replace(
                first,
                key=f"page-{number}",
                path=f"p{number}" if number else "",
                languages=("en", "ja"),
                targets=(
                    PageTarget(
                        name="mirror",
                        kind="directory",
                        settings={"path": str(directory / "mirror" / str(number))},
                    ),
                ),
            )
            for number in range(_PAGES)
        ),
    )


def _approve_to_verified(incident: int) -> float:
    """Seconds for one more update of the incident."""
    from noroshi.actions.context import SYSTEM
    from noroshi.actions.draft_update import draft_update
    from noroshi.actions.publish_update import publish_update
    from noroshi.actions.request_approval import request_approval
    from noroshi.bootstrap.wiring import context, toolbox
    from noroshi.domain.incident import Stage
    from noroshi.jobs.payloads import PublishPages
    from noroshi.worker.duties.publish_pages import publish_pages

    update = draft_update(context(), SYSTEM, incident, stage=Stage.INVESTIGATING)
    request_approval(context(), SYSTEM, update.id)

    def approve_and_publish() -> None:
        publish_update(context(), SYSTEM, update.id)
        publish_pages(toolbox(), PublishPages(version=_newest().version))

    took = _seconds(approve_and_publish)
    if _newest().verified_at is None:
        raise SystemExit(f"version {_newest().version} was not verified")
    return took


def _newest() -> PublicationRecord:
    from noroshi.storage import pages

    newest = pages.newest()
    if newest is None:
        raise SystemExit("nothing was published")
    return newest


def _before_upload() -> tuple[float, float]:
    """Milliseconds for all pages: by the press, which knows the last version, and from nothing."""
    from noroshi.actions.queries.page_readings import Readings
    from noroshi.actions.queries.page_state import page_state
    from noroshi.actions.queries.plan import current_plan
    from noroshi.bootstrap.wiring import context, toolbox
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
