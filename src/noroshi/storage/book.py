"""The ledger as noroshi.delivery asks it while it sends.

Every call is one transaction, is durable when it returns, and is safe to repeat after a lost
answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.fanout import Progress
from noroshi.domain.ledger import Allowed, Answer, Claim, Recipient, RetryClaim
from noroshi.kernel.clock import Clock
from noroshi.kernel.secret import Secret
from noroshi.storage import statements
from noroshi.storage.ledger import due, outcome_of_row, put
from noroshi.storage.models import Batch, DeliveryException
from noroshi.storage.subscribers import SubscriberState

_CONFIRMED = str(SubscriberState.CONFIRMED)
_UNSUBSCRIBED = str(SubscriberState.UNSUBSCRIBED)
_OVERTAKEN = Outcome(state=State.SUPERSEDED, reason=Reason.OVERTAKEN)


class StoredLedger:
    """The ledger of this installation, for copies that leave through ``account``."""

    def __init__(self, clock: Clock, *, account: str = "") -> None:
        self._clock = clock
        self._account = account

    def claim(self, batch: int) -> Claim | None:
        """Take the batch over from whoever had it; None when it is done or paused."""
        found = statements.rows(
            statements.CLAIM,
            {"batch": batch, "now": self._clock.now(), "account": self._account},
        )
        if not found:
            return None
        run, members, mark, started, repeated, useful_until = found[0]
        return Claim(
            batch=batch,
            run=run,
            members=members,
            progress=Progress(size=len(members), mark=mark, started=started, repeated=repeated),
            useful_until=useful_until,
        )

    def advance(
        self,
        claim: Claim,
        progress: Progress,
        exceptions: Mapping[int, Outcome] | None = None,
        *,
        ask: Sequence[int] = (),
    ) -> Answer | None:
        """See ``noroshi.delivery.ledger.Ledger.advance``."""
        found = statements.rows(
            statements.ADVANCE,
            {
                "batch": claim.batch,
                "run": claim.run,
                "mark": progress.mark,
                "started": progress.started,
                "repeated": progress.repeated,
                "done": progress.mark == progress.size,
                "now": self._clock.now(),
                "account": self._account,
                "ask": statements.ids(ask),
                "asks": bool(ask),
                "exceptions": Jsonb([_as_json(*item) for item in (exceptions or {}).items()]),
            },
        )
        if not found:
            return None
        held, *people = found[0]
        return Answer(held=True) if held else Answer(allowed=_allowed(people, ask))

    def allowed(self, batch: int, ids: Sequence[int]) -> Allowed:
        """Who may be written to at this very moment, and why others may not."""
        ((_, *people),) = statements.rows(
            statements.ALLOWED, {"batch": batch, "ask": statements.ids(ids)}
        )
        return _allowed(people, ids)

    def settle_late(self, batch: int, person: int, lease: datetime, outcome: Outcome) -> bool:
        """See ``noroshi.delivery.ledger.Ledger.settle_late``."""
        accepted = outcome.state is State.ACCEPTED
        statement = statements.ACCEPT_LATE if accepted else statements.SETTLE_LATE
        values = _as_json(person, outcome) | {
            "batch": batch,
            "lease": lease,
            "next_attempt_at": outcome.next_attempt_at,
            "now": self._clock.now(),
        }
        return bool(statements.rows(statement, values))

    def claim_retries(self, batch: int, now: datetime, most: int) -> RetryClaim | None:
        """Take over copies of the batch that are to be tried again now."""
        with transaction.atomic():
            # The lock first: what is due must not be read before another worker's last write.
            rows = Batch.objects.select_for_update(of=("self",), no_key=True).select_related(
                "dispatch"
            )
            row = rows.get(pk=batch)
            waiting = DeliveryException.objects.filter(due(now), batch_id=batch)
            found = list(waiting.order_by("next_attempt_at", "id")[:most])
            if not found or row.dispatch.paused_at:
                return None
            row.retry_run += 1
            row.save(update_fields=["retry_run"])
        return RetryClaim(
            batch=batch,
            run=row.retry_run,
            due={exception.subscriber_id: outcome_of_row(exception) for exception in found},
            useful_until=row.dispatch.useful_until,
        )

    def retry_started(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Make it durable that these people's next attempt begins."""
        return self._store_retries(claim, outcomes)

    def retry_done(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        """Make durable what came of it."""
        return self._store_retries(claim, outcomes)

    def _store_retries(self, claim: RetryClaim, outcomes: Mapping[int, Outcome]) -> bool:
        with transaction.atomic():
            batch = Batch.objects.select_for_update(no_key=True).filter(
                pk=claim.batch, retry_run=claim.run
            )
            if not batch.exists():
                return False
            put(claim.batch, outcomes, account=self._account, at=self._clock.now())
        return True


def _allowed(found: Sequence[Any], ask: Sequence[int]) -> Allowed:
    corrected, newer, everybody = found
    if not ask:
        return Allowed()
    late = set(ask) if corrected else _overtaken(newer, ask)
    people: dict[int, Recipient] = {}
    barred: dict[int, Outcome] = {}
    for person, address, language, secret, state, suppressed, zone in everybody or ():
        if state != _CONFIRMED or suppressed:
            barred[person] = Outcome(state=State.SUPPRESSED, reason=_why_not(state, suppressed))
        elif person in late:
            barred[person] = _OVERTAKEN
        else:
            people[person] = Recipient(
                person, address, language, Secret(secret) if secret else None, zone or ""
            )
    return Allowed(people=people, barred=barred)


def _overtaken(newer: list[int] | None, ask: Sequence[int]) -> set[int]:
    """Those of ``ask`` to whom a newer update of the incident is on its way the same way.

    Nobody gets update k after k+1; the final report neither overtakes nor is overtaken. Nobody
    gets a text whose correction is out.
    """
    if not newer:
        return set()
    values = {"newer": newer, "ask": statements.ids(ask), "first": min(ask), "last": max(ask)}
    return {person for (person,) in statements.rows(statements.OVERTAKEN, values)}


def _why_not(state: str, suppressed: str) -> Reason:
    if state == _UNSUBSCRIBED:
        return Reason.UNSUBSCRIBED
    return Reason(suppressed) if suppressed else Reason.NOT_CONFIRMED


def _as_json(person: int, outcome: Outcome) -> dict[str, Any]:
    at = outcome.next_attempt_at
    return {
        "person": person,
        "state": str(outcome.state),
        "reason": str(outcome.reason or ""),
        "detail": outcome.detail[:500].replace("\0", " "),
        "code": outcome.code[:20].replace("\0", " "),
        "attempts": outcome.attempts,
        "doubtful": outcome.doubtful,
        "next_attempt_at": at.isoformat() if at else None,
    }
