"""How long one look of the auditor takes at 10 million deliveries; one JSON line.

    make bench-audit
    make bench-audit ARGS="--millions 1"

Twice: with 0.5 % exceptions, as it is on a good day, and with an exception for every single
delivery, as when a provider refuses everything. The reference in the same run is one full
``count(*)`` of the members: the ratio moves less with the machine than seconds do. The metrics are
read at the same size.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from noroshi.host.temporary import temporary_postgres

_LOOKS = 5
_BUDGET_S = 2.0
_BUDGET_METRICS_S = 0.05

_SCENE = (
    """INSERT INTO storage_incidentrow (number, state, title, severity, scenario, path, components,
       regions, component_status, started_at, declared_by, plan_version, bridge_url)
       VALUES (1, 'open', '{"en": "x"}', 4, 'x', 'x', '{}', '{}', 'partial_outage', now(), 'x', 1,
       '')""",
    """INSERT INTO storage_messagerow (incident_id, number, kind, stage, state, drafted_by,
       drafted_at, published_at, published_by, left_out)
       SELECT id, 1, 'update', 'investigating', 'published', 'x', now(),
              now() - interval '10 minutes', 'x', '[]' FROM storage_incidentrow""",
    """INSERT INTO storage_renditionrow (message_id, audience, channel, language, subject, body,
       digest, template_digest, written_by, editors, version)
       SELECT id, audience, 'email', 'en', 's', 'b', 'd', 'd', 'x', '[]', 1
         FROM storage_messagerow, (VALUES ('customers'), ('admins')) AS audiences (audience)""",
    """INSERT INTO storage_dispatch (rendition_id, digest, channel, recipients,
       planned_at, useful_until, priority, steered_by, steering_reason)
       SELECT id, 'd', 'email', %(batches)s * 1000, now() - interval '10 minutes',
              now() + interval '1 hour', 0, '', '' FROM storage_renditionrow""",
    """INSERT INTO storage_batch (dispatch_id, members, state, run, mark, started, repeated,
       retry_run, claimed_at, number, first_id, last_id, account, done_at)
       SELECT d.id, ARRAY(SELECT generate_series(n * 1000 + 1, n * 1000 + 1000)::bigint),
              CASE WHEN n %% 100 = 0 THEN 'waiting' ELSE 'done' END, 1,
              CASE WHEN n %% 100 = 0 THEN 0 ELSE 1000 END,
              CASE WHEN n %% 100 = 0 THEN 0 ELSE 1000 END, 0, 0, now() - interval '5 minutes', n,
              n * 1000 + 1, n * 1000 + 1000, 'relay', now() - interval '4 minutes'
         FROM storage_dispatch d, generate_series(0, %(batches)s - 1) n""",
)
_EXCEPTIONS = """
INSERT INTO storage_deliveryexception (batch_id, subscriber_id, state, reason, detail, code,
       attempts, doubtful, account, at)
SELECT b.id, b.first_id + i, 'failed', (array['refused', 'bad_address', 'too_late'])[1 + i %% 3],
       '550 5.1.1 no such user', '550', 1, 0, 'relay', now() - interval '4 minutes'
  FROM storage_batch b, generate_series(0, 999) i
 WHERE b.state = 'done' AND (i %% 200 = 0) = %(every_200th)s
"""
_RULE = "one_exception_a_recipient"


def main() -> None:
    """Make the rows, look, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, default=10.0)
    batches = max(1, round(parser.parse_args().millions * 1_000 / 2))
    with temporary_postgres() as url, tempfile.TemporaryDirectory() as directory:
        os.environ |= {
            "DATABASE_URL": url,
            "NOROSHI_DATA_DIR": directory,
            "DJANGO_SETTINGS_MODULE": "noroshi.settings",
        }
        import django

        django.setup()
        print(json.dumps(_measured(batches, Path(directory))))


def _measured(batches: int, directory: Path) -> dict[str, object]:
    from noroshi.storage.shape import bring_up_to_date

    bring_up_to_date()
    for statement in _SCENE:
        _run(statement, batches=batches)
    _run(_EXCEPTIONS, every_200th=True)
    _settle()
    few = _looks(directory)
    _run("DROP INDEX IF EXISTS deliveries_to_retry")
    _run(f"ALTER TABLE storage_deliveryexception DROP CONSTRAINT {_RULE}")
    _run(_EXCEPTIONS, every_200th=False)
    _run(
        f"ALTER TABLE storage_deliveryexception "
        f"ADD CONSTRAINT {_RULE} UNIQUE (batch_id, subscriber_id)"
    )
    _run(
        "CREATE INDEX deliveries_to_retry ON storage_deliveryexception (batch_id, next_attempt_at) "
        "WHERE state IN ('queued', 'sending')"
    )
    _settle()
    many = _looks(directory)
    return {
        "benchmark": "auditor",
        "deliveries": 2 * batches * 1_000,
        "cores": os.cpu_count(),
        "half_a_percent_exceptions": few,
        "only_exceptions": many,
        "within_budget": max(few["slowest_s"], many["slowest_s"]) < _BUDGET_S
        and max(few["metrics_s"], many["metrics_s"]) < _BUDGET_METRICS_S,
    }


def _looks(directory: Path) -> dict[str, float]:
    from noroshi.actions.context import Context
    from noroshi.actions.queries.metrics import measured
    from noroshi.actions.run_audit import run_audit
    from noroshi.kernel.clock import SystemClock
    from noroshi.kernel.secret import Secret

    context = Context(
        clock=SystemClock(),
        public_url="http://localhost",
        page_root=directory / "pages",
        key=Secret("for a measurement"),
    )
    reference = min(_seconds(lambda: _run(_COUNT)) for _ in range(3))
    times, cut = [], 0
    for _ in range(_LOOKS):
        times.append(_seconds(lambda: run_audit(context)))
        cut += not run_audit(context).is_whole
    metrics = statistics.median(_seconds(lambda: measured(context)) for _ in range(_LOOKS))
    return {
        "exceptions": float(_number("SELECT count(*) FROM storage_deliveryexception")),
        "median_s": round(statistics.median(times), 3),
        "slowest_s": round(max(times), 3),
        "cut_short": cut,
        "x_one_count_of_the_members": round(statistics.median(times) / reference, 1),
        "metrics_s": round(metrics, 4),
    }


_COUNT = "SELECT sum(cardinality(members)) FROM storage_batch"


def _settle() -> None:
    """As autovacuum leaves it a while later."""
    _run("VACUUM ANALYZE storage_deliveryexception")
    _run("VACUUM ANALYZE storage_batch")


def _run(statement: str, **given: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)


def _number(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
