"""Blocks of the guardrails that people let pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.override import Override
from noroshi.domain.message import RenditionKey
from noroshi.kernel.errors import NotFound
from noroshi.storage.models import OverrideRow


@dataclass(frozen=True, kw_only=True)
class Used:
    """An override by virtue of which a text went out."""

    override: Override
    message_number: int
    key: RenditionKey


def add(override: Override) -> Override:
    """Keep a new override; its id is given by the database."""
    row = OverrideRow.objects.create(
        rendition_id=override.rendition_id,
        rule=override.rule,
        fingerprint=override.fingerprint,
        found=override.found,
        reason=override.reason,
        person=override.person,
        at=override.at,
    )
    return replace(override, id=row.pk)


def get(override_id: int) -> Override:
    """The override, if it was not withdrawn.

    Raises:
        NotFound: there is none of that id.
    """
    row = OverrideRow.objects.filter(pk=override_id, withdrawn_at=None).first()
    if row is None:
        raise NotFound("There is no such override.", way_out="It may have been withdrawn.")
    return _override(row)


def of_message(message_id: int) -> dict[int, list[Override]]:
    """The overrides that were not withdrawn, by the id of the text, oldest first."""
    rows = OverrideRow.objects.filter(rendition__message_id=message_id, withdrawn_at=None)
    found: dict[int, list[Override]] = {}
    for row in rows.order_by("at", "id"):
        found.setdefault(row.rendition_id, []).append(_override(row))
    return found


def withdraw(override_id: int, *, at: datetime) -> bool:
    """Let it hold no longer; False if somebody has withdrawn it already."""
    return bool(
        OverrideRow.objects.filter(pk=override_id, withdrawn_at=None).update(withdrawn_at=at)
    )


def mark_used(override_ids: Iterable[int], *, at: datetime) -> None:
    """Record that texts went out by virtue of these."""
    OverrideRow.objects.filter(pk__in=list(override_ids)).update(used_at=at)


def used_in(number: int) -> list[Used]:
    """The overrides by virtue of which texts of an incident went out, oldest first."""
    rows = OverrideRow.objects.filter(
        rendition__message__incident__number=number, used_at__isnull=False
    )
    wanted = rows.select_related("rendition__message").order_by("used_at", "at", "id")
    return [
        Used(
            override=_override(row),
            message_number=row.rendition.message.number,
            key=RenditionKey(
                audience=row.rendition.audience,
                channel=Channel(row.rendition.channel),
                language=row.rendition.language,
            ),
        )
        for row in wanted
    ]


def _override(row: OverrideRow) -> Override:
    return Override(
        id=row.pk,
        rendition_id=row.rendition_id,
        rule=row.rule,
        fingerprint=row.fingerprint,
        found=row.found,
        reason=row.reason,
        person=row.person,
        at=row.at,
    )
