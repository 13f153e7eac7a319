"""The states of the planned screens that are worth a look, made once in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone, translation

from noroshi.actions.ask_for_notices import ask_for_notices
from noroshi.actions.begin_maintenance import begin_maintenance
from noroshi.actions.change_commitment import keep_commitment, move_commitment
from noroshi.actions.lease_checks import lease_checks
from noroshi.actions.make_commitment import make_commitment
from noroshi.actions.note_check import note_check
from noroshi.actions.set_component import Wish as StateWish
from noroshi.actions.set_component import set_component
from noroshi.domain.checks import Fault, Result
from noroshi.domain.incident import ComponentStatus, Scope, Stage
from noroshi.domain.language import Localised
from noroshi.domain.maintenance import Maintenance, Purpose, Window, WorkState
from noroshi.domain.plan.model import Plan
from noroshi.domain.plan.watching import Check, CheckKind
from noroshi.storage import maintenances, messages
from tests.actions.steps import opened, said
from tests.actions.test_report import out, written
from tests.browser.captured import Camera, Screen, every_look
from tests.browser.closed_scenes import closed_pages
from tests.browser.stage import aside, at, get, post
from tests.cast import World
from tests.closed.scene import in_force
from tests.components.scene import with_checks
from tests.maintenance import planned as steps
from tests.maintenance.test_screens import typed as form_of_work
from tests.web.scene import AYA, INES, MARA, SOFIE, YUKI, answered, browser, declared
from tests.web.scene import said as tell

LONG: dict[str, Localised] = {
    "checkout": {"en": "Checkout", "ja": "決済・チェックアウト（カード、銀行振込、コンビニ払い）"},
    "webhooks": {
        "en": "Webhooks and event notifications for partner applications",
        "ja": "パートナー向けアプリケーション連携用Webhook・イベント通知",
    },
}
"""Names as long as companies really give them."""
DAY = timedelta(days=1)
FRONT = Check(
    key="front",
    component="checkout",
    kind=CheckKind.HTTP,
    regions=("europe",),
    url="https://checkout.kitsune-cloud.example/health",
)
ENDING = Check(
    key="certificate-of-the-payments-api",
    component="payments-api",
    kind=CheckKind.TLS,
    host="payments-api.eu-central-1.kitsune-cloud.example",
    port=443,
)
NETWORK: Localised = {
    "en": "Change of the payment network for cards issued in Japan, Korea and Taiwan",
    "ja": "日本・韓国・台湾で発行されたカードの決済ネットワーク切り替えに伴う定期メンテナンス",
}
# name, title, components, begins in hours, hours, state
WORKS: tuple[tuple[str, Localised, tuple[str, ...], float, float, WorkState], ...] = (
    (
        "search",
        {"en": "Faster search for invoices", "ja": "請求書検索の高速化"},
        ("invoices",),
        150,
        2,
        WorkState.SCHEDULED,
    ),
    ("long", NETWORK, ("checkout", "payments-api", "webhooks"), 35, 26, WorkState.SCHEDULED),
    (
        "gone",
        {"en": "New certificates", "ja": "証明書の更新"},
        ("dashboard",),
        60,
        1,
        WorkState.CANCELLED,
    ),
    (
        "done",
        {"en": "Move of the archive", "ja": "アーカイブの移設"},
        ("invoices",),
        -8,
        1,
        WorkState.COMPLETED,
    ),
)


def all_screens(world: World) -> Sequence[Screen]:
    """Every state, in the order of the navigation."""
    camera = Camera()
    cache.clear()
    with translation.override("en"), timezone.override(None):
        in_force(world, with_long_names(world))
        for scene in (_components, closed_pages, _past):
            with aside(world):
                scene(world, camera)
        # One long story: what happens to the work and the promises is due at home afterwards.
        for scene in (_quiet_home, _commitments, _maintenance, _busy_home):
            scene(world, camera)
    return camera.kept


def with_long_names(world: World) -> Plan:
    """The sample plan, with names that need room."""
    parts = tuple(
        replace(part, name=LONG.get(part.key, part.name)) for part in world.plan.components
    )
    return replace(world.plan, components=parts)


def looked(world: World, *faults: Fault | None, ends_in: timedelta | None = None) -> None:
    """A minute for each: whoever's turn it is finds that fault, or a certificate's end."""
    for fault in faults:
        world.clock.pass_by(seconds=60)
        for turn in lease_checks(world.context, most=10):
            is_tls = turn[2].kind is CheckKind.TLS
            result = Result(
                at=world.clock.now(),
                took=timedelta(milliseconds=90 + 400 * bool(fault)),
                fault=None if is_tls else fault,
                detail="503" if fault is Fault.STATUS and not is_tls else "",
                certificate_until=world.clock.now() + ends_in if ends_in and is_tls else None,
            )
            note_check(world.context, turn, result)


def _components(world: World, camera: Camera) -> None:
    sofie = at(world, SOFIE)
    with aside(world):
        camera.also_keep("components-quiet", get("/components/"), sofie)
        camera.also_keep("component-quiet", get("/components/webhooks/"), at(world, INES))
    troubled(world)
    camera.keep("components-busy", get("/components/"), sofie)
    camera.also_keep("component-busy", get("/components/checkout/"), sofie)
    wrong = {"status": "", "reason": "", "end": "60", "regions": ["europe"]}
    camera.keep("component-refused", post("/components/checkout/set/", wrong), sofie)


def troubled(world: World) -> None:
    """A check proposes, a person holds, a certificate is about to end."""
    with_checks(world, FRONT, ENDING)
    ends = timedelta(days=3, hours=2)
    looked(world, None, Fault.STATUS, Fault.STATUS, Fault.TOO_SLOW, ends_in=ends)
    by_hand = StateWish(
        component="checkout",
        status=ComponentStatus.DEGRADED_PERFORMANCE,
        reason="Slow since the release of 13:40; the payments team looks at it",
        regions=("asia-pacific",),
        until=world.clock.now() + timedelta(hours=4),
    )
    set_component(world.context, world.actor(SOFIE), by_hand)


def kept(
    world: World, name: str, title: Localised, parts: tuple[str, ...], hours: float, length: float
) -> Maintenance:
    """Work of one window, as if it had been planned and told some days ago."""
    begins = world.clock.now() + timedelta(hours=hours)
    window = Window(
        starts_at=begins, ends_at=begins + timedelta(hours=length), zone="Europe/Berlin"
    )
    far = replace(window, starts_at=begins + 30 * DAY, ends_at=window.ends_at + 30 * DAY)
    scope = Scope(components=parts, regions=(), status=ComponentStatus.UNDER_MAINTENANCE)
    work = steps.planned(world, title=title, scope=scope, window=far, request_key=name)
    return replace(work, window=window, announced=window, announced_at=world.clock.now() - 7 * DAY)


def _maintenance(world: World, camera: Camera) -> None:
    sofie, yuki = at(world, SOFIE), at(world, YUKI)
    camera.keep("maintenance-empty", get("/maintenance/"), sofie)
    camera.also_keep("maintenance-new", get("/maintenance/new/"), sofie)
    turned = form_of_work(world, end_clock="21:00", title_ja=NETWORK["ja"])
    camera.keep("maintenance-refused", post("/maintenance/new/", turned), sofie)
    preview = form_of_work(world, preview="1")
    camera.also_keep("maintenance-preview", post("/maintenance/new/", preview), sofie)
    work = steps.planned(world, request_key="drafted")
    here = f"/maintenance/{work.number}/"
    camera.keep("maintenance-draft", get(here), sofie)
    ask_for_notices(world.context, world.actor(SOFIE), work.number)
    camera.also_keep("maintenance-to-approve", get(here), yuki)
    with aside(world):
        text = messages.renditions(steps.notice(work, Purpose.ANNOUNCE).message.id)[0]
        camera.also_keep("maintenance-text", get(f"{here}texts/{text.id}/"), sofie)
    overrun = under_way(world)
    camera.keep("maintenance-list", get("/maintenance/"), sofie)
    camera.also_keep("maintenance-list-seen-only", get("/maintenance/"), at(world, INES))
    camera.also_keep("maintenance-overrun", get(f"/maintenance/{overrun.number}/"), sofie)
    back = {"end_day": "2026-03-01", "end_clock": "10:00"}
    extend = f"/maintenance/{overrun.number}/extend/"
    camera.keep("maintenance-extend-refused", post(extend, back), sofie)


def under_way(world: World) -> Maintenance:
    """Work in every state; the one that overruns is given back."""
    for name, title, parts, hours, length, state in WORKS:
        maintenances.save(replace(kept(world, name, title, parts, hours, length), state=state))
    steps.rin(world)
    begins = world.clock.now() + timedelta(hours=1)
    window = Window(starts_at=begins, ends_at=begins + timedelta(hours=1), zone="Europe/Berlin")
    upgrade = {"en": "Checkout database upgrade", "ja": "決済データベースの更新"}
    late = steps.announced(world, title=upgrade, window=window, request_key="late")
    world.clock.pass_by(hours=1, minutes=1)
    begin_maintenance(world.context, world.actor(SOFIE), late.number)
    world.clock.pass_by(hours=1, minutes=11)
    steps.tick(world)
    return maintenances.get(late.number)


def _past(world: World, camera: Camera) -> None:
    sofie = at(world, SOFIE)
    camera.also_keep("past-new", get("/past/new/"), sofie)
    form = past_form(world)
    camera.keep("past-refused", post("/past/new/", form | {"end_clock": "08:00"}), sofie)
    answer = browser(world, SOFIE).post("/past/new/", form)
    camera.keep("past-entered", get(answer.headers["location"]), sofie)


def past_form(world: World) -> dict[str, object]:
    """What Sofie types of yesterday's trouble."""
    day = f"{world.clock.now() - timedelta(days=1):%Y-%m-%d}"
    return {
        "request_key": "past",
        "title_en": "Invoices could not be opened",
        "title_ja": "請求書を表示できない障害",
        "components": ["invoices"],
        "regions": [],
        "status": "partial_outage",
        "severity": "3",
        "start_day": day,
        "start_clock": "09:10",
        "end_day": day,
        "end_clock": "11:40",
        "stage_1": "investigating",
        "day_1": day,
        "clock_1": "09:20",
        "subject_1_en": "Invoices cannot be opened",
        "subject_1_ja": "請求書を表示できない障害について",
        "body_1_en": "We are sorry. Invoices cannot be opened. We are looking for the cause.",
        "body_1_ja": "ご迷惑をおかけし申し訳ございません。請求書を表示できません。原因を調査しています。",
        "stage_2": "resolved",
        "day_2": day,
        "clock_2": "11:40",
        "subject_2_en": "Invoices can be opened again",
        "subject_2_ja": "請求書の表示が復旧しました",
        "body_2_en": "We are sorry for the trouble. Invoices can be opened again since 11:40.",
        "body_2_ja": "ご迷惑をおかけし申し訳ございません。11:40に復旧し、請求書を表示できます。",
    }


