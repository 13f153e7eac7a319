"""The auditor's statements: set-based, each within a time limit of its own.

The members of a batch are read only to be counted. All of it was measured at 10 million deliveries
and at 10 million exceptions (benchmarks/auditor.py).
"""

from __future__ import annotations

# Dispatches that can still change, those that ended since the last look, and a few of the others
# in turn, so that what was removed long after its end is noticed too.
DISPATCHES = """
WITH older AS (
    SELECT id FROM storage_dispatch
     WHERE finished_at IS NOT NULL AND id > %(after)s ORDER BY id LIMIT %(older)s
), looked_at AS (
    SELECT id FROM storage_dispatch WHERE finished_at IS NULL OR finished_at >= %(since)s
     UNION SELECT id FROM older
), sums AS (
    SELECT batch.dispatch_id,
           count(*) AS batches,
           sum(size.n) AS members,
           sum(batch.started) AS begun,
           sum(batch.mark) AS known,
           sum(batch.retry_run) AS retries,
           count(*) FILTER (WHERE batch.state <> 'done') AS unfinished,
           count(*) FILTER (WHERE NOT (batch.mark <= batch.started AND batch.started <= size.n
                                       AND batch.repeated <= batch.started)
                               OR batch.state = 'done' AND batch.mark <> size.n) AS impossible
      FROM storage_batch AS batch
     CROSS JOIN LATERAL (SELECT cardinality(batch.members) AS n) AS size
     WHERE batch.dispatch_id IN (SELECT id FROM looked_at)
     GROUP BY batch.dispatch_id
)
SELECT dispatch.id, incident.number AS incident, message.number AS message, dispatch.channel,
       incident.subject, message.kind,
       dispatch.recipients, dispatch.planned_at, dispatch.finished_at,
       dispatch.paused_at IS NOT NULL OR dispatch.stopped_at IS NOT NULL AS is_held,
       coalesce(sums.batches, 0)::int AS batches, coalesce(sums.members, 0)::bigint AS members,
       coalesce(sums.begun, 0)::bigint AS begun, coalesce(sums.known, 0)::bigint AS known,
       coalesce(sums.unfinished, 0)::int AS unfinished,
       coalesce(sums.impossible, 0)::int AS impossible,
       coalesce(sums.retries, 0)::int AS retries
  FROM storage_dispatch AS dispatch
  JOIN looked_at ON looked_at.id = dispatch.id
  JOIN storage_renditionrow AS text ON text.id = dispatch.rendition_id
  JOIN storage_messagerow AS message ON message.id = text.message_id
  JOIN storage_incidentrow AS incident ON incident.id = message.incident_id
  LEFT JOIN sums ON sums.dispatch_id = dispatch.id
 ORDER BY dispatch.id
"""

# The first entry of a partial index for each batch: no exception is counted.
RETRIES = """
SELECT batch.dispatch_id, count(*)::int AS retrying, min(waits.next_attempt_at) AS retry_at
  FROM storage_batch AS batch
 CROSS JOIN LATERAL (
       SELECT exception.next_attempt_at FROM storage_deliveryexception AS exception
        WHERE exception.batch_id = batch.id AND exception.state IN ('queued', 'sending')
        ORDER BY exception.next_attempt_at LIMIT 1) AS waits
 WHERE batch.dispatch_id = ANY(%(dispatches)s)
 GROUP BY batch.dispatch_id
"""

HOW_MANY_EXCEPTIONS = """
SELECT greatest(0, reltuples)::bigint AS n FROM pg_class
 WHERE oid = 'storage_deliveryexception'::regclass
"""

# The batches whose exceptions are looked at: changed ones first, then the others in turn.
CHOSEN = """
WITH changed AS (
    SELECT id FROM storage_batch
     WHERE claimed_at >= %(since)s OR done_at >= %(since)s
     ORDER BY greatest(claimed_at, done_at) DESC LIMIT %(most)s
)
SELECT id, true AS is_changed FROM changed
 UNION ALL
(SELECT id, false FROM storage_batch
  WHERE id > %(after)s AND id NOT IN (SELECT id FROM changed) ORDER BY id LIMIT %(most)s)
"""

# More exceptions than people begun, or exceptions of people beyond the bounds of the batch.
OVERFULL = """
SELECT batch.dispatch_id, count(*)::int AS overfull
  FROM storage_batch AS batch
 CROSS JOIN LATERAL (
       SELECT count(*) AS n, min(exception.subscriber_id) AS lo, max(exception.subscriber_id) AS hi
         FROM storage_deliveryexception AS exception WHERE exception.batch_id = batch.id) AS listed
 WHERE batch.id = ANY(%(batches)s)
   AND (listed.n > batch.started
        OR batch.last_id > 0 AND (listed.lo < batch.first_id OR listed.hi > batch.last_id))
 GROUP BY batch.dispatch_id
"""

STRANGERS = """
SELECT exception.batch_id, count(*)::int AS people
  FROM storage_deliveryexception AS exception
 WHERE exception.batch_id = ANY(%(batches)s)
   AND NOT EXISTS (
       SELECT 1 FROM storage_batch AS batch, unnest(batch.members) AS member
        WHERE batch.id = ANY(%(batches)s) AND batch.id = exception.batch_id
          AND member = exception.subscriber_id)
 GROUP BY exception.batch_id
"""

