"""Versions of the plan, as documents. Only noroshi.planfile knows their inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from noroshi.storage.models import PlanVersion
from noroshi.storage.unit_of_work import hold

_VERSIONS = 0x706C616E


@dataclass(frozen=True, kw_only=True)
class StoredPlan:
    """One immutable version."""

    number: int
    document: Mapping[str, Any]
    digest: str
    applied_at: datetime
    applied_by: str


def newest() -> StoredPlan | None:
    """The version in force, if any was applied."""
    row = PlanVersion.objects.order_by("-number").first()
    return _stored(row) if row else None


def version(number: int) -> StoredPlan | None:
    """One version."""
    row = PlanVersion.objects.filter(number=number).first()
    return _stored(row) if row else None


def newest_number() -> int:
    """The number of the version in force; 0 when there is none."""
    return PlanVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0


def newest_identity() -> tuple[int, str] | None:
    """Number and digest of the version in force."""
    return PlanVersion.objects.order_by("-number").values_list("number", "digest").first()


def newest_applied_at() -> datetime | None:
    """When the plan in force was put in force; None before the first."""
    return PlanVersion.objects.order_by("-number").values_list("applied_at", flat=True).first()


def history() -> list[StoredPlan]:
    """All versions, newest first."""
    return [_stored(row) for row in PlanVersion.objects.order_by("-number")]


def add(document: Mapping[str, Any], *, digest: str, at: datetime, by: str) -> StoredPlan:
    """Keep a new version, which is in force from now on; two at once get two numbers."""
    hold(_VERSIONS)
    row = PlanVersion.objects.create(
        number=newest_number() + 1, document=document, digest=digest, applied_at=at, applied_by=by
    )
    return _stored(row)


def _stored(row: PlanVersion) -> StoredPlan:
    return StoredPlan(
        number=row.number,
        document=row.document,
        digest=row.digest,
        applied_at=row.applied_at,
        applied_by=row.applied_by,
    )
