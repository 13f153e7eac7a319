"""The steps that stories about planned work are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from noroshi.actions.approve_notices import approve_notices
from noroshi.actions.ask_for_notices import ask_for_notices
from noroshi.actions.plan_maintenance import plan_maintenance
from noroshi.actions.publish_notices import publish_notices
from noroshi.actions.publish_scheduled import publish_scheduled
from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.notices import waiting_in
from noroshi.actions.watch_maintenance import watch_maintenance
from noroshi.domain.channel import Channel
from noroshi.domain.incident import ComponentStatus, Scope
from noroshi.domain.maintenance import Maintenance, Purpose, Window, Wish
from noroshi.jobs.names import TaskName
from noroshi.storage import maintenances, subscribers
from noroshi.storage.maintenances import Notice
from noroshi.storage.models import Dispatch
from noroshi.storage.subscribers import Subscriber, SubscriberState
from tests.actions.waiting import waiting_jobs
from tests.cast import World

SOFIE, YUKI, JONAS, MARA = "sofie-brandt", "yuki-tanabe", "jonas-weber", "mara-lindqvist"
TITLE = {"en": "Checkout database upgrade in Europe", "ja": "欧州の決済データベースの更新"}
DETAILS = {
    "en": "Payments may fail for up to two minutes. Please try again then.",
    "ja": "最大2分間、お支払いができない場合があります。その際は、改めてお試しください。",
}
EUROPE = Scope(
    components=("checkout",), regions=("europe",), status=ComponentStatus.UNDER_MAINTENANCE
)
DAY = timedelta(days=1)


def wish(world: World, **changed: object) -> Wish:
    """Two hours of work, three days from now."""
    begins = world.clock.now() + 3 * DAY
    said = Wish(
        title=TITLE,
        details=DETAILS,
        scope=EUROPE,
        window=Window(starts_at=begins, ends_at=begins + timedelta(hours=2), zone="Europe/Berlin"),
        remind_before=(timedelta(hours=24), timedelta(hours=1)),
        request_key="one form",
    )
    return replace(said, **changed)  # type: ignore[arg-type]


def planned(world: World, **changed: object) -> Maintenance:
    """Sofie writes the work down."""
    return plan_maintenance(world.context, world.actor(SOFIE), wish(world, **changed))


def approved(world: World, work: Maintenance) -> Maintenance:
    """Sofie asks, and Yuki approves everything she reads."""
    ask_for_notices(world.context, world.actor(SOFIE), work.number)
    texts = {text.id: text.digest for _, text in waiting_in(work.number, YUKI)}
    approve_notices(world.context, world.actor(YUKI), work.number, texts)
    return maintenances.get(work.number)


def announced(world: World, **changed: object) -> Maintenance:
    """The work, and customers know of it."""
    work = approved(world, planned(world, **changed))
    publish_update(world.context, world.actor(SOFIE), notice(work, Purpose.ANNOUNCE).message.id)
    return maintenances.get(work.number)


def notice(work: Maintenance, purpose: Purpose) -> Notice:
    """The newest notice for that purpose."""
    return [n for n in maintenances.notices(work.number) if n.purpose is purpose][-1]


def tick(world: World) -> None:
    """What the worker does every second."""
    watch_maintenance(world.context)
    publish_notices(world.context)
    publish_scheduled(world.context)


def calls(about: str) -> int:
    """How many people are about to be written to about something the clock has seen."""
    waiting = waiting_jobs(TaskName.NOTIFY_COLLEAGUE)
    return sum(job["kind"] == f"clock_{about}" for job in waiting)


def rin(world: World) -> Subscriber:
    """Rin gets mail."""
    return subscribers.add(
        Subscriber(
            id=0,
            audience="customers",
            channel=Channel.EMAIL,
            address="rin@reader.example",
            language="en",
            state=SubscriberState.CONFIRMED,
            created_at=world.clock.now(),
        )
    )


def mails(work: Maintenance) -> list[str]:
    """The purposes of the notices that were sent to Rin's mail, in order."""
    sent = Dispatch.objects.filter(
        rendition__message__incident__number=work.number, rendition__channel="email"
    ).order_by("id")
    rows = sent.filter(rendition__audience="customers", rendition__language="en")
    return [row.rendition.message.notice.purpose for row in rows]


def past_form() -> dict[str, object]:
    """What Sofie types about an incident that is over."""
    return {
        "request_key": "past",
        **{f"title_{code}": text for code, text in TITLE.items()},
        "components": ["checkout"],
        "status": "partial_outage",
        "severity": "3",
        "start_day": "2026-03-11",
        "start_clock": "10:00",
        "end_day": "2026-03-11",
        "end_clock": "11:00",
        "stage_1": "resolved",
        "day_1": "2026-03-11",
        "clock_1": "11:00",
        "subject_1_en": "Resolved: payments failed",
        "subject_1_ja": "【復旧】お支払いの不具合",
        "body_1_en": "We are sorry: payments failed in Europe from 10:00 to 11:00 CET.",
        "body_1_ja": "お支払いができない状態が続き、申し訳ございませんでした。",
    }
