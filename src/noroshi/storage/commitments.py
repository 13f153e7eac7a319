"""What final reports promise."""

from __future__ import annotations

from datetime import datetime

from noroshi.domain.commitment import Commitment
from noroshi.domain.language import Localised
from noroshi.kernel.errors import Conflict, NotFound
from noroshi.storage.models import CommitmentRow, IncidentRow


def add(new: Commitment) -> Commitment:
    """Keep a new one; its id is given by the database."""
    incident = IncidentRow.objects.get(number=new.incident_number)
    row = CommitmentRow.objects.create(
        incident=incident,
        text=dict(new.text),
        due=new.due,
        first_due=new.first_due,
        owner=new.owner,
        made_by=new.made_by,
        made_at=new.made_at,
        note=dict(new.note),
    )
    return _commitment(row)


def get(commitment_id: int) -> Commitment:
    """One of them.

    Raises:
        NotFound: there is none of that id.
    """
    row = _ROWS.filter(pk=commitment_id).first()
    if row is None:
        raise NotFound("There is no such commitment.")
    return _commitment(row)


def put(changed: Commitment) -> Commitment:
    """Write it over the version it was read in.

    Raises:
        Conflict: somebody else has written meanwhile.
    """
    written = CommitmentRow.objects.filter(pk=changed.id, version=changed.version).update(
        text=dict(changed.text),
        due=changed.due,
        owner=changed.owner,
        done_at=changed.done_at,
        done_by=changed.done_by,
        note=dict(changed.note),
        version=changed.version + 1,
    )
    if not written:
        raise _changed()
    return get(changed.id)


def _changed() -> Conflict:
    return Conflict("Somebody else has changed this commitment meanwhile.")


def remove(known: Commitment) -> None:
    """Take it away for good, in the version it was read in.

    Raises:
        Conflict: somebody else has written meanwhile.
    """
    gone, _ = CommitmentRow.objects.filter(pk=known.id, version=known.version).delete()
    if not gone:
        raise _changed()


def of_incident(number: int) -> list[Commitment]:
    """Those of one report, soonest due first."""
    return [_commitment(row) for row in _ROWS.filter(incident__number=number)]


def public(*, since: datetime) -> list[Commitment]:
    """Those of reports that are out, less those done before ``since``."""
    rows = _ROWS.filter(incident__report__published_at__isnull=False)
    return [_commitment(row) for row in rows if row.done_at is None or row.done_at >= since]


def open_ones() -> list[Commitment]:
    """Everything that is still to be done, soonest due first."""
    return [_commitment(row) for row in _ROWS.filter(done_at=None)]


_ROWS = CommitmentRow.objects.select_related("incident").order_by("due", "id")


def _commitment(row: CommitmentRow) -> Commitment:
    return Commitment(
        id=row.pk,
        incident_number=row.incident.number,
        text=_texts(row.text),
        due=row.due,
        first_due=row.first_due,
        owner=row.owner,
        made_by=row.made_by,
        made_at=row.made_at,
        version=row.version,
        done_at=row.done_at,
        done_by=row.done_by,
        note=_texts(row.note),
    )


def _texts(stored: object) -> Localised:
    return {str(k): str(v) for k, v in stored.items()} if isinstance(stored, dict) else {}
