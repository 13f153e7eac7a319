"""What readers see without a sign-in: subscribe, confirm, manage, leave, answer; in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count

from django.test import Client

from noroshi.actions.confirm_subscription import new_confirmation_token
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Reason
from noroshi.domain.room import Room
from noroshi.domain.subscription import Topic
from noroshi.storage import subscribers
from noroshi.storage.subscribers import SubscriberState
from noroshi.web.services import Services, install
from tests.actions.steps import reader as known
from tests.actions.subscribing import codes, consider
from tests.browser.captured import Camera
from tests.browser.stage import aside, get, post
from tests.cast import World
from tests.web.test_feedback import on_the_page
from tests.web.test_subscribers import link
from tests.web.test_subscriptions import asking_of, token_of

RIN = "rin@reader.example"
LONG = "administrator.of-many-shops+status-notifications@customer-success.kitsune-partner.co.jp"
HOOK = "https://hooks.operations.kitsune-partner.example/incoming/status/4f9c1d0b7a52/kitsune-cloud"
_networks = count(1)


def anybody(world: World) -> Callable[[str], Client]:
    """A reader's browser in a language, each time in another network."""

    def browser(language: str) -> Client:
        install(Services(context=world.context))
        home = f"198.51.100.{next(_networks) % 250}"
        return Client(HTTP_ACCEPT_LANGUAGE=language, REMOTE_ADDR=home)

    return browser


def subscribing(world: World, camera: Camera) -> None:
    """The form, its refusals and its answers."""
    rin = anybody(world)
    camera.keep("subscribe", get("/subscribe"), rin)
    wrong = {"by": "email", "email": "rin at reader", "components": ["checkout"]}
    camera.keep("subscribe-refused", post("/subscribe", wrong), rin)
    inside = {"by": "webhook", "endpoint": "http://10.0.0.7/hook"}
    camera.keep("subscribe-webhook-refused", post("/subscribe", inside), rin)
    full = replace(world, context=replace(world.context, room=lambda: NARROW))
    camera.keep(
        "subscribe-no-room", post("/subscribe", {"by": "email", "email": LONG}), anybody(full)
    )
    camera.keep("subscribe-asked", post("/subscribe", {"by": "email", "email": LONG}), rin)
    hook = {"by": "webhook", "endpoint": HOOK}
    camera.keep("subscribe-code", post("/subscribe", hook), rin)
    wrong_code = {"by": "webhook", "asking": "x" * 43, "code": "123456"}
    camera.keep("subscribe-code-wrong", post("/subscribe/code", wrong_code), rin)
    _confirming(world, camera)


NARROW = Room(total=10_000_000_000, free=70_000_000, ballast=0)


def _confirming(world: World, camera: Camera) -> None:
    rin = anybody(world)
    one = known(LONG, at=world.clock.now(), state=SubscriberState.PENDING)
    address = f"/confirm/{new_confirmation_token(one.id)}"
    camera.keep("confirm", get(address), rin)
    camera.keep("confirm-over", post("/confirm/no-such-link", {}), rin)
    for language in ("en", "ja"):
        with aside(world):
            subscribers.save(replace(one, language=language))
            camera.keep(
                f"confirmed-{language}", post(address, {}), lambda _, spoken=language: rin(spoken)
            )

    def typed(language: str) -> Client:
        client = rin(language)
        page = client.post(
            "/subscribe", {"by": "webhook", "endpoint": f"{HOOK}/{language}", "language": language}
        )
        consider(world)
        client.code = {"asking": asking_of(page.content), "code": codes(world)[-1], "by": "webhook"}  # type: ignore[attr-defined]
        return client

    camera.keep(
        "confirmed-webhook", lambda client: client.post("/subscribe/code", client.code), typed
    )


