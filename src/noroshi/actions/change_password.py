"""Choose another password. Sessions that were opened with the old one end."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.domain.events import EventKind
from noroshi.kernel.secret import Secret
from noroshi.storage import accounts, events
from noroshi.storage.accounts import Member
from noroshi.storage.unit_of_work import unit_of_work


def change_password(context: Context, member: Member, *, password: Secret) -> None:
    """Set the password; the caller has made sure that it is the person who asks.

    Raises:
        Invalid: the password is too easy to guess.
    """
    with unit_of_work():
        accounts.set_password(member.user_id, password)
        events.append(
            at=context.clock.now(),
            kind=EventKind.PASSWORD_CHANGED,
            actor=member.person,
            data={"person": member.person},
        )
