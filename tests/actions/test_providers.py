"""Provider accounts: who manages them, what is kept of their secrets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.actions.add_provider import add_provider
from noroshi.actions.change_provider import change_provider
from noroshi.actions.context import SYSTEM
from noroshi.actions.provider_wish import Wish
from noroshi.actions.queries.provider_accounts import (
    account_named,
    accounts,
    candidates_of,
    channels_with_account,
    settings_of,
    with_secrets,
)
from noroshi.actions.remove_provider import remove_provider
from noroshi.actions.report_results import report_results
from noroshi.actions.rotate_sealing_key import rotate_sealing_key
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.provider_account import RELAY, Circuit
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from noroshi.storage import events, provider_accounts
from tests.actions.accounts import DOWN, HOST, PASSWORD, sealed_by, smtp
from tests.actions.steps import SOFIE, opened, reader, said
from tests.cast import World

pytestmark = pytest.mark.django_db
YUKI = "yuki-tanabe"


def kinds(world: World) -> list[EventKind]:
    return [event.kind for event in events.latest(20)]


def test_yuki_adds_an_account_and_its_password_is_kept_sealed(world: World) -> None:
    wish = Wish(settings=HOST, weight=80, rate_per_second=14, canary_address="c@kitsune.example")
    added = add_provider(world.context, world.actor(YUKI), wish, name="SES-one", kind="smtp")
    assert (added.name, added.channel, added.weight) == ("ses-one", Channel.EMAIL, 80)
    assert added.rate_per_second == 14
    assert "password" not in added.settings
    sealed = provider_accounts.sealed_secrets("ses-one")
    assert sealed
    assert PASSWORD not in sealed
    assert settings_of(world.context, added)["password"] == PASSWORD
    assert PASSWORD not in repr(with_secrets(world.context, added))
    assert kinds(world)[0] is EventKind.PROVIDER_ADDED
    assert PASSWORD not in str(events.latest(5))


def test_sofie_looks_but_changes_nothing(world: World) -> None:
    smtp(world)
    with pytest.raises(NotAllowed):
        change_provider(world.context, world.actor(SOFIE), "first", Wish(weight=1))
    with pytest.raises(NotAllowed):
        remove_provider(world.context, world.actor(SOFIE), "first")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"settings": {}}, "host"),
        ({"settings": {"host": "mx", "port": "many"}}, "port"),
        ({"settings": {"host": "mx", "security": "rot13"}}, "security"),
        ({"settings": {"host": "mx\nX-Evil: yes"}}, "host"),
        ({"settings": HOST | {"shell": "rm"}}, "shell"),
        ({"weight": 101}, "weight"),
        ({"rate_per_second": float("nan")}, "rate_per_second"),
        ({"canary_address": "nobody"}, "canary_address"),
    ],
)
def test_what_cannot_work_is_refused_beside_its_field(
    world: World, change: dict[str, object], field: str
) -> None:
    wish = replace(Wish(settings=HOST), **change)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        add_provider(world.context, SYSTEM, wish, name="first", kind="smtp")
    assert refusal.value.field == field
    assert PASSWORD not in str(refusal.value)


@pytest.mark.parametrize("name", ["", "Größe", "a b", "-a", RELAY, "webhook", "a" * 51])
def test_a_name_stands_in_addresses_and_is_nobody_elses(world: World, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        smtp(world, name)
    assert refusal.value.field == "name"


def test_a_name_is_given_once(world: World) -> None:
    smtp(world)
    with pytest.raises(Conflict):
        smtp(world)
    with pytest.raises(NotFound):
        add_provider(world.context, SYSTEM, Wish(), name="x", kind="pigeon")


def test_an_empty_password_keeps_the_one_before(world: World) -> None:
    smtp(world)
    typed = HOST | {"password": "", "username": "other"}
    changed = change_provider(world.context, SYSTEM, "first", Wish(settings=typed))
    assert changed.version == 2
    assert settings_of(world.context, changed)["password"] == PASSWORD
    assert settings_of(world.context, changed)["username"] == "other"
    before = events.newest_id()
    change_provider(world.context, SYSTEM, "first", Wish(settings=typed))
    assert events.newest_id() == before


def test_a_kept_password_never_goes_to_another_host(world: World) -> None:
    smtp(world)
    elsewhere = HOST | {"host": "evil.example", "password": ""}
    with pytest.raises(Invalid) as refusal:
        change_provider(world.context, SYSTEM, "first", Wish(settings=elsewhere))
    assert refusal.value.field == "password"
    typed_again = Wish(settings=elsewhere | {"password": "another"})
    changed = change_provider(world.context, SYSTEM, "first", typed_again)
    assert settings_of(world.context, changed)["password"] == "another"


def test_the_key_is_changed_while_everything_runs(world: World) -> None:
    account = smtp(world)
    both = sealed_by(world.context, "new", "old")
    assert settings_of(both, account)["password"] == PASSWORD
    assert rotate_sealing_key(both, SYSTEM) == 1
    only_new = replace(sealed_by(world.context, "new"), key=sealed_by(both, "x").sealing_keys[0])
    assert settings_of(only_new, account)["password"] == PASSWORD
    with pytest.raises(Conflict, match="another key"):
        settings_of(world.context, account)
    with pytest.raises(Conflict, match="another key"):
        rotate_sealing_key(world.context, SYSTEM)


def test_built_in_accounts_are_there_without_anybody_adding_them(world: World) -> None:
    assert [shown.account.name for shown in accounts(world.context)] == ["webhook"]
    with_relay = replace(world.context, built_in=frozenset({RELAY, "webhook"}))
    assert channels_with_account(with_relay) == {Channel.EMAIL, Channel.WEBHOOK}
    assert [c.account.kind for c in candidates_of(with_relay, Channel.EMAIL)] == ["smtp"]
    # Without its settings in the environment the relay is gone, and comes back with them.
    assert candidates_of(world.context, Channel.EMAIL) == ()
    with pytest.raises(NotFound):
        account_named(world.context, RELAY)
    with pytest.raises(Invalid, match="built-in"):
        remove_provider(with_relay, SYSTEM, RELAY)
    with pytest.raises(Invalid, match="environment"):
        change_provider(with_relay, SYSTEM, RELAY, Wish(settings={"host": "x"}))
    assert change_provider(with_relay, SYSTEM, RELAY, Wish(weight=30)).weight == 30


def test_the_last_account_stays_while_messages_wait_for_it(world: World) -> None:
    reader(at=world.clock.now())
    smtp(world)
    smtp(world, "second")
    said(world, opened(world))
    remove_provider(world.context, SYSTEM, "first")
    with pytest.raises(Conflict, match="last account"):
        remove_provider(world.context, SYSTEM, "second")
    assert kinds(world)[0] is EventKind.PROVIDER_REMOVED


def test_an_account_that_is_let_work_again_starts_with_a_clean_slate(world: World) -> None:
    smtp(world)
    assert report_results(world.context, "first", DOWN) is Circuit.OPEN
    change_provider(world.context, SYSTEM, "first", Wish(enabled=False))
    change_provider(world.context, SYSTEM, "first", Wish(enabled=True))
    standing = account_named(world.context, "first").standing
    assert standing.circuit is Circuit.CLOSED
    assert standing.failures_in_row == 0
    assert standing.last_failure == "421 closing the channel"


def test_no_refusal_and_no_line_of_the_log_shows_a_secret(world: World) -> None:
    smtp(world)
    rotate_sealing_key(sealed_by(world.context, "new"), SYSTEM)
    with pytest.raises(Refusal) as refusal:
        rotate_sealing_key(world.context, SYSTEM)
    assert PASSWORD not in str(refusal.value)
    assert PASSWORD not in str(events.latest(50))
    assert PASSWORD not in str(accounts(world.context))
