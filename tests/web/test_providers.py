"""The accounts' screens: what they show, what they never show, and who may change what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from noroshi.actions.change_provider import change_provider
from noroshi.actions.context import SYSTEM
from noroshi.actions.provider_wish import Wish
from noroshi.actions.queries.provider_accounts import account_named, settings_of
from noroshi.actions.report_results import report_results
from noroshi.actions.try_provider import trial_ended
from noroshi.domain.routing.results import Results
from noroshi.kernel.errors import NotFound
from noroshi.storage import standings
from noroshi.web.services import Services, install
from tests.actions.accounts import DOWN, PASSWORD, smtp
from tests.cast import World
from tests.web.scene import SOFIE, YUKI, browser

pytestmark = pytest.mark.django_db
NEW = {
    "name": "ses-one",
    "setting-host": "mx.kitsune.example",
    "secret-password": PASSWORD,
    "weight": "80",
    "rate_per_second": "14",
    "canary_address": "canary@kitsune.example",
}
ADD = "/add-provider/?kind=smtp"


def text(client: Client, path: str, **more: object) -> str:
    return client.get(path, **more).content.decode()  # type: ignore[arg-type]


def test_yuki_adds_an_account_and_its_password_is_never_shown_again(world: World) -> None:
    yuki = browser(world, YUKI)
    assert "Amazon SES" in text(yuki, "/add-provider/")
    answer = yuki.post(ADD, NEW)
    assert answer["Location"] == "/providers/ses-one/"
    page = text(yuki, "/providers/ses-one/")
    assert PASSWORD not in page
    assert "kept; type to replace it" in page
    assert "14 a second" in text(yuki, "/providers/")
    account = account_named(world.context, "ses-one").account
    assert settings_of(world.context, account)["password"] == PASSWORD


def test_what_was_wrong_stands_beside_its_field_and_the_rest_is_kept(world: World) -> None:
    answer = browser(world, YUKI).post(ADD, NEW | {"setting-port": "many"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'aria-describedby="setting-port-error"' in page
    assert "Port: this must be a whole number." in page
    assert 'value="mx.kitsune.example"' in page
    assert PASSWORD not in page
    japanese = browser(world, YUKI, language="ja").post(ADD, NEW | {"weight": "x"})
    assert "比重は0から100までの整数" in japanese.content.decode()


def test_a_name_that_is_taken_is_said_beside_the_name(world: World) -> None:
    smtp(world, "ses-one")
    page = browser(world, YUKI).post(ADD, NEW).content.decode()
    assert 'id="name-error"' in page
    assert "There is an account of this name." in page


def test_sofie_sees_how_the_accounts_stand_and_cannot_change_them(world: World) -> None:
    smtp(world)
    sofie = browser(world, SOFIE)
    assert "first" in text(sofie, "/providers/")
    page = text(sofie, "/providers/first/")
    assert "Save" not in page
    assert "communications manager" in text(sofie, "/providers/")
    for step in ("change", "switch", "remove", "test"):
        assert sofie.post(f"/providers/first/{step}/").status_code == 403
    assert sofie.get("/add-provider/").status_code == 403


def test_an_account_that_is_down_says_since_when_and_when_it_is_tried_again(world: World) -> None:
    smtp(world)
    smtp(world, "second")
    report_results(world.context, "first", DOWN)
    page = text(browser(world, SOFIE), "/providers/")
    assert "Taken as down" in page
    assert "since 14:02" in page
    assert "next try 14:02" in page
    japanese = text(browser(world, SOFIE, language="ja"), "/providers/first/")
    assert "停止中と判断" in japanese
    assert "20件連続で失敗" in japanese
    assert "421 closing the channel" in japanese


def test_a_moved_share_is_shown_beside_its_weight_in_words(world: World) -> None:
    smtp(world, weight=80)
    smtp(world, "second", weight=20)
    smtp(world, "third", weight=0)
    standing = account_named(world.context, "first").standing
    worked = replace(standing, share=60, last=Results(accepted=1_196, temporary=4))
    standings.save("first", worked)
    standings.save("second", replace(standing, share=40))
    page = text(browser(world, SOFIE), "/providers/")
    assert "60 %" in page
    assert "normally 80 %" in page
    assert "Reserve" in page
    assert "1,196 of 1,200 taken" in page


def test_an_account_is_paused_let_work_again_and_removed(world: World) -> None:
    smtp(world)
    yuki = browser(world, YUKI)
    yuki.post("/providers/first/switch/", {"enabled": "no"})
    assert "Paused by hand" in text(yuki, "/providers/")
    yuki.post("/providers/first/switch/", {"enabled": "yes"})
    assert account_named(world.context, "first").account.enabled
    changed = {"setting-host": "mx.kitsune.example", "setting-username": "noroshi", "weight": "7"}
    yuki.post("/providers/first/change/", changed | {"rate_per_second": "0,5"})
    account = account_named(world.context, "first").account
    assert (account.weight, account.rate_per_second) == (7, 0.5)
    assert settings_of(world.context, account)["password"] == PASSWORD
    yuki.post("/providers/first/remove/")
    with pytest.raises(NotFound):
        account_named(world.context, "first")
    assert yuki.get("/providers/first/").status_code == 404


def test_a_test_shows_that_it_waits_and_then_what_came_of_it(world: World) -> None:
    smtp(world)
    yuki = browser(world, YUKI)
    refused = yuki.post("/providers/first/test/", {"address": "nowhere"})
    assert 'id="address-error"' in refused.content.decode()
    yuki.post("/providers/first/test/", {"address": "yuki@kitsune.example"})
    assert "waits for a worker" in text(yuki, "/providers/first/")
    assert 'hx-trigger="every 2s"' in text(yuki, "/providers/first/outcome/")
    trial_ended(world.context, "first", failure="535 5.7.8 no")
    page = text(yuki, "/providers/first/outcome/")
    assert "535 5.7.8 no" in page
    assert "hx-trigger" not in page


def test_the_built_in_relay_keeps_its_settings_in_the_environment(world: World) -> None:
    context = replace(world.context, built_in=frozenset({"relay", "webhook"}))
    yuki = browser(world, YUKI)
    install(Services(context=context))
    page = text(yuki, "/providers/relay/")
    assert "NOROSHI_SMTP_HOST" in page
    assert "setting-host" not in page
    assert "Remove this account" not in page
    yuki.post("/providers/relay/change/", {"weight": "40", "rate_per_second": ""})
    assert account_named(context, "relay").account.weight == 40


def test_a_late_test_message_is_said(world: World) -> None:
    smtp(world, canary_address="canary@kitsune.example")
    canary = account_named(world.context, "first").canary
    sent_at = world.clock.now() - timedelta(minutes=4)
    standings.save_canary("first", replace(canary, token="t", sent_at=sent_at, is_late=True))
    page = text(browser(world, SOFIE), "/providers/")
    assert "Its test message is late" in page
    assert "sent 13:58, not arrived yet" in page


def test_a_lost_form_token_never_gives_a_secret_back(world: World) -> None:
    yuki = browser(world, YUKI)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = yuki.cookies
    page = strict.post(ADD, NEW)
    assert page.status_code == 403
    assert "mx.kitsune.example" in page.content.decode()
    assert PASSWORD not in page.content.decode()


def test_pausing_shows_nothing_to_move(world: World) -> None:
    smtp(world)
    change_provider(world.context, SYSTEM, "first", Wish(enabled=False))
    assert "–" in text(browser(world, SOFIE), "/providers/")
