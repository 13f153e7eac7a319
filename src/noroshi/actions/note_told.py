"""A notice of planned work has gone out: what customers have been told by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from noroshi.domain.incident import Incident
from noroshi.domain.maintenance import Maintenance, Purpose, Timeliness, WorkState, timeliness
from noroshi.domain.maintenance_words import PURPOSES
from noroshi.domain.message import Message, MessageKind
from noroshi.kernel.errors import Conflict
from noroshi.storage import incidents, maintenances
from noroshi.storage.maintenances import Notice

_TELLS_WINDOW = frozenset({Purpose.ANNOUNCE, Purpose.CHANGE, Purpose.EXTEND})


def must_still_be_true(message: Message, *, now: datetime) -> None:
    """A notice of a former window, or one whose time has passed, never goes out.

    Raises:
        Conflict: with what has changed.
    """
    notice = _notice(message)
    work = maintenances.get(message.incident_number)
    if notice.revision != work.revision:
        raise Conflict(
            "The work has changed since this notice was written.", way_out="Use the new notice."
        )
    if judged(work, notice, now=now, by_hand=True) is not Timeliness.GO:
        raise Conflict("This notice is not true now.", way_out="Read the state of the work.")


def judged(
    work: Maintenance, notice: Notice, *, now: datetime, by_hand: bool = False
) -> Timeliness:
    """What to do with a notice now. By hand it may go out before its set time, if it is true."""
    at = now if by_hand or notice.message.publish_at is None else notice.message.publish_at
    purpose = notice.purpose
    if purpose is Purpose.REMIND and by_hand:
        at = notice.message.publish_at or now
        now = max(now, at)
    return timeliness(work, purpose, at=at, until=notice.until, now=now)


def note_told(message: Message, *, at: datetime) -> Incident:
    """Keep what the public knows of the work from this moment on."""
    work = maintenances.get(message.incident_number)
    if _notice(message).purpose in _TELLS_WINDOW:
        maintenances.save(
            replace(
                work,
                state=WorkState.SCHEDULED if work.state is WorkState.PLANNED else work.state,
                announced=work.window,
                announced_at=work.announced_at or at,
            )
        )
    return incidents.get(message.incident_number)


def told_of(message: Message) -> dict[str, object]:
    """What the log says of a notice beside its number; nothing of other messages."""
    if message.kind is not MessageKind.NOTICE:
        return {}
    purpose = _notice(message).purpose
    return {"purpose": purpose, "notice": dict(PURPOSES[purpose])}


def notice_useful_until(message: Message, at: datetime) -> datetime:
    """Until when trying to deliver it makes sense: while it is true, and an hour at least."""
    notice = _notice(message)
    latest = at + timedelta(days=1)
    until = min(notice.until, latest) if notice.until else latest
    return max(until, at + timedelta(hours=1))


def _notice(message: Message) -> Notice:
    notice = maintenances.notice_of(message.id)
    assert notice is not None  # noqa: S101 - every message of this kind has one
    return notice
