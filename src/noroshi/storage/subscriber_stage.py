"""A list of subscribers on its way in: laid beside the table first, judged there, then taken over.

The whole list goes into a temporary table of this session by COPY. So a million rows need no
memory here, people who stand in the list twice are found wherever they stand, and a trial run says
exactly what the real one would do. It is then taken over in parts, each in its own transaction: no
subscription form waits for longer than one part, and a run that is cut short can be repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from django.db import connection

from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.storage.suppressions import Wanted

PART: Final = 5_000
"""Rows a transaction."""


class Verdict(StrEnum):
    """What becomes of a row of the list."""

    ADDED = "added"
    KNOWN = "known"  # subscribed to this audience already; stays as it is
    LEFT = "left"  # had unsubscribed here; is never revived
    WITHDRAWN = "withdrawn"  # came by an import, and this list says they unsubscribed
    SUPPRESSED = "suppressed"  # nothing is sent to this address
    REPEATED = "repeated"  # stands in the list once more


class Staged(NamedTuple):
    """One row. ``folded`` is the address in the one spelling that counts, ``address_hash`` what the
    suppression list knows it by, ``consent`` a JSON document."""

    line: int
    channel: str
    address: str
    folded: str
    address_hash: str
    audience: str
    language: str
    time_zone: str
    state: str
    components: list[str]
    regions: list[str]
    secret: str
    consent: str
    created_at: datetime
    confirmed_at: datetime | None
    unsubscribed_at: datetime | None
    suppressed: str
    groups: list[str]
    topics: list[str]
    min_severity: int
    paused_until: datetime | None


Counts = dict[tuple[Verdict, str], int]
"""How many rows have a verdict, by the state that they would be kept in."""

_CREATE = """
CREATE TEMPORARY TABLE noroshi_import (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line bigint, channel text, address text, folded text, address_hash text, audience text,
    language text, time_zone text, state text, components text[], regions text[], secret text,
    consent jsonb, created_at timestamptz, confirmed_at timestamptz, unsubscribed_at timestamptz,
    suppressed text, groups text[], topics text[], min_severity smallint, paused_until timestamptz,
    repeated boolean NOT NULL DEFAULT false
)
"""
_COPY = f"COPY noroshi_import ({', '.join(Staged._fields)}) FROM STDIN"

# A "no" anywhere in the list outweighs every "yes" in it; then a suppression, then a confirmation.
_MARK_REPEATED = """
UPDATE noroshi_import AS i SET repeated = true
  FROM (SELECT id, row_number() OVER (
            PARTITION BY folded, channel, audience
            ORDER BY state = 'unsubscribed' DESC, suppressed <> '' DESC,
                     state = 'confirmed' DESC, id) AS place
          FROM noroshi_import) AS ranked
 WHERE ranked.id = i.id AND ranked.place > 1
"""

# Who left and was asked again, by whomever, has still left until they confirm.
# A "no" to one audience does not end what the same list says of another (our own export does so);
# everything that was here before this run does.
# Small letters are not enough for a webhook: the path of a URL may differ by case alone.
_JUDGED = """
SELECT i.*, CASE
    WHEN i.repeated THEN 'repeated'
    WHEN here.gone THEN 'left'
    WHEN here.imported AND i.state = 'unsubscribed' THEN 'withdrawn'
    WHEN here.known THEN 'known'
    WHEN i.state <> 'unsubscribed' AND i.suppressed = ''
         AND (here.barred OR EXISTS (SELECT 1 FROM storage_suppression AS s
                                      WHERE s.channel = i.channel
                                        AND s.address_hash = i.address_hash
                                        AND s.lifted_at IS NULL
                                        AND s.source <> 'import ' || (i.consent ->> 'run')))
        THEN 'suppressed'
    ELSE 'added' END AS verdict
  FROM noroshi_import AS i
  LEFT JOIN LATERAL (
    SELECT bool_or((r.state = 'unsubscribed'
                    OR r.state = 'pending' AND r.unsubscribed_at IS NOT NULL)
                   AND (r.audience = i.audience
                   OR r.consent ->> 'run' IS DISTINCT FROM i.consent ->> 'run')) AS gone,
           bool_or(r.suppressed <> ''
                   AND r.consent ->> 'run' IS DISTINCT FROM i.consent ->> 'run') AS barred,
           bool_or(r.audience = i.audience) AS known,
           bool_or(r.audience = i.audience AND r.state <> 'unsubscribed'
                   AND r.consent ->> 'how' = 'import') AS imported
      FROM storage_subscriberrow AS r
     WHERE lower(r.address) = i.folded AND r.channel = i.channel
       AND (r.channel <> 'webhook' OR r.address = i.address)) AS here ON true
 WHERE i.id BETWEEN %(first)s AND %(last)s
"""

_COUNT = f"SELECT verdict, state, count(*) FROM ({_JUDGED}) AS judged GROUP BY 1, 2"  # noqa: S608

# In the order of addresses: two imports at once then wait for each other, but never in a ring.
_TAKE = f"""
WITH judged AS MATERIALIZED ({_JUDGED}),
added AS (
    INSERT INTO storage_subscriberrow
        (channel, address, audience, language, time_zone, state, components, regions, secret,
         confirm_hash, consent, created_at, confirmed_at, unsubscribed_at, suppressed,
         suppressed_at, confirmations_sent, groups, topics, min_severity, paused_until)
    SELECT channel, address, audience, language, time_zone, state, components, regions, secret,
           '', consent, created_at, confirmed_at, unsubscribed_at, suppressed,
           CASE WHEN suppressed <> '' THEN %(now)s::timestamptz END, 0, groups, topics,
           min_severity, paused_until
      FROM judged WHERE verdict = 'added' ORDER BY folded, audience
    ON CONFLICT DO NOTHING
    RETURNING state),
