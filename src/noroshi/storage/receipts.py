"""What providers and returned mails told later: each event once, and the history it makes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Max, Q, Sum

from noroshi.domain.bounce_words import Fault
from noroshi.domain.receipts import ReceiptEvent, ReceiptKind
from noroshi.storage.models import BatchReceipts, Dispatch, ProviderEvent

_LONGEST_KEY = 200
_ONCE = "once"

_KEEP = """
INSERT INTO storage_providerevent
       (account, event_key, kind, text_id, subscriber_id, happened_at, received_at, code, detail,
        fault, waiting)
SELECT e.account, e.event_key, e.kind, e.text_id, e.subscriber_id, e.happened_at, %(at)s, e.code,
       e.detail, e.fault, false
  FROM jsonb_to_recordset(%(events)s::jsonb) AS e(
           account text, event_key text, kind text, text_id bigint, subscriber_id bigint,
           happened_at timestamptz, code text, detail text, fault text)
ON CONFLICT (account, event_key) DO NOTHING
RETURNING account, event_key
"""


@dataclass(frozen=True, kw_only=True)
class KeptEvent:
    """A receipt as it is kept."""

    id: int
    kind: str
    text_id: int | None
    subscriber_id: int | None
    happened_at: datetime
    account: str
    code: str
    detail: str
    fault: str

    @property
    def event(self) -> ReceiptEvent:
        """The same as a value of the rules."""
        return ReceiptEvent(
            kind=ReceiptKind(self.kind),
            event_key=str(self.id),
            happened_at=self.happened_at,
            text_id=self.text_id,
            subscriber_id=self.subscriber_id,
            code=self.code,
            detail=self.detail,
            account=self.account,
            fault=Fault(self.fault) if self.fault else None,
        )


def keep(events: Iterable[ReceiptEvent], *, at: datetime) -> list[ReceiptEvent]:
    """Write events down; those that were not known before, in their order."""
    by_key = {(event.account[:50], _key(event.event_key)): event for event in events}
    if not by_key:
        return []
    told = [_as_json(account, key, event) for (account, key), event in by_key.items()]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"at": at, "events": json.dumps(told)})
        fresh = set(cursor.fetchall())
    return [event for key, event in by_key.items() if key in fresh]


def keep_once(account: str, key: str, *, at: datetime) -> bool:
    """Note something that must not come twice (a token, a message of a mailbox); False if it did."""
    _, made = ProviderEvent.objects.get_or_create(
        account=account[:50],
        event_key=_key(key),
        defaults={"kind": _ONCE, "happened_at": at, "received_at": at},
    )
    return made


def is_known(account: str, key: str) -> bool:
    """Whether something was noted before."""
    rows = ProviderEvent.objects.filter(account=account[:50], event_key=_key(key))
    return rows.exists()


def wait(events: Collection[ReceiptEvent]) -> None:
    """Look at these once more when the ledger knows of the attempts that they are about."""
    keys = Q()
    for event in events:
        keys |= Q(account=event.account[:50], event_key=_key(event.event_key))
    if events:
        ProviderEvent.objects.filter(keys).update(waiting=True)


def waiting(limit: int) -> list[KeptEvent]:
    """Events whose attempt was not recorded yet when they came, oldest first."""
    rows = ProviderEvent.objects.filter(waiting=True).order_by("id")[:limit]
    return [_kept(row) for row in rows]


def settled(ids: Collection[int]) -> None:
    """These need no second look any more."""
    ProviderEvent.objects.filter(pk__in=ids).update(waiting=False)


def bounce_days(ids: Collection[int], *, since: datetime) -> dict[int, list[date]]:
    """The days of the bounces of some subscribers that were not about us, one entry each."""
    rows = ProviderEvent.objects.filter(
        kind=str(ReceiptKind.BOUNCED), subscriber_id__in=ids, happened_at__gte=since
    ).exclude(fault=str(Fault.OURS))
    found: dict[int, list[date]] = {}
    for subscriber_id, at in rows.values_list("subscriber_id", "happened_at"):
        found.setdefault(subscriber_id or 0, []).append(at.date())
    return found


def recent(
    kinds: Sequence[ReceiptKind], limit: int, *, fault: Fault | None = None
) -> list[KeptEvent]:
    """The newest events of some kinds, newest first."""
    rows = ProviderEvent.objects.filter(kind__in=[str(kind) for kind in kinds])
    if fault:
        rows = rows.filter(fault=str(fault))
    return [_kept(row) for row in rows.order_by("-id")[:limit]]


@dataclass(frozen=True, kw_only=True)
class RefusedUs:
    """Mail that was refused because of us: how much through an account, and the last words."""

    account: str
    count: int
    last_at: datetime
    code: str
    detail: str


def refusals_of_us(*, since: datetime) -> list[RefusedUs]:
    """What was refused because of us since a moment, by account, the most first."""
    rows = ProviderEvent.objects.filter(fault=str(Fault.OURS), received_at__gte=since)
    found = rows.values("account").annotate(n=Count("id"), newest=Max("id")).order_by("-n")
    last = ProviderEvent.objects.in_bulk([row["newest"] for row in found])
    return [
        RefusedUs(
            account=row["account"],
            count=row["n"],
            last_at=last[row["newest"]].happened_at,
            code=last[row["newest"]].code,
            detail=last[row["newest"]].detail,
        )
        for row in found
    ]


def sent_at(texts: Collection[int]) -> dict[int, datetime]:
    """When the texts began to go out, or were done, whichever is later; only those that did."""
    rows = Dispatch.objects.filter(rendition_id__in=texts)
    found = rows.values_list("rendition_id", "planned_at", "finished_at")
    return {text: max(planned, finished or planned) for text, planned, finished in found}


def delivered_count(dispatch_id: int) -> int:
    """How many copies of a dispatch the receiving side has confirmed."""
    rows = BatchReceipts.objects.filter(batch__dispatch_id=dispatch_id)
    return rows.aggregate(n=Sum("count"))["n"] or 0


def _as_json(account: str, key: str, event: ReceiptEvent) -> dict[str, object]:
    return {
        "account": account,
        "event_key": key,
        "kind": str(event.kind),
        "text_id": event.text_id,
        "subscriber_id": event.subscriber_id,
        "happened_at": event.happened_at.isoformat(),
        "code": _line(event.code)[:40],
        "detail": _line(event.detail)[:500],
        "fault": str(event.blame) if event.kind is ReceiptKind.BOUNCED else "",
    }


def _key(key: str) -> str:
    if len(key) <= _LONGEST_KEY and key.isprintable():
        return key
    return f"sha256:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def _line(text: str) -> str:
    """On one line, without what the database or a terminal would choke on."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(clean.split())


def _kept(row: ProviderEvent) -> KeptEvent:
    return KeptEvent(
        id=row.pk,
        kind=row.kind,
        text_id=row.text_id,
        subscriber_id=row.subscriber_id,
        happened_at=row.happened_at,
        account=row.account,
        code=row.code,
        detail=row.detail,
        fault=row.fault,
    )
