"""The six parts of the final report (F1), per language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.kernel.errors import Conflict
from noroshi.storage.models import IncidentRow, ReportRow

Sections = Mapping[str, Mapping[str, str]]
"""language -> part -> Markdown."""


@dataclass(frozen=True, kw_only=True)
class StoredReport:
    """A report as far as it is written."""

    incident_number: int
    sections: Sections
    version: int
    written_by: str
    written_at: datetime
    published_at: datetime | None


def get(number: int) -> StoredReport | None:
    """The report of an incident, if anybody has begun it."""
    row = ReportRow.objects.filter(incident__number=number).first()
    return _report(row, number) if row else None


def of_incidents(numbers: Collection[int]) -> dict[int, StoredReport]:
    """The reports of those incidents that have one, by number."""
    rows = ReportRow.objects.select_related("incident").filter(incident__number__in=numbers)
    return {row.incident.number: _report(row, row.incident.number) for row in rows}


def put(number: int, sections: Sections, *, version: int, by: str, at: datetime) -> StoredReport:
    """Write the report over the version it was read in; 0 = nobody has begun.

    Raises:
        Conflict: somebody else has written meanwhile.
    """
    plain = {language: dict(parts) for language, parts in sections.items()}
    columns = {"sections": plain, "version": version + 1, "written_by": by, "written_at": at}
    if version:
        rows = ReportRow.objects.filter(incident__number=number, version=version)
        written = rows.update(**columns)
    else:
        incident_id = IncidentRow.objects.values_list("pk", flat=True).get(number=number)
        _, made = ReportRow.objects.get_or_create(incident_id=incident_id, defaults=columns)
        written = int(made)
    if not written:
        raise Conflict(
            "Somebody else has changed the report meanwhile.",
            way_out="Your words are kept in the form; compare them with the new text.",
        )
    return _report(ReportRow.objects.get(incident__number=number), number)


def published(number: int, *, at: datetime) -> None:
    """Note that the report is out."""
    ReportRow.objects.filter(incident__number=number, published_at=None).update(published_at=at)


def _report(row: ReportRow, number: int) -> StoredReport:
    return StoredReport(
        incident_number=number,
        sections=row.sections,
        version=row.version,
        written_by=row.written_by,
        written_at=row.written_at,
        published_at=row.published_at,
    )
