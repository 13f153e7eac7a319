"""The screens about people and the ways to reach them, in every state worth a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from noroshi.actions.change_provider import change_provider
from noroshi.actions.context import SYSTEM
from noroshi.actions.finish_dispatch import finish_dispatch
from noroshi.actions.note_alive import note_alive
from noroshi.actions.provider_wish import Wish
from noroshi.actions.queries.provider_accounts import account_named
from noroshi.actions.queries.targets import targets_of
from noroshi.actions.record_receipts import record_receipts
from noroshi.actions.record_target import Shown, record_target
from noroshi.actions.report_results import report_results
from noroshi.actions.run_audit import run_audit
from noroshi.actions.try_provider import trial_ended, try_provider
from noroshi.domain.channel import Channel
from noroshi.domain.delivery import Outcome, Reason, State
from noroshi.domain.incident import Incident, Stage
from noroshi.domain.message import Message
from noroshi.domain.publication import TargetState
from noroshi.domain.receipts import ReceiptKind
from noroshi.domain.routing.results import Results
from noroshi.storage import pages, sending_right, standings, steering, subscribers
from noroshi.storage.steering import Steered
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.actions.accounts import DOWN, smtp
from tests.actions.steps import reader as known
from tests.browser.captured import Camera, Screen
from tests.browser.reader_scenes import (
    HOOK,
    LONG,
    RIN,
    answering,
    leaving,
    managing,
    subscribing,
    with_subscriptions,
)
from tests.browser.stage import aside, at, get, post
from tests.cast import World
from tests.receipts.sent import sent
from tests.storage.batches import REFUSED, came_to, mail_of, split
from tests.web import scene
from tests.web.scene import INES, SOFIE, YUKI
from tests.web.test_accounts import forget
from tests.web.test_subscribers import boss

LIST = (
    "email,language,components\nhana@shop.example,ja,\nrin@reader.example,en,checkout\n"
    "nobody,en,\nyuki@shop.example,ja,Bogus Service\nold@shop.example,fr,\n"
)
CONSENT = "Signed up on status.kitsune-cloud.example, 2019 to 2026, double opt-in"


def all_people_screens(world: World, camera: Camera) -> Sequence[Screen]:
    """Every state: first what readers see, then what colleagues do."""
    cache.clear()
    with translation.override("en"), timezone.override(None):
        for made in (
            subscribing, managing, leaving, answering,
            _subscribers, _suppressions, _providers, _deliveries, _audit, _people,
        ):  # fmt: skip
            with aside(world):
                made(world, camera)
    return camera.kept


def _admin(world: World) -> Callable[[str], Client]:
    return lambda language: boss(world, language=language)


def _uploaded(text: str, **more: str) -> Callable[[Client], object]:
    def ask(client: Client) -> object:
        file = SimpleUploadedFile("newsletter-2026.csv", text.encode())
        form = {"file": file, "audience": "customers", "consent": CONSENT}
        return client.post("/subscribers/import/", form | more)

    return ask


def _subscribers(world: World, camera: Camera) -> None:
    ada = _admin(world)
    camera.keep("subscribers-none", get("/subscribers/"), ada)
    camera.keep("audiences-none", get("/audiences/"), at(world, SOFIE))
    _crowd(world)
    with_subscriptions(world)
    camera.keep("subscribers-many", get("/subscribers/"), ada)
    camera.keep("audiences-many", get("/audiences/"), at(world, SOFIE))
    camera.keep(
        "subscribers-unknown", post("/subscribers/", {"address": "mallory@nowhere.example"}), ada
    )
    one = _imported_person(world)
    camera.keep("subscriber-one", get(f"/subscribers/{one.id}/"), ada)
    many = subscribers.of_address(LONG)[0]
    camera.keep("subscriber-many", get(f"/subscribers/{many.id}/"), ada)
    here = f"/subscribers/{many.id}/"
    camera.keep("subscriber-leave-refused", post(f"{here}unsubscribe/", {"reason": " "}), ada)
    camera.keep("subscriber-erase-refused", post(f"{here}erase/", {"address": "rin@"}), ada)
    camera.keep("import", get("/subscribers/import/"), ada)
    camera.keep("import-refused", _uploaded(LIST, consent="yes"), ada)
    camera.keep("import-wrong-file", _uploaded("a,b\n1,2\n"), ada)
    camera.keep("import-tried", _uploaded(LIST), ada)


def _crowd(world: World) -> None:
    for audience, language, how_many in (
        ("customers", "en", 40), ("customers", "ja", 25), ("it_admins", "ja", 3), ("internal", "en", 8),
    ):  # fmt: skip
        scene.subscribed(world, how_many, audience=audience, language=language)
    known("+4915112345678", at=world.clock.now(), channel=Channel.SMS)
    known(HOOK, at=world.clock.now(), channel=Channel.WEBHOOK, audience="it_admins")


def _imported_person(world: World) -> Subscriber:
    now = world.clock.now()
    return known(
        "hanako.suzuki@kitsune-partner.example",
        at=now,
        language="ja",
        components=("checkout", "payments-api"),
        regions=("asia-pacific",),
        confirmed_at=now,
        consent={
            "how": "import", "proof": CONSENT, "file": "newsletter-2026.csv", "row": 12,
            "format": "statuspage", "by": SOFIE, "imported_at": now.isoformat(),
        },
    )  # fmt: skip


def _suppressions(world: World, camera: Camera) -> None:
    ada = _admin(world)
    camera.keep("suppressions-none", get("/suppressions/"), ada)
    one, now = sent(world), world.clock.now()
    gone = {"code": "5.1.1", "detail": "550 5.1.1 user unknown"}
    ours = {"code": "5.7.1", "detail": "550 5.7.1 blocked: poor reputation of 192.0.2.7"}
    record_receipts(
        world.context,
        [
            one.told(ReceiptKind.BOUNCED, one.people[0], now, **gone),
            one.told(ReceiptKind.COMPLAINED, one.people[1], now),
            one.told(ReceiptKind.BOUNCED, one.people[2], now, **ours),
        ],
    )
    camera.keep("suppressions-many", get("/suppressions/"), ada)
    camera.keep("suppressions-unknown", post("/suppressions/", {"address": RIN}), ada)
    camera.keep(
        "suppressions-found", post("/suppressions/", {"address": "rin0@reader.example"}), ada
    )


def _providers(world: World, camera: Camera) -> None:
    yuki = at(world, YUKI)
    camera.keep("providers-none", get("/providers/"), yuki)
    camera.keep("providers-kinds", get("/add-provider/"), yuki)
    wrong = {
        "name": "SES Tokyo", "setting-host": "mx.kitsune.example", "setting-port": "many",
        "secret-password": "x", "weight": "180", "canary_address": "nowhere",
    }  # fmt: skip
    camera.keep("providers-add", get("/add-provider/?kind=smtp"), yuki)
    camera.keep("providers-add-refused", post("/add-provider/?kind=smtp", wrong), yuki)
    _accounts(world)
    camera.keep("providers-many", get("/providers/"), yuki)
    camera.keep("providers-seen-only", get("/providers/"), at(world, SOFIE))
    camera.keep("provider-down", get("/providers/ses-ap-northeast-1-dedicated-pool/"), yuki)
    camera.keep("provider-well", get("/providers/postfix-frankfurt/"), at(world, SOFIE))
    test = "/providers/postfix-frankfurt/test/"
    camera.keep("provider-test-refused", post(test, {"address": "nowhere"}), yuki)


def _accounts(world: World) -> None:
    """One is down and its share has moved, one is a reserve, one is paused by hand."""
    down = "ses-ap-northeast-1-dedicated-pool"
    smtp(world, down, weight=80, rate_per_second=14.0, canary_address="canary@kitsune.example")
    smtp(world, "postfix-frankfurt", weight=20)
    smtp(world, "reserve", weight=0)
    smtp(world, "old-relay", weight=10)
    change_provider(world.context, SYSTEM, "old-relay", Wish(enabled=False))
    report_results(world.context, down, DOWN)
    try_provider(world.context, world.actor(YUKI), down, address="yuki@kitsune.example")
    trial_ended(world.context, down, failure="535 5.7.8 Authentication credentials invalid")
    standing = account_named(world.context, "postfix-frankfurt").standing
    worked = replace(standing, share=100, last=Results(accepted=1_196, temporary=4))
    standings.save("postfix-frankfurt", worked)
    canary = account_named(world.context, down).canary
    ago = world.clock.now() - timedelta(minutes=4)
    standings.save_canary(down, replace(canary, token="t", sent_at=ago, is_late=True))


def published(world: World, readers: int = 3) -> tuple[Incident, Message]:
    """An update that went out."""
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.subscribed(world, readers)
    message = scene.said(world, incident, Stage.INVESTIGATING)
    wanted = pages.of_message(message.id)
    assert wanted is not None
    pages.verified(wanted.version, files=1, at=world.clock.now())
    return incident, message


def _deliveries(world: World, camera: Camera) -> None:
    sofie = at(world, SOFIE)
    with aside(world):
        incident, message = published(world, 0)
        nobody = next(d for d in _dispatches(message) if d.channel is Channel.EMAIL)
        here = f"/incidents/{incident.number}/deliveries/{nobody.id}/"
        camera.keep("delivery-nobody", get(here), sofie)
    with aside(world):
        _reach(world, camera)
    incident, message = published(world)
    dispatch = mail_of(message).id
    here = f"/incidents/{incident.number}/deliveries/{dispatch}/"
    (batch,) = split(dispatch, [range(1, 1001)])
    camera.keep("delivery-waits", lambda c: _later(world, c, here, minutes=1), sofie)
    _half_done(world, batch)
    camera.keep("delivery-running", get(here), sofie)
    camera.keep("delivery-seen-only", get(here), at(world, INES))
    camera.keep("delivery-stop", get(f"{here}stop/"), sofie)
    camera.keep("delivery-stop-refused", post(f"{here}stop/", {"reason": "no"}), sofie)
    with aside(world):
        scene.browser(world, SOFIE).post(
            f"{here}pause/", {"reason": "The text names the wrong region"}
        )
        camera.keep("delivery-paused", get(here), sofie)
    world.clock.pass_by(seconds=14)
    listed = dict.fromkeys(range(20, 170), REFUSED)
    (batch,) = split(dispatch, [range(1, 1001)])
    came_to(batch, mark=1000, listed=listed, at=world.clock.now())
    finish_dispatch(world.context, batch)
    camera.keep("delivery-done", get(here), sofie)
    camera.keep(
        "delivery-people", get(f"{here}people/?state=failed&reason=refused&code=550"), sofie
    )
    _one_person(world, camera, incident, dispatch)


def _reach(world: World, camera: Camera) -> None:
    """An update that would go out to many, to some not yet, in two languages, by two accounts."""
    incident = scene.declared(world)
    scene.answered(world, incident)
    scene.subscribed(world, 1_204)
    scene.subscribed(world, 25, language="ja")
    known("new@reader.example", at=world.clock.now(), state=SubscriberState.PENDING)
    smtp(world, "ses-ap-northeast-1-dedicated-pool", weight=80, rate_per_second=14.0)
    smtp(world, "postfix-frankfurt", weight=20)
    scene.drafted(world, incident, Stage.INVESTIGATING)
    camera.keep("reach", get(f"/incidents/{incident.number}/reach/"), at(world, SOFIE))


def _dispatches(message: Message) -> Sequence[Steered]:
    return steering.of_message(message.id)


def _later(world: World, client: Client, address: str, **time: float) -> object:
    with aside(world):
        world.clock.pass_by(**time)
        return client.get(address)


def _half_done(world: World, batch: int) -> None:
    waits = Outcome(
        state=State.QUEUED, reason=Reason.DELAYED, attempts=1,
        next_attempt_at=world.clock.now() + timedelta(minutes=1),
    )  # fmt: skip
    listed = {3: REFUSED, 4: REFUSED, 5: waits}
    came_to(batch, mark=400, started=450, listed=listed, at=world.clock.now())
    scene.browser(world, SOFIE)


def _one_person(world: World, camera: Camera, incident: Incident, dispatch: int) -> None:
    sofie = at(world, SOFIE)
    here = f"/incidents/{incident.number}/person/"
    rin = subscribers.find(Channel.EMAIL, "customers-en-0@shop.example", "customers")
    assert rin
    (batch,) = split(dispatch, [[rin.id]])
    came_to(batch, mark=1, listed={rin.id: REFUSED}, at=world.clock.now())
    camera.keep("person-ask", get(here), sofie)
    camera.keep("person-nobody", get(f"{here}?q=mallory@nowhere.example"), sofie)
    camera.keep("person-found", get(f"{here}?q={rin.id}"), sofie)


def _audit(world: World, camera: Camera) -> None:
    sofie, yuki = at(world, SOFIE), at(world, YUKI)
    camera.keep("audit-not-yet", get("/audit/"), sofie)
    shown = [target for page in world.plan.pages for target in targets_of(world.context, page)]
    good = Shown(state=TargetState.VERIFIED, version=7)
    for target in shown:
        record_target(world.context, target, good)
    camera.keep("audit-pages-well", get("/audit/"), sofie)
    wrong = Shown(
        state=TargetState.WRONG,
        version=8,
        failure="index.html: other bytes than those of version 8 (SHA-256 3f1b… instead of 9c20…)",
    )
    record_target(world.context, shown[0], wrong)
    away = Shown(state=TargetState.FAILED, version=8, failure="S3 answered 403 AccessDenied")
    record_target(world.context, shown[-1], away)
    note_alive(world.context)
    sending_right.SendingRight.objects.update(place="another machine")
    run_audit(world.context)
    camera.keep("audit-bad", get("/audit/"), yuki)


def _people(world: World, camera: Camera) -> None:
    ada = _admin(world)
    camera.keep("people", get("/people/"), at(world, SOFIE))
    for person in (INES, scene.TOMAS):
        forget(person)
    camera.keep("people-admin", get("/people/"), ada)
    camera.keep("people-invited", post("/people/", {"person": INES}), ada)
    camera.keep("password", get("/password/"), at(world, SOFIE))
    wrong = {"oldpassword": "x", "password1": "short", "password2": "other"}
    camera.keep("password-refused", post("/password/", wrong), at(world, SOFIE))
    camera.keep("log", get("/log/"), at(world, SOFIE))