withdrawn AS (
    UPDATE storage_subscriberrow AS r
       SET state = 'unsubscribed',
           unsubscribed_at = coalesce(judged.unsubscribed_at, %(now)s::timestamptz),
           consent = r.consent || jsonb_build_object('withdrawn', judged.consent)
      FROM judged
     WHERE judged.verdict = 'withdrawn' AND lower(r.address) = judged.folded
       AND r.channel = judged.channel AND r.audience = judged.audience
       AND (r.channel <> 'webhook' OR r.address = judged.address))
SELECT 'added', state, count(*) FROM added GROUP BY state
 UNION ALL
SELECT verdict, state, count(*) FROM judged WHERE verdict <> 'added' GROUP BY 1, 2
 UNION ALL
SELECT 'known', '', (SELECT count(*) FROM judged WHERE verdict = 'added')
                    - (SELECT count(*) FROM added)
"""  # noqa: S608 - constants only


_BARRED = """
SELECT DISTINCT i.channel, i.address, i.suppressed, i.consent ->> 'run'
  FROM noroshi_import AS i JOIN storage_subscriberrow AS r
    ON lower(r.address) = i.folded AND r.channel = i.channel AND r.audience = i.audience
   AND r.consent ->> 'run' = i.consent ->> 'run'
 WHERE i.id BETWEEN %(first)s AND %(last)s AND i.suppressed <> ''
"""


class Stage:
    """The list of this session; made by ``stage``."""

    def __init__(self) -> None:
        self.size = 0

    def lay(self, rows: Sequence[Staged]) -> None:
        """Lay some more rows beside the table."""
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write("".join(map(_line, rows)))
        self.size += len(rows)

    def compare(self) -> None:
        """Find who stands in the list twice. Once, after the last row was laid."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE noroshi_import")
            cursor.execute(_MARK_REPEATED)

    def parts(self) -> Iterator[tuple[int, int]]:
        """The first and last place of each part."""
        for first in range(1, self.size + 1, PART):
            yield first, min(first + PART - 1, self.size)

    def weigh(self, part: tuple[int, int]) -> Counts:
        """What would become of a part."""
        return _counted(_COUNT, part, None)

    def take(self, part: tuple[int, int], *, now: datetime) -> Counts:
        """Take a part over, in the transaction that is open; whatever is known stays."""
        return _counted(_TAKE, part, now)

    def barred(self, part: tuple[int, int]) -> list[Wanted]:
        """Whom the list brought that nothing may be sent to, for the suppression list."""
        with connection.cursor() as cursor:
            cursor.execute(_BARRED, {"first": part[0], "last": part[1]})
            return [
                Wanted(
                    channel=Channel(channel),
                    address=address,
                    reason=Reason(reason),
                    source=f"import {run}",
                )
                for channel, address, reason, run in cursor.fetchall()
            ]


NULL: Final = r"\N"
_ESCAPED: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _line(row: Staged) -> str:
    """A row in COPY's text format. By hand, since the driver's way takes four times as long."""
    return "\t".join(
        (
            str(row.line),
            row.channel,
            row.address.translate(_ESCAPED),
            row.folded.translate(_ESCAPED),
            row.address_hash,
            row.audience.translate(_ESCAPED),
            row.language.translate(_ESCAPED),
            row.time_zone.translate(_ESCAPED),
            row.state,
            _array(row.components),
            _array(row.regions),
            row.secret,
            row.consent.translate(_ESCAPED),
            row.created_at.isoformat(),
            row.confirmed_at.isoformat() if row.confirmed_at else r"\N",
            row.unsubscribed_at.isoformat() if row.unsubscribed_at else r"\N",
            row.suppressed,
            _array(row.groups),
            _array(row.topics),
            str(row.min_severity),
            f"{row.paused_until.isoformat() if row.paused_until else NULL}\n",
        )
    )


def _array(keys: Sequence[str]) -> str:
    if not keys:
        return "{}"
    quoted = (key.replace("\\", r"\\").replace('"', r"\"") for key in keys)
    return "{{{}}}".format(",".join(f'"{key}"' for key in quoted)).translate(_ESCAPED)


@contextmanager
def stage() -> Iterator[Stage]:
    """An empty list beside the table, gone afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.noroshi_import")
        cursor.execute(_CREATE)
    yield Stage()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE pg_temp.noroshi_import")


def _counted(query: str, part: tuple[int, int], now: datetime | None) -> Counts:
    counts: Counts = {}
    with connection.cursor() as cursor:
        # While the table grows nobody has counted it: a plan made from guesses could read it whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(query, {"first": part[0], "last": part[1], "now": now})
        for verdict, state, count in cursor.fetchall():
            if count:
                place = Verdict(verdict), state
                counts[place] = counts.get(place, 0) + count
    return counts
