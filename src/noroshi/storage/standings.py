"""How the accounts stand. Workers count here what came of their sendings, one statement a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from noroshi.domain.canary import Canary
from noroshi.domain.channel import Channel
from noroshi.domain.provider_account import Circuit
from noroshi.domain.routing.results import Results
from noroshi.domain.routing.standing import Candidate, Direction, Standing
from noroshi.kernel.errors import NotFound
from noroshi.storage.models import ProviderStanding
from noroshi.storage.provider_accounts import account_of

_ADDED = ("accepted", "permanent", "temporary", "throttled", "connection", "unknown", "slow")
_SUMS = ", ".join(
    f"'{name}', coalesce((s.\"window\" #>> '{{now,{name}}}')::int, 0) + %({name})s"
    for name in _ADDED
)
# The same arithmetic as domain.routing.circuit.counted; a test compares them.
_COUNT = f"""
UPDATE storage_providerstanding s
   SET "window" = jsonb_set(s."window", '{{now}}', jsonb_build_object({_SUMS})),
       failures_in_row = CASE WHEN %(answered)s > 0 THEN 0 ELSE s.failures_in_row END
                         + %(trailing)s,
       last_accepted_at = CASE WHEN %(accepted)s > 0 THEN %(at)s ELSE s.last_accepted_at END,
       last_failure = CASE WHEN %(detail)s <> '' THEN %(detail)s ELSE s.last_failure END
  FROM storage_provideraccountrow a
 WHERE a.id = s.account_id AND a.name = %(name)s
RETURNING s.circuit, s.failures_in_row
"""  # noqa: S608 - the names are ours


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What the account looks like after counting: enough to see whether its circuit must turn."""

    circuit: Circuit
    failures_in_row: int


def count(name: str, results: Results, *, at: datetime) -> Counted | None:
    """Add a group's results to the window, in one statement; None: there is no such account."""
    values = asdict(results) | {"name": name, "at": at, "answered": results.answered}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        row = cursor.fetchone()
    return Counted(circuit=Circuit(row[0]), failures_in_row=row[1]) if row else None


def candidates(channel: Channel | None = None) -> tuple[Candidate, ...]:
    """The accounts of a channel (or all), by name, with how they stand."""
    rows = ProviderStanding.objects.select_related("account").order_by("account__name")
    return tuple(
        _candidate(row) for row in (rows.filter(account__channel=channel) if channel else rows)
    )


def locked(channel: Channel) -> tuple[Candidate, ...]:
    """The same, their standings held until the transaction ends."""
    rows = ProviderStanding.objects.select_related("account").order_by("account__name")
    held = rows.select_for_update(of=("self",), no_key=True)
    return tuple(_candidate(row) for row in held.filter(account__channel=channel))


def locked_one(name: str) -> Candidate:
    """One account, its standing held until the transaction ends.

    Raises:
        NotFound: there is no such account.
    """
    rows = ProviderStanding.objects.select_related("account")
    row = rows.select_for_update(of=("self",), no_key=True).filter(account__name=name).first()
    if row is None:
        raise _no_such()
    return _candidate(row)


def get(name: str) -> Candidate:
    """One account and how it stands.

    Raises:
        NotFound: there is no such account.
    """
    row = ProviderStanding.objects.select_related("account").filter(account__name=name).first()
    if row is None:
        raise _no_such()
    return _candidate(row)


def save(name: str, standing: Standing) -> None:
    """Store a standing that was read with a lock."""
    _of(name).update(
        circuit=standing.circuit,
        share=standing.share,
        share_moved_at=standing.moved_at,
        last_move=int(standing.direction),
        reversed_at=standing.reversed_at,
        failures_in_row=standing.failures_in_row,
        opened_at=standing.opened_at,
        probe_at=standing.probe_at,
        probes=standing.probes,
        note=dict(standing.note),
        window={
            "now": _counts(standing.window),
            "last": _counts(standing.last),
            "looked_at": standing.looked_at.isoformat() if standing.looked_at else None,
        },
    )


def claim_probe(name: str, *, known: datetime | None, until: datetime) -> bool:
    """Begin a probe, unless another worker has begun one since ``known`` was read."""
    claimed = _of(name).filter(probe_at=known).exclude(circuit=Circuit.CLOSED)
    return bool(claimed.update(circuit=Circuit.HALF_OPEN, probe_at=until))


def save_canary(name: str, canary: Canary) -> None:
    """Store how the test messages of an account stand."""
    _of(name).update(
        canary_token=canary.token,
        canary_sent_at=canary.sent_at,
        canary_seen_at=canary.seen_at,
        canary_late=canary.is_late,
    )


def by_canary(token: str) -> Candidate | None:
    """The account whose newest test message has this token; held until the transaction ends."""
    rows = ProviderStanding.objects.select_related("account").filter(canary_token=token)
    row = rows.select_for_update(of=("self",), no_key=True).first() if token else None
    return _candidate(row) if row else None


def save_test(name: str, test: Mapping[str, Any]) -> None:
    """Store the test message that a person asked for, or what came of it."""
    _of(name).update(test=dict(test))


def test_of(name: str) -> Mapping[str, Any]:
    """The last test message that a person asked for; empty: none."""
    found: Mapping[str, Any] | None = _of(name).values_list("test", flat=True).first()
    return found or {}


def _of(name: str) -> Any:  # noqa: ANN401 - a query set; django-stubs needs two parameters for it
    return ProviderStanding.objects.filter(account__name=name)


def _candidate(row: ProviderStanding) -> Candidate:
    account = account_of(row.account)
    canary = Canary(
        address=account.canary_address,
        token=row.canary_token,
        sent_at=row.canary_sent_at,
        seen_at=row.canary_seen_at,
        is_late=row.canary_late,
    )
    return Candidate(account=account, standing=_standing(row), canary=canary)


def _standing(row: ProviderStanding) -> Standing:
    looked_at = row.window.get("looked_at")
    return Standing(
        circuit=Circuit(row.circuit),
        share=row.share,
        moved_at=row.share_moved_at,
        direction=Direction(row.last_move),
        reversed_at=row.reversed_at,
        failures_in_row=row.failures_in_row,
        opened_at=row.opened_at,
        probe_at=row.probe_at,
        probes=row.probes,
        window=Results(**row.window.get("now", {})),
        last=Results(**row.window.get("last", {})),
        looked_at=datetime.fromisoformat(looked_at) if looked_at else None,
        last_accepted_at=row.last_accepted_at,
        last_failure=row.last_failure,
        note=row.note,
    )


def _counts(results: Results) -> dict[str, int]:
    return {name: getattr(results, name) for name in _ADDED}


def _no_such() -> NotFound:
    return NotFound("There is no such account.", way_out="It may have been removed.")
