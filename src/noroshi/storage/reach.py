"""Who of an audience would be written to at this moment, counted by what keeps the others out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Scope
from noroshi.domain.reach import Group

# The first reason counts: what a person did themselves goes before what the incident is about.
_WHY: Final = """
CASE WHEN suppressed <> '' THEN suppressed
     WHEN state = 'unsubscribed' THEN 'unsubscribed'
     WHEN state <> 'confirmed' THEN 'not_confirmed'
     WHEN %(components)s::text[] <> '{}' AND components <> '{}'
          AND NOT components::text[] && %(components)s::text[] THEN 'other_component'
     WHEN %(regions)s::text[] <> '{}' AND regions <> '{}'
          AND NOT regions::text[] && %(regions)s::text[] THEN 'other_region'
     ELSE '' END
"""
_GROUPS: Final = f"""
SELECT language, {_WHY} AS left_out, count(*) AS n
  FROM storage_subscriberrow WHERE channel = %(channel)s AND audience = %(audience)s
 GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - put together from constants
_ONE: Final = f"""
SELECT id, channel, audience, language, {_WHY} AS left_out
  FROM storage_subscriberrow WHERE lower(address) = lower(%(address)s) ORDER BY id LIMIT 100
"""  # noqa: S608 - as above


@dataclass(frozen=True, kw_only=True)
class One:
    """One subscription of a person, and what keeps it out ("" when nothing does)."""

    id: int
    channel: Channel
    audience: str
    language: str
    left_out: str


def groups(channel: Channel, audience: str, scope: Scope) -> list[Group]:
    """Everybody of an audience on a channel."""
    given = {**_scope(scope), "channel": str(channel), "audience": audience}
    return [Group(language=row[0], left_out=row[1], count=row[2]) for row in _rows(_GROUPS, given)]


def of_address(address: str, scope: Scope) -> list[One]:
    """Every subscription of an address, in any spelling."""
    return [
        One(id=row[0], channel=Channel(row[1]), audience=row[2], language=row[3], left_out=row[4])
        for row in _rows(_ONE, {**_scope(scope), "address": address})
    ]


def _scope(scope: Scope) -> dict[str, list[str] | str]:
    return {"components": list(scope.components), "regions": list(scope.regions)}


def _rows(statement: str, given: dict[str, list[str] | str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
