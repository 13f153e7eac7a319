"""The worker's own SQL, on the tables of procrastinate 3.10.

Its stock statements trust a worker's word; these write only what is still that worker's to write,
each in one statement, so that a frozen or cut-off worker that wakes up changes nothing.

Whatever goes back to ``todo`` loses its queueing lock: another job with that lock may be waiting
by now, and the uniqueness of waiting locks would refuse the write. At worst work is done once more.
"""

from __future__ import annotations

# How long ago the last beat was, in seconds; no row: buried by another worker.
BEAT = """
WITH before AS (
    SELECT id, last_heartbeat FROM procrastinate_workers WHERE id = %(worker)s FOR UPDATE
)
UPDATE procrastinate_workers AS worker SET last_heartbeat = now()
  FROM before WHERE worker.id = before.id
RETURNING extract(epoch FROM now() - before.last_heartbeat)::float AS gap
"""

FINISH = """
UPDATE procrastinate_jobs
   SET status = %(status)s::procrastinate_job_status, attempts = attempts + 1,
       abort_requested = false, args = args || %(note)s::jsonb
 WHERE id = %(job)s AND worker_id = %(worker)s AND status = 'doing'
RETURNING id
"""

FINISH_AND_FORGET = """
DELETE FROM procrastinate_jobs
 WHERE id = %(job)s AND worker_id = %(worker)s AND status = 'doing'
RETURNING id
"""

TRY_AGAIN = """
UPDATE procrastinate_jobs
   SET status = 'todo', attempts = attempts + %(count)s, scheduled_at = %(at)s,
       abort_requested = false, queueing_lock = NULL
 WHERE id = %(job)s AND worker_id = %(worker)s AND status = 'doing'
RETURNING id
"""

# A tick that fails fails every second: the last failure is enough to show.
FORGET_EARLIER_FAILURES = """
DELETE FROM procrastinate_jobs
 WHERE task_name = %(task)s AND status = 'failed' AND id < %(job)s
RETURNING id
"""

# Jobs the database believes this worker to be doing.
MINE = """
SELECT id FROM procrastinate_jobs WHERE worker_id = %(worker)s AND status = 'doing'
"""

# A fetch whose answer was lost with its connection: the job is "doing", but nobody does it.
PUT_BACK = """
UPDATE procrastinate_jobs SET status = 'todo', queueing_lock = NULL
 WHERE id = ANY(%(jobs)s::bigint[]) AND worker_id = %(worker)s AND status = 'doing'
RETURNING id
"""

# Buries workers with an old heartbeat and takes over their jobs, and those of workers that have no
# row at all. Only a worker with a fresh heartbeat of its own may judge: the statement may have waited
# through an outage in which nobody could send any. The row of a buried worker must go: a worker that came back with its old id could
# fetch its old job again and then write the outcome of its first, abandoned run.
RESCUE = """
WITH dead AS MATERIALIZED (
    SELECT id FROM procrastinate_workers
     WHERE last_heartbeat < now() - make_interval(secs => %(stalled)s)
       AND id <> ALL(%(spared)s::bigint[])
       AND EXISTS (SELECT 1 FROM procrastinate_workers AS judge WHERE judge.id = %(judge)s
                      AND judge.last_heartbeat > now() - make_interval(secs => %(stalled)s / 2))
       FOR UPDATE SKIP LOCKED
), buried AS (
    DELETE FROM procrastinate_workers WHERE id IN (SELECT id FROM dead)
), orphan AS MATERIALIZED (
    SELECT id FROM procrastinate_jobs
     WHERE status = 'doing' AND (worker_id IS NULL OR worker_id IN (SELECT id FROM dead))
       FOR UPDATE SKIP LOCKED
)
UPDATE procrastinate_jobs AS job
   SET status = CASE WHEN attempts + 1 >= %(deaths)s THEN 'failed' ELSE 'todo'
                END::procrastinate_job_status,
       args = CASE WHEN attempts + 1 >= %(deaths)s THEN args || %(note)s::jsonb ELSE args END,
       attempts = attempts + 1, scheduled_at = NULL, queueing_lock = NULL, worker_id = NULL
  FROM orphan WHERE job.id = orphan.id
RETURNING job.id, job.task_name, job.status::text AS status, job.attempts
"""

# In slices, so that no delete holds its locks for long. The last event says when a job ended.
FORGET_OLD = """
DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT job.id FROM procrastinate_jobs AS job
     WHERE job.status NOT IN ('todo', 'doing')
       AND NOT EXISTS (
           SELECT 1 FROM procrastinate_events AS event
            WHERE event.job_id = job.id AND event.type <> 'scheduled'
              AND event.at > now() - make_interval(secs =>
                  CASE job.status WHEN 'failed' THEN %(keep_failed)s::float
                  ELSE %(keep_finished)s::float END))
     LIMIT 5000)
RETURNING id
"""
