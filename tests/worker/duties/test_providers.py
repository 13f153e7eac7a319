"""Test messages leave through the account's own provider, and what came of them is counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.parser import BytesParser
from email.policy import default

import pytest

from noroshi.actions.context import SYSTEM
from noroshi.actions.queries.provider_accounts import account_named, accounts
from noroshi.actions.take_in_mail import Fate, take_in_mail
from noroshi.actions.try_provider import try_provider
from noroshi.delivery.contract import DeliveryFailed, Parcel, Provider, Receipt
from noroshi.domain.delivery import FailureKind
from noroshi.domain.provider_account import ProviderAccount
from noroshi.jobs.payloads import LookAtProviders, SendCanary, TryProvider
from noroshi.kernel.errors import Invalid
from noroshi.storage.models import SendingRight
from noroshi.worker.duties import providers
from noroshi.worker.duties.tools import Toolbox
from tests.actions.accounts import smtp
from tests.cast import World

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "canary@kitsune.example"


class Desk:
    """A provider that keeps what it is handed, or refuses it."""

    width = 1

    def __init__(self, refusal: Exception | None = None) -> None:
        self.taken: list[Parcel] = []
        self.through: list[str] = []
        self._refusal = refusal

    def for_account(self, account: ProviderAccount, sender: str) -> Provider:
        if isinstance(self._refusal, Invalid):
            raise self._refusal
        self.through.append(f"{account.name} as {sender}")
        return self

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Desk]:
        yield self

    async def deliver(self, parcel: Parcel) -> Receipt:
        if self._refusal:
            raise self._refusal
        self.taken.append(parcel)
        return Receipt(code="250", detail="2.0.0 queued as 4711")


def tools(world: World, desk: Desk) -> Toolbox:
    def none(name: str, sender: str) -> Provider:
        raise AssertionError(name, sender)

    return Toolbox(context=world.context, through=desk.for_account)


def canary(world: World, desk: Desk) -> None:
    asyncio.run(providers.send_canary(tools(world, desk), SendCanary(account="first")))


def test_a_test_message_carries_its_token_in_subject_text_and_message_id(world: World) -> None:
    smtp(world, canary_address=CANARY)
    desk = Desk()
    canary(world, desk)
    canary(world, desk)  # the same job once more: nothing is due
    (parcel,) = desk.taken
    found = account_named(world.context, "first")
    token = found.canary.token
    mail = BytesParser(policy=default).parsebytes(parcel.content)
    assert token
    assert mail["Message-ID"] == f"<canary-{token}@{world.plan.company.mail_from.split('@')[1]}>"
    assert token in mail["Subject"]
    assert mail["To"] == parcel.address == CANARY
    assert parcel.content.count(token.encode()) >= 3
    assert found.standing.window.accepted == 1
    assert desk.through == [f"first as {world.plan.company.mail_from}"]


@pytest.mark.parametrize("by_id", [True, False])
def test_the_mailbox_sees_it_even_when_the_service_gave_it_another_id(
    world: World, by_id: bool
) -> None:
    smtp(world, canary_address=CANARY)
    desk = Desk()
    canary(world, desk)
    raw = desk.taken[0].content
    if not by_id:
        raw = raw.replace(b"Message-ID: <canary-", b"Message-ID: <01020304-")
    assert take_in_mail(world.context, raw) is Fate.CANARY
    assert account_named(world.context, "first").canary.seen_at


def test_a_refused_test_message_counts_as_a_failure_of_the_account(world: World) -> None:
    smtp(world, canary_address=CANARY)
    canary(world, Desk(DeliveryFailed(FailureKind.TEMPORARY, "421 later")))
    standing = account_named(world.context, "first").standing
    assert (standing.window.temporary, standing.last_failure) == (1, "421 later")


@pytest.mark.parametrize(
    ("refusal", "failure", "answer"),
    [
        (None, "", "250 2.0.0 queued as 4711"),
        (DeliveryFailed(FailureKind.PERMANENT, "550 no"), "550 no", ""),
        (Invalid("The port is wrong."), "The port is wrong.", ""),
        (ConnectionRefusedError("refused"), "refused", ""),
    ],
)
def test_a_test_that_somebody_asked_for_shows_what_came_of_it(
    world: World, refusal: Exception | None, failure: str, answer: str
) -> None:
    smtp(world)
    try_provider(world.context, SYSTEM, "first", "yuki@kitsune.example")
    desk = Desk(refusal)
    asyncio.run(providers.try_one(tools(world, desk), TryProvider(account="first")))
    (shown,) = [each for each in accounts(world.context) if each.account.name == "first"]
    assert (shown.test["failure"], shown.test["answer"]) == (failure, answer)
    assert len(desk.taken) == (0 if refusal else 1)


def test_a_copy_of_the_installation_sends_no_test_messages(world: World) -> None:
    smtp(world, canary_address=CANARY)
    try_provider(world.context, SYSTEM, "first", "yuki@kitsune.example")
    SendingRight.objects.create(
        epoch=1, place="elsewhere", granted_at=world.clock.now(), last_seen_at=world.clock.now()
    )
    desk = Desk()
    canary(world, desk)
    asyncio.run(providers.try_one(tools(world, desk), TryProvider(account="first")))
    assert desk.taken == []
    assert accounts(world.context)[0].test["failure"]


def test_nothing_leaves_for_an_account_that_is_gone(world: World) -> None:
    canary(world, Desk())
    asyncio.run(providers.try_one(tools(world, Desk()), TryProvider(account="first")))
    providers.look_at(tools(world, Desk()), LookAtProviders())