def managing(world: World, camera: Camera) -> None:
    """From the form that asks for a code to the end of the data."""
    rin = anybody(world)
    here = "/subscriptions/"
    camera.keep("manage-ask", get(here), rin)
    camera.keep("manage-ask-refused", _posted(here, {"by": "email", "email": "rin"}), rin)
    camera.keep("manage-code", _posted(here, {"by": "email", "email": LONG}), rin)
    wrong = {"by": "email", "asking": "x" * 43, "code": "000000"}
    camera.keep("manage-code-wrong", _posted(f"{here}code/", wrong), rin)
    with_subscriptions(world)

    def inside(address: str) -> Callable[[str], Client]:
        def browser(language: str) -> Client:
            client = rin(language)
            ours = next(
                one for one in subscribers.of_address(address) if one.audience == "customers"
            )
            subscribers.save(replace(ours, language=language))
            page = _posted(here, {"by": "email", "email": address})(client)
            consider(world)
            form = {"by": "email", "asking": asking_of(page.content), "code": codes(world)[-1]}
            _posted(f"{here}code/", form)(client)
            return client

        return browser

    for name in ("erase", "pause"):
        known(f"{name}.{RIN}", at=world.clock.now(), regions=("europe",))
    camera.keep("manage-one", get(here), inside(RIN))
    camera.keep("manage-many", get(here), inside(LONG))
    no_tick = _posted(f"{here}erase/", {})
    camera.keep("manage-erase-refused", no_tick, inside(f"erase.{RIN}"))
    yesterday = {"paused_until": "2026-03-11", "language": "ja", "time_zone": "Asia/Tokyo"}
    one = subscribers.find(Channel.EMAIL, f"pause.{RIN}", "customers")
    assert one
    change = _posted(f"{here}{one.id}/", yesterday)
    camera.keep("manage-pause-refused", change, inside(one.address))
    camera.keep("manage-over", change, rin)
    camera.keep("manage-erased", lambda client: _erased(world, client), inside(LONG))


def _erased(world: World, client: Client) -> object:
    with aside(world):
        return _posted("/subscriptions/erase/", {"sure": "yes"})(client)


def _posted(address: str, form: dict[str, str]) -> Callable[[Client], object]:
    """A form whose token was taken from the page before it."""
    return lambda client: client.post(address, form | token_of(client))


def with_subscriptions(world: World) -> None:
    """Rin chose a little; a partner has three subscriptions in three states."""
    now = world.clock.now()
    known(
        RIN,
        at=now,
        components=("checkout", "webhooks"),
        regions=("europe",),
        topics=(Topic.INCIDENTS,),
        min_severity=3,
        time_zone="Asia/Tokyo",
    )
    known(LONG, at=now, paused_until=now + timedelta(days=9), time_zone="Asia/Tokyo")
    known(LONG, at=now, audience="it_admins", suppressed=Reason.BOUNCED)
    known(
        LONG, at=now, audience="internal", state=SubscriberState.UNSUBSCRIBED, unsubscribed_at=now
    )


def leaving(world: World, camera: Camera) -> None:
    """The link in every mail."""
    now = world.clock.now()
    rin = anybody(world)

    def left(client: Client) -> object:
        with aside(world):
            return client.post(link(world, theirs[client.defaults["HTTP_ACCEPT_LANGUAGE"]]))

    theirs = {
        language: known(f"{language}.{LONG}", at=now, language=language)
        for language in ("en", "ja")
    }
    camera.keep(
        "unsubscribe",
        lambda c: c.get(link(world, theirs[c.defaults["HTTP_ACCEPT_LANGUAGE"]])),
        rin,
    )
    camera.keep("unsubscribed", left, rin)
    camera.keep("unsubscribe-forged", get("/u/1/not-a-link"), rin)


def answering(world: World, camera: Camera) -> None:
    """“I am affected”, “was this clear?”."""
    on_the_page(world)
    rin = anybody(world)

    def from_us(ending: str, **fields: str) -> Callable[[Client], object]:
        return lambda client: client.post(
            f"/feedback/all-regions/{client.defaults['HTTP_ACCEPT_LANGUAGE']}/{ending}", fields
        )

    def asked(ending: str) -> Callable[[Client], object]:
        return lambda client: client.get(
            f"/feedback/all-regions/{client.defaults['HTTP_ACCEPT_LANGUAGE']}/{ending}"
        )

    camera.keep("affected-asked", asked("1"), rin)
    camera.keep("affected-thanks", from_us("1"), rin)
    camera.keep("clear-asked", asked("1/1"), rin)
    camera.keep("clear-thanks", from_us("1/1", clear="yes"), rin)
    camera.keep("clear-why", from_us("1/1", clear="no"), rin)
    camera.keep("clear-too-old", from_us("1/1", token="1.1.x", comment="?"), rin)
    camera.keep("feedback-missing", asked("77"), rin)
