"""Set an installation up: the one-time link, and the administrator it makes."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.address import typed_address
from noroshi.actions.context import Context
from noroshi.domain.events import EventKind
from noroshi.kernel.errors import Invalid, NotFound
from noroshi.kernel.secret import Secret
from noroshi.storage import accounts, events
from noroshi.storage.accounts import Member
from noroshi.storage.unit_of_work import unit_of_work

_PURPOSE = "first-administrator"


@dataclass(frozen=True, kw_only=True)
class NewAdministrator:
    """Who sets the installation up."""

    name: str
    email: str
    password: Secret
    language: str


def make_setup_link(context: Context) -> str | None:
    """The address at which the first administrator is made; None once there is one.

    A new link makes earlier unused ones worthless.
    """
    if accounts.any_administrator():
        return None
    token = accounts.make_link(_PURPOSE, at=context.clock.now())
    return f"{context.public_url}/set-up/{token}"


def setup_link_works(token: str) -> bool:
    """Whether the link can still be used."""
    return not accounts.any_administrator() and accounts.link_works(_PURPOSE, token)


def create_first_administrator(context: Context, token: str, new: NewAdministrator) -> Member:
    """Use the link up and make the administrator, both or neither.

    Raises:
        NotFound: the link was used, or there is an administrator already.
        Invalid: the name, address or password will not do.
    """
    now = context.clock.now()
    email = typed_address(new.email.lower(), field="email")
    name = " ".join(new.name.split())
    if not name or len(name) > 100 or not name.isprintable():
        raise Invalid("Give your name as colleagues know it.", field="name")
    with unit_of_work():
        if accounts.any_administrator() or not accounts.use_link(_PURPOSE, token, at=now):
            raise NotFound(
                "This link does not work any more.",
                way_out="Sign in, or make a new link with “noroshi up”.",
            )
        member = accounts.add(
            person="administrator",
            name=name,
            email=email,
            password=new.password,
            language=new.language,
            is_admin=True,
        )
        events.append(at=now, kind=EventKind.ADMINISTRATOR_CREATED, actor=member.person)
        return member
