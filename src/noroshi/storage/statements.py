"""The ledger's hot statements: one round trip each, prepared once per connection.

A group of a fan-out costs one of them. Each is a transaction by itself: no lock is held between
two of them, whenever the process stops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString

import psycopg
from django.db import connection

CLAIM = """
UPDATE storage_batch AS batch
   SET run = batch.run + 1, state = 'doing', claimed_at = %(now)s, account = %(account)s
  FROM storage_dispatch AS dispatch
 WHERE batch.id = %(batch)s AND batch.state <> 'done'
   AND dispatch.id = batch.dispatch_id AND dispatch.paused_at IS NULL
RETURNING batch.run, batch.members, batch.mark, batch.started, batch.repeated,
          dispatch.useful_until
"""

# What a text is: paused by a person, corrected since, overtaken by newer updates of the incident
# that went to the same audience on the same channel.
_ABOUT = """
SELECT dispatch.id, dispatch.paused_at IS NOT NULL AS paused,
       text.corrected_at IS NOT NULL AS corrected,
       CASE WHEN message.kind = 'update' THEN (
           SELECT array_agg(later.id)
             FROM storage_messagerow AS newer
             JOIN storage_renditionrow AS words ON words.message_id = newer.id
             JOIN storage_dispatch AS later ON later.rendition_id = words.id
            WHERE newer.incident_id = message.incident_id AND newer.number > message.number
              AND newer.kind = 'update'
              AND words.audience = text.audience AND words.channel = text.channel
       ) END AS newer
  FROM storage_batch AS batch
  JOIN storage_dispatch AS dispatch ON dispatch.id = batch.dispatch_id
  JOIN storage_renditionrow AS text ON text.id = dispatch.rendition_id
  JOIN storage_messagerow AS message ON message.id = text.message_id
 WHERE batch.id = %(batch)s
"""

# One row with everybody in it: to fetch a hundred rows would cost more than to send the mails.
_PEOPLE = """
       (SELECT json_agg(json_build_array(person.id, person.address, person.language,
                                         person.secret, person.state, person.suppressed,
                                         nullif(person.time_zone, 'UTC')))
          FROM storage_subscriberrow AS person
         WHERE person.id = ANY(%(ask)s::bigint[]))
"""

ALLOWED: LiteralString = f"""
SELECT false, about.corrected, about.newer, {_PEOPLE} FROM ({_ABOUT}) AS about
"""  # noqa: S608 - parts of this module

ADVANCE: LiteralString = f"""
WITH about AS ({_ABOUT}), mine AS (
    UPDATE storage_batch AS batch
       SET mark = %(mark)s,
           started = CASE WHEN about.paused AND %(asks)s THEN batch.started ELSE %(started)s END,
           repeated = CASE WHEN about.paused AND %(asks)s THEN batch.repeated
                      ELSE %(repeated)s END,
           state = CASE WHEN %(done)s THEN 'done' ELSE 'doing' END,
           done_at = CASE WHEN %(done)s THEN %(now)s::timestamptz ELSE batch.done_at END
      FROM about
     WHERE batch.id = %(batch)s AND batch.run = %(run)s
    RETURNING about.paused AND %(asks)s AS held
), put AS (
    INSERT INTO storage_deliveryexception AS old
           (batch_id, subscriber_id, state, reason, detail, code, attempts, doubtful,
            next_attempt_at, account, at, lease_until)
    SELECT %(batch)s, new.person, new.state, new.reason, new.detail, new.code, new.attempts,
           new.doubtful, new.next_attempt_at, %(account)s, %(now)s::timestamptz,
           CASE WHEN new.state = 'sending'
                THEN clock_timestamp() + (new.next_attempt_at - %(now)s::timestamptz) END
      FROM jsonb_to_recordset(%(exceptions)s::jsonb) AS new(
               person bigint, state text, reason text, detail text, code text, attempts smallint,
               doubtful smallint, next_attempt_at timestamptz)
     WHERE EXISTS (SELECT 1 FROM mine)
    ON CONFLICT (batch_id, subscriber_id) DO UPDATE
       SET state = excluded.state, reason = excluded.reason, detail = excluded.detail,
           code = excluded.code, attempts = excluded.attempts, doubtful = excluded.doubtful,
           next_attempt_at = excluded.next_attempt_at, account = excluded.account,
           at = excluded.at, lease_until = excluded.lease_until
)
SELECT mine.held, about.corrected, about.newer, {_PEOPLE} FROM mine CROSS JOIN about
"""  # noqa: S608 - parts of this module

# The members of one dispatch are sorted into batches by id, so few batches can hold a group.
OVERTAKEN = """
SELECT member.id
  FROM storage_batch AS batch, unnest(batch.members) AS member(id)
 WHERE batch.dispatch_id = ANY(%(newer)s::bigint[])
   AND (batch.last_id = 0  -- written by the release before
        OR (batch.first_id <= %(last)s AND batch.last_id >= %(first)s))
   AND member.id = ANY(%(ask)s::bigint[])
"""

SETTLE_LATE = """
UPDATE storage_deliveryexception
   SET state = %(state)s, reason = %(reason)s, detail = %(detail)s, code = %(code)s,
       attempts = %(attempts)s, doubtful = %(doubtful)s, next_attempt_at = %(next_attempt_at)s,
       at = %(now)s, lease_until = NULL
 WHERE batch_id = %(batch)s AND subscriber_id = %(person)s AND state = 'sending'
   AND next_attempt_at = %(lease)s
RETURNING id
"""

ACCEPT_LATE = """
DELETE FROM storage_deliveryexception
 WHERE batch_id = %(batch)s AND subscriber_id = %(person)s AND state = 'sending'
   AND next_attempt_at = %(lease)s
RETURNING id
"""


_ONLY_WHEN_ASKED: Final = 1_000_000
"""So often a statement would have to run before the driver prepares it unasked."""


def ids(people: Sequence[int]) -> str:
    """A list of ids as PostgreSQL writes it; a tenth of what the driver takes for a list."""
    return f"{{{','.join(map(str, people))}}}"


def rows(statement: LiteralString, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Run a statement on this thread's connection, as prepared; its rows."""
    with connection.wrap_database_errors:
        connection.ensure_connection()
        # Django switches preparing off for its own statements; without a number here, prepare=True
        # would mean nothing, and parsing and planning cost twice what the statement itself does.
        connection.connection.prepare_threshold = _ONLY_WHEN_ASKED
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(statement, values, prepare=True)
            return cursor.fetchall()
