"""Cheap counts of this moment, for the metrics: unfinished work, accounts, suppressed addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from noroshi.storage import audit_statements
from noroshi.storage.audit import within
from noroshi.storage.models import ProviderAccountRow, Suppression

_LIMIT_MS: Final = 1_000

_UNFINISHED = """
SELECT dispatch.id, incident.number AS incident, message.number AS message, dispatch.channel,
       text.audience, text.language, dispatch.recipients, dispatch.planned_at,
       dispatch.paused_at IS NOT NULL AS is_paused,
       coalesce(sums.known, 0)::bigint AS known, coalesce(sums.begun, 0)::bigint AS begun
  FROM storage_dispatch AS dispatch
  JOIN storage_renditionrow AS text ON text.id = dispatch.rendition_id
  JOIN storage_messagerow AS message ON message.id = text.message_id
  JOIN storage_incidentrow AS incident ON incident.id = message.incident_id
  LEFT JOIN LATERAL (SELECT sum(mark) AS known, sum(started) AS begun FROM storage_batch
                      WHERE dispatch_id = dispatch.id) AS sums ON true
 WHERE dispatch.finished_at IS NULL
 ORDER BY dispatch.id LIMIT 200
"""


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """A dispatch that some people still wait for. ``known``: a first attempt has a result."""

    id: int
    incident: int
    message: int
    channel: str
    audience: str
    language: str
    recipients: int
    planned_at: datetime
    is_paused: bool
    known: int
    begun: int


@dataclass(frozen=True, kw_only=True)
class AccountGauge:
    """How a provider account stands."""

    name: str
    channel: str
    enabled: bool
    circuit: str
    share: int
    rate_per_second: float | None
    last_accepted_at: datetime | None
    last_failure: str = ""


def unfinished() -> list[Unfinished]:
    """The dispatches that have not ended."""
    return [Unfinished(**row) for row in within(_LIMIT_MS, _UNFINISHED, {}) or ()]


def oldest_job_seconds() -> int:
    """How long the oldest job that could start has waited."""
    rows: list[dict[str, Any]] = within(_LIMIT_MS, audit_statements.JOBS, {}) or []
    return int(rows[0]["oldest_s"]) if rows else 0


def accounts() -> list[AccountGauge]:
    """Every provider account that somebody added, by name."""
    rows = ProviderAccountRow.objects.select_related("standing").order_by("name")
    return [_account(row) for row in rows]


def suppressions() -> list[tuple[str, str, int]]:
    """How many addresses nothing is sent to, by channel and reason."""
    rows = Suppression.objects.filter(lifted_at=None).values_list("channel", "reason")
    return list(rows.annotate(n=Count("id")).order_by("channel", "reason"))


def _account(row: ProviderAccountRow) -> AccountGauge:
    standing = getattr(row, "standing", None)
    return AccountGauge(
        name=row.name,
        channel=row.channel,
        enabled=row.enabled,
        circuit=standing.circuit if standing else "closed",
        share=standing.share if standing else 0,
        rate_per_second=row.rate_per_second,
        last_accepted_at=standing.last_accepted_at if standing else None,
        last_failure=standing.last_failure if standing else "",
    )