# Work under way, and work that no job will go on with. "later": its job waits for a moment.
BATCHES = """
WITH job AS (
    SELECT (args->>'batch_id')::bigint AS batch_id,
           min(CASE WHEN status = 'doing' THEN 'doing'
                    WHEN scheduled_at > now() THEN 'later' ELSE 'todo' END) AS state
      FROM procrastinate_jobs
     WHERE task_name = 'send_batch' AND status IN ('todo', 'doing')
     GROUP BY 1
)
SELECT batch.id, batch.dispatch_id AS dispatch, dispatch.channel, batch.account, batch.run,
       batch.mark, batch.started, coalesce(job.state, '') AS job
  FROM storage_batch AS batch
  JOIN storage_dispatch AS dispatch ON dispatch.id = batch.dispatch_id
  LEFT JOIN job ON job.batch_id = batch.id
 WHERE batch.state <> 'done' AND (job.state IS NULL OR job.state = 'doing')
   AND dispatch.paused_at IS NULL AND dispatch.stopped_at IS NULL
   AND dispatch.finished_at IS NULL AND dispatch.planned_at < %(settled)s
 ORDER BY batch.id LIMIT %(most)s
"""

ASKED_TO_WAIT = """
SELECT batch.dispatch_id
  FROM procrastinate_jobs AS job
  JOIN storage_batch AS batch ON batch.id = (job.args->>'batch_id')::bigint
 WHERE job.task_name = 'send_batch' AND job.status IN ('todo', 'doing')
 GROUP BY batch.dispatch_id
HAVING bool_and(job.status = 'todo' AND coalesce(job.scheduled_at > now(), false))
"""

ORPHANS = """
SELECT text.id AS text, incident.number AS incident, message.number AS message, text.channel,
       incident.subject, message.kind, text.audience, readers.n AS readers
  FROM storage_messagerow AS message
  JOIN storage_incidentrow AS incident ON incident.id = message.incident_id
  JOIN storage_renditionrow AS text ON text.message_id = message.id
  LEFT JOIN storage_dispatch AS dispatch ON dispatch.rendition_id = text.id
 CROSS JOIN LATERAL (
       SELECT count(*)::int AS n FROM storage_subscriberrow AS reader
        WHERE reader.channel = text.channel AND reader.audience = text.audience
          AND reader.language = text.language AND reader.state = 'confirmed'
          AND reader.suppressed = '' AND reader.confirmed_at <= message.published_at) AS readers
 WHERE message.state = 'published' AND message.published_at > %(since)s
   AND dispatch.id IS NULL AND text.channel = ANY(%(channels)s) AND readers.n > 0
"""

# A job that could start and does not: since when, by the machine's clock.
JOBS = """
WITH due AS (
    SELECT coalesce(job.scheduled_at, (SELECT max(event.at) FROM procrastinate_events AS event
                                        WHERE event.job_id = job.id)) AS since
      FROM procrastinate_jobs AS job
     WHERE job.status = 'todo' AND job.queue_name = 'work'
       AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
     ORDER BY job.id LIMIT 1000
)
SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = 'work'
           AND (scheduled_at IS NULL OR scheduled_at <= now()))::int AS waiting,
       (SELECT count(*) FROM procrastinate_jobs
         WHERE status = 'doing' AND queue_name = 'work')::int AS running,
       coalesce(extract(epoch FROM now() - (SELECT min(since) FROM due)), 0)::int AS oldest_s,
       (SELECT count(*) FROM procrastinate_workers
         WHERE last_heartbeat > now() - interval '8 seconds')::int AS workers
"""

ACCOUNTS = """
SELECT account.name, account.channel, account.rate_per_second,
       coalesce(standing.circuit <> 'closed', false) AS is_down,
       coalesce(work.n, 0)::int AS doing, work.since, standing.last_accepted_at,
       standing.canary_sent_at, standing.canary_seen_at
  FROM storage_provideraccountrow AS account
  LEFT JOIN storage_providerstanding AS standing ON standing.account_id = account.id
  LEFT JOIN (SELECT account, count(*) AS n, min(claimed_at) AS since FROM storage_batch
              WHERE state = 'doing' AND started > mark GROUP BY account) AS work
    ON work.account = account.name
 WHERE account.enabled
 ORDER BY account.name
"""

# For the metrics: everything that was ever handed over, by the account that a batch used last.
HANDED = """
SELECT dispatch.channel, batch.account, sum(batch.mark)::bigint AS known
  FROM storage_batch AS batch JOIN storage_dispatch AS dispatch ON dispatch.id = batch.dispatch_id
 GROUP BY dispatch.channel, batch.account
"""

LISTED = """
SELECT dispatch.channel, coalesce(nullif(exception.account, ''), batch.account) AS account,
       exception.state, exception.reason, count(*)::bigint AS n,
       sum(exception.attempts)::bigint AS attempts
  FROM storage_deliveryexception AS exception
  JOIN storage_batch AS batch ON batch.id = exception.batch_id
  JOIN storage_dispatch AS dispatch ON dispatch.id = batch.dispatch_id
 GROUP BY 1, 2, 3, 4
"""
