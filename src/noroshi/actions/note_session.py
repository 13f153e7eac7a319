"""Keep in the log who signed in and out."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.domain.events import EventKind
from noroshi.storage import events
from noroshi.storage.accounts import Member
from noroshi.storage.unit_of_work import unit_of_work


def note_session(context: Context, member: Member, *, kind: EventKind) -> None:
    """Record that a session began (SIGNED_IN) or ended (SIGNED_OUT)."""
    with unit_of_work():
        events.append(at=context.clock.now(), kind=kind, actor=member.person)
