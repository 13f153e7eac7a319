"""What the targets of the status pages have to show, and what they do show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Max, Q
from django.db.models.functions import Greatest

from noroshi.domain.publication import TargetStanding, TargetState
from noroshi.storage.models import PageEdition, PageTargetRow
from noroshi.storage.unit_of_work import hold, unit_of_work

_ROWS = 0x74617267


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The newest version that was made of a page, by the SHA-256 of each file."""

    page: str
    version: int
    made_at: datetime
    sums: Mapping[str, str]


def keep_edition(edition: Edition) -> None:
    """Remember what the targets of a page have to show, unless a newer version is known."""
    with unit_of_work():
        hold(_ROWS)
        values = {"version": edition.version, "made_at": edition.made_at, "sums": edition.sums}
        row, made = PageEdition.objects.get_or_create(page=edition.page, defaults=values)
        if not made and row.version <= edition.version:
            PageEdition.objects.filter(pk=row.pk).update(**values)


def edition_of(page: str) -> Edition | None:
    """What the targets of a page have to show; None before the first version."""
    row = PageEdition.objects.filter(page=page).first()
    if row is None:
        return None
    return Edition(page=row.page, version=row.version, made_at=row.made_at, sums=row.sums)


def standings() -> dict[tuple[str, str], TargetStanding]:
    """Every target that was ever published to, by page and name."""
    return {(row.page, row.target): _standing(row) for row in PageTargetRow.objects.all()}


def locked(page: str, target: str) -> TargetStanding | None:
    """What is known of a target; nobody else notes anything until the transaction ends."""
    hold(_ROWS)
    row = PageTargetRow.objects.filter(page=page, target=target).first()
    return _standing(row) if row else None


def note(standing: TargetStanding) -> None:
    """Keep what is known of a target."""
    PageTargetRow.objects.update_or_create(
        page=standing.page, target=standing.target, defaults=_columns(standing)
    )


def forget_others(known: set[tuple[str, str]]) -> None:
    """Forget the targets that the plan does not have any more."""
    wanted = Q(pk__in=[])
    for page, target in known:
        wanted |= Q(page=page, target=target)
    PageTargetRow.objects.exclude(wanted).delete()


def newest_shown() -> int:
    """The highest version that any target was seen to show; 0 for none.

    Higher than ours after an emergency page, and after a restored backup.
    """
    top = PageTargetRow.objects.aggregate(top=Max(Greatest("version", "shown")))["top"]
    return int(top or 0)


def _standing(row: PageTargetRow) -> TargetStanding:
    values: dict[str, Any] = {each.name: getattr(row, each.name) for each in fields(TargetStanding)}
    return TargetStanding(**{**values, "state": TargetState(row.state)})


def _columns(standing: TargetStanding) -> dict[str, Any]:
    values = {each.name: getattr(standing, each.name) for each in fields(standing)}
    return {**values, "failure": standing.failure[:500]}
