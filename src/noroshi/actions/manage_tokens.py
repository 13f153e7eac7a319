"""Tokens of monitoring systems: make one, take one away."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Invalid, NotFound
from noroshi.kernel.secret import Secret
from noroshi.storage import accounts, events
from noroshi.storage.unit_of_work import unit_of_work

MAX_NAME = 100


def add_token(context: Context, actor: Actor, name: str) -> Secret:
    """A new token for a monitoring system. It is shown once; only its hash is kept.

    Raises:
        Invalid: the name cannot stand in the log.
        Conflict: there is a token of that name.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    clean = " ".join(name.split())
    if not clean or len(clean) > MAX_NAME or not clean.isprintable():
        raise Invalid("Name the monitoring system in a few plain words.", field="name")
    now = context.clock.now()
    with unit_of_work():
        token = accounts.make_ingest_token(clean, at=now)
        events.append(at=now, kind=EventKind.TOKEN_ADDED, actor=actor.person, data={"token": clean})
        return token


def revoke_token(context: Context, actor: Actor, name: str) -> None:
    """What comes with the token is turned away from this moment on.

    Raises:
        NotFound: there is no such token, or it was revoked before.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    now = context.clock.now()
    with unit_of_work():
        if not accounts.revoke_ingest_token(name, at=now):
            raise NotFound(
                f"No token named “{name}” is in use.", way_out="See “noroshi token list”."
            )
        events.append(
            at=now, kind=EventKind.TOKEN_REVOKED, actor=actor.person, data={"token": name}
        )