PROMISES: tuple[Localised, ...] = (
    {
        "en": "Payments change to the second provider by themselves within two minutes.",
        "ja": "予備の決済会社への切り替えを自動化し、2分以内に完了するようにします。",
    },
    {
        "en": "Webhooks that could not be delivered are tried again for three days.",
        "ja": "配信できなかったWebhookを、3日間にわたって再送します。",
    },
    {
        "en": "The delay of webhooks is shown in the dashboard.",
        "ja": "Webhookの遅延を管理画面に表示します。",
    },
)


def _commitments(world: World, camera: Camera) -> None:
    sofie = at(world, SOFIE)
    resolved(world)
    here = "/incidents/1/commitments/"
    camera.also_keep("commitments-empty", get(here), sofie)
    broken(world)
    camera.also_keep("commitments-many", get(here), sofie)
    wrong = {
        "text_en": "We call the second provider earlier.",
        "text_ja": "",
        "due": f"{world.clock.now() - timedelta(days=3):%Y-%m-%d}",
        "owner": MARA,
    }
    camera.keep("commitments-refused", post(here, wrong), sofie)


def resolved(world: World) -> None:
    """An incident that is over."""
    said(world, opened(world), Stage.RESOLVED)


def broken(world: World) -> None:
    """Promises of a public report: one past its day, one moved, one kept."""
    written(world)
    today = world.clock.now().date()
    made = [
        make_commitment(
            world.context,
            world.actor(SOFIE),
            1,
            text=text,
            due=today + timedelta(days=days),
            owner=owner,
        )
        for text, days, owner in zip(PROMISES, (2, 9, 4), (MARA, "", AYA), strict=True)
    ]
    out(world)
    sofie = world.actor(SOFIE)
    later = made[1].due + timedelta(days=30)
    move_commitment(world.context, sofie, made[1].id, due=later, owner=MARA, version=1)
    note = {"en": "In the dashboard since Monday.", "ja": "月曜日から管理画面に表示しています。"}
    world.clock.pass_by(days=3)
    keep_commitment(world.context, sofie, made[2].id, note=note, version=1)
    world.clock.pass_by(days=1)


def _quiet_home(world: World, camera: Camera) -> None:
    camera.also_keep("now-quiet", get("/"), at(world, SOFIE))


def _busy_home(world: World, camera: Camera) -> None:
    sofie = at(world, SOFIE)
    troubled(world)
    camera.keep("now-due", get("/"), sofie)
    if every_look():
        fire = declared(world, key="now")
        answered(world, fire)
        tell(world, fire, Stage.IDENTIFIED)
        world.clock.pass_by(minutes=12)
        camera.keep("now-burning", get("/"), sofie)
