"""Who has a text, or may have it: what its correction would reach. Changes nothing."""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.db.models import Sum

from noroshi.storage.models import Batch, DeliveryException

_NEVER_HAD_IT: Final = ("failed", "suppressed", "superseded", "queued")


def may_have_it(rendition_id: int) -> int:
    """How many people were begun and are not known to be without it."""
    batches = Batch.objects.filter(dispatch__rendition_id=rendition_id)
    begun: int = batches.aggregate(n=Sum("started", default=0))["n"]
    without = DeliveryException.objects.filter(
        batch__dispatch__rendition_id=rendition_id, state__in=_NEVER_HAD_IT, doubtful=0
    )
    return max(0, begun - without.count())


def has_it(rendition_id: int, subscriber_id: int) -> bool:
    """The same for one person."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT array_position(b.members, %(person)s::bigint) <= b.started
               AND NOT EXISTS (SELECT 1 FROM storage_deliveryexception e
                                WHERE e.batch_id = b.id AND e.subscriber_id = %(person)s
                                  AND e.state = ANY(%(without)s) AND e.doubtful = 0)
              FROM storage_batch b JOIN storage_dispatch d ON d.id = b.dispatch_id
             WHERE d.rendition_id = %(text)s AND %(person)s::bigint = ANY(b.members)
             LIMIT 1
            """,
            {"person": subscriber_id, "text": rendition_id, "without": list(_NEVER_HAD_IT)},
        )
        row = cursor.fetchone()
    return bool(row and row[0])
