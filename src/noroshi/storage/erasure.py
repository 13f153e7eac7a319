"""What is left of somebody who asked to be forgotten: a number, and that nothing may be sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from noroshi.domain.delivery import Reason
from noroshi.storage.models import DeliveryException, ProviderEvent, SubscriberRow
from noroshi.storage.subscribers import SubscriberState


def blank(ids: Collection[int], *, at: datetime) -> int:
    """Empty these subscriptions of everything personal; how many there were.

    The rows stay, so the ledger's ids still mean one recipient each, and counts stay right. What
    receiving servers said about single copies goes, since they repeat addresses in it.
    """
    for subscriber_id in ids:
        SubscriberRow.objects.filter(pk=subscriber_id).update(
            address=f"erased:{subscriber_id}",
            state=str(SubscriberState.UNSUBSCRIBED),
            time_zone="UTC",
            components=[],
            groups=[],
            regions=[],
            topics=[],
            min_severity=1,
            paused_until=None,
            secret="",
            confirm_hash="",
            consent={},
            confirmations_sent=0,
            last_confirmation_at=None,
            unsubscribed_at=at,
            suppressed=str(Reason.ERASED),
            suppressed_at=at,
        )
    DeliveryException.objects.filter(subscriber_id__in=ids).exclude(detail="").update(detail="")
    ProviderEvent.objects.filter(subscriber_id__in=ids).exclude(detail="").update(detail="")
    return len(ids)
