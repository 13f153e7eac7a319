"""Sign-ins and the people behind them; one-time links; tokens of monitoring systems; keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import new_token, token_hash
from noroshi.kernel.secret import Secret
from noroshi.storage.models import Account, IngestToken, InstallationKey, OneTimeLink
from noroshi.storage.unit_of_work import unique_or

MAX_SOURCE = 50
"""The longest name of a monitoring system, as signals keep it."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who can sign in, as the rest of the product knows them."""

    user_id: int
    person: str  # key in the plan; the administrator of an empty installation has one too
    name: str
    email: str
    language: str
    is_admin: bool
    is_active: bool


def by_user(user_id: int) -> Member | None:
    """Who is signed in."""
    account = Account.objects.select_related("user").filter(user_id=user_id).first()
    return _member(account) if account else None


def by_person(person: str) -> Member | None:
    """The sign-in of a person of the plan."""
    account = Account.objects.select_related("user").filter(person=person).first()
    return _member(account) if account else None


def everybody() -> list[Member]:
    """Everyone who has a sign-in."""
    return [_member(account) for account in Account.objects.select_related("user").order_by("name")]


def any_administrator() -> bool:
    """Whether the installation has been set up."""
    return Account.objects.filter(is_admin=True).exists()


def add(
    *, person: str, name: str, email: str, password: Secret | None, language: str, is_admin: bool
) -> Member:
    """Make a sign-in. Without a password nobody can sign in with it until one is set.

    Raises:
        Invalid: the password is too easy to guess.
        Conflict: the person or the address has a sign-in already.
    """
    if password is not None:
        check_password(password, email=email)
    with unique_or("This person or address has a sign-in already.", way_out="Sign in with it."):
        user = User.objects.create_user(
            username=email, email=email, password=password.reveal() if password else None
        )
        account = Account.objects.create(
            user=user, person=person, name=name, language=language, is_admin=is_admin
        )
    return _member(account)


def check_password(password: Secret, *, email: str) -> None:
    """Refuse what is easy to guess.

    Raises:
        Invalid: with what is wrong with it.
    """
    try:
        validate_password(password.reveal(), user=User(username=email, email=email))
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error


def set_password(user_id: int, password: Secret) -> None:
    """Set another password; sessions that were opened with the old one end.

    Raises:
        Invalid: the password is too easy to guess.
    """
    user = User.objects.get(pk=user_id)
    check_password(password, email=user.email)
    user.set_password(password.reveal())
    user.save(update_fields=["password"])


def set_language(user_id: int, language: str) -> None:
    """Remember the language of somebody's screens."""
    Account.objects.filter(user_id=user_id).update(language=language)


def make_link(purpose: str, *, at: datetime) -> str:
    """A token that works once; earlier unused ones of the purpose stop working."""
    OneTimeLink.objects.filter(purpose=purpose, used_at=None).delete()
    token = new_token()
    OneTimeLink.objects.create(purpose=purpose, token_hash=token_hash(token), made_at=at)
    return token


def link_works(purpose: str, token: str) -> bool:
    """Whether the link has not been used yet."""
    links = OneTimeLink.objects.filter(purpose=purpose, token_hash=token_hash(token))
    return links.filter(used_at=None).exists()


def use_link(purpose: str, token: str, *, at: datetime) -> bool:
    """Use the link up; False when it does not exist or was used, even a moment ago."""
    links = OneTimeLink.objects.filter(purpose=purpose, token_hash=token_hash(token), used_at=None)
    return bool(links.update(used_at=at))


def make_ingest_token(name: str, *, at: datetime) -> Secret:
    """A token for a monitoring system; shown once.

    Raises:
        Conflict: a token of this name exists.
        Invalid: the name is empty, too long, or not plain text.
    """
    token = Secret(new_token())
    if not name.strip() or len(name) > MAX_SOURCE or not name.isprintable():
        raise Invalid(
            "Give the token a name of one line, at most {most} characters.",
            field="name",
            most=MAX_SOURCE,
        )
    with unique_or(
        "A token named “{name}” exists already.", way_out="Choose another name.", name=name
    ):
        IngestToken.objects.create(name=name, token_hash=token_hash(token.reveal()), made_at=at)
    return token


def ingest_source(token: Secret) -> str | None:
    """The name of the monitoring system that a token belongs to, if it is valid."""
    known = IngestToken.objects.filter(token_hash=token_hash(token.reveal()), revoked_at=None)
    return known.values_list("name", flat=True).first()


@dataclass(frozen=True, kw_only=True)
class IngestName:
    """A monitoring system that may, or might once, send signals. Its token is not kept."""

    name: str
    made_at: datetime
    revoked_at: datetime | None


def ingest_names() -> list[IngestName]:
    """Every token ever made, by name."""
    return [
        IngestName(name=row.name, made_at=row.made_at, revoked_at=row.revoked_at)
        for row in IngestToken.objects.order_by("name")
    ]


def revoke_ingest_token(name: str, *, at: datetime) -> bool:
    """Take the right away; False when there is no such token, or it was revoked before."""
    return bool(IngestToken.objects.filter(name=name, revoked_at=None).update(revoked_at=at))


def installation_key(name: str) -> Secret:
    """A key of this installation, made when it is first asked for."""
    key, _ = InstallationKey.objects.get_or_create(
        name=name, defaults={"value": new_token() + new_token()}
    )
    return Secret(key.value)


def _member(account: Account) -> Member:
    return Member(
        user_id=account.user_id,
        person=account.person,
        name=account.name,
        email=account.user.email,
        language=account.language,
        is_admin=account.is_admin,
        is_active=account.user.is_active,
    )
