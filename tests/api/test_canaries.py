"""A test message that has arrived is reported with its token."""

from __future__ import annotations

import pytest
from django.test import Client

from noroshi.actions.queries.provider_accounts import account_named
from noroshi.actions.watch_canaries import canary_leaves
from tests.actions.accounts import smtp
from tests.cast import World


@pytest.mark.django_db
def test_the_token_of_the_newest_message_is_taken_and_no_other(api: Client, world: World) -> None:
    smtp(world, canary_address="canary@kitsune.example")
    leaving = canary_leaves(world.context, "first")
    assert leaving
    assert api.post("/api/canaries/made-up").status_code == 404
    assert api.get(f"/api/canaries/{leaving.token}").status_code == 405
    assert api.post(f"/api/canaries/{leaving.token}").status_code == 204
    assert account_named(world.context, "first").canary.seen_at == world.clock.now()
