"""Sets the sample company up on a fresh installation, plays the story, and counts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from noroshi import planfile
from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.invite_person import add_member
from noroshi.actions.want_pages import want_pages
from noroshi.domain.channel import Channel
from noroshi.domain.plan.model import Person
from noroshi.kernel.clock import OffsetClock
from noroshi.kernel.errors import SetupProblem
from noroshi.kernel.secret import Secret
from noroshi.practice.demo.measure import Counted, count
from noroshi.practice.demo.moves import alert
from noroshi.practice.demo.quiet_days import DAYS_BEFORE, after, before
from noroshi.practice.demo.readers import readers
from noroshi.practice.demo.stage import Narrator, Stage
from noroshi.practice.demo.story import LASTS_MINUTES, play
from noroshi.practice.mailbox.hooks import verified_hooks
from noroshi.practice.mailbox.store import MailStore
from noroshi.storage import accounts, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

_READ_ALONG = 0.5
"""Of the two thousand: enough to be many, few enough for a short demo."""


@dataclass(frozen=True, kw_only=True)
class Props:
    """Where the demo's stand-ins are."""

    mailbox: Path
    hook_url: str
    hook_secret: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """How the story went, and how to look around afterwards."""

    counted: Counted
    webhooks: int
    sign_ins: Mapping[str, str]  # address -> password, made for this run only


def direct(context: Context, clock: OffsetClock, props: Props, *, tell: Narrator) -> Told:
    """Set up, play, count. The clock begins in the past and ends at the present.

    Raises:
        SetupProblem: something that must happen did not.
    """
    clock.move_to(context.clock.now() - timedelta(minutes=LASTS_MINUTES))
    begins_at = clock.now()
    clock.move_to(begins_at - timedelta(days=DAYS_BEFORE))
    sign_ins, token = _set_up(context)
    scene = Stage(
        context=context,
        clock=clock,
        mailbox=MailStore(props.mailbox),
        token=token,
        tell=tell,
        begins_at=begins_at,
    )
    before(scene)
    scene.at(-30)
    _many_read_along(context, props)
    scene.at(0)
    number = play(scene)
    counted = count(context, number, scene.mailbox)
    scene.at(LASTS_MINUTES)
    _light_another(scene)
    after(scene)
    return Told(counted=counted, webhooks=len(verified_hooks(props.mailbox)), sign_ins=sign_ins)


def _set_up(context: Context) -> tuple[dict[str, str], Secret]:
    loaded = planfile.load(planfile.sample_directory())
    plan = loaded.require()
    apply_plan(context, SYSTEM, plan, digest=loaded.digest)
    sign_ins = {person.email: _let_in(context, person) for person in plan.people}
    with unit_of_work():
        want_pages(context, "The demo begins")
        token = accounts.make_ingest_token("prometheus", at=context.clock.now())
    return sign_ins, token


def _many_read_along(context: Context, props: Props) -> None:
    people = readers(context.clock.now(), share=_READ_ALONG)
    with unit_of_work():
        subscribers.add_many([*people, _endpoint(context, props)])


def _let_in(context: Context, person: Person) -> str:
    password = secrets.token_urlsafe(9)
    with unit_of_work():
        add_member(context, person, password=Secret(password))
    return password


def _endpoint(context: Context, props: Props) -> Subscriber:
    now = context.clock.now()
    return Subscriber(
        channel=Channel.WEBHOOK,
        address=props.hook_url,
        audience="customers",
        language="en",
        state=SubscriberState.CONFIRMED,
        secret=props.hook_secret,
        consent={"how": "sample data of the demo"},
        created_at=now,
        confirmed_at=now,
    )


def _light_another(scene: Stage) -> None:
    """Something is left to do for whoever watches: a second alert waits to be confirmed."""
    received = alert(
        scene,
        status="firing",
        name="DashboardSlow",
        region="united-states",
        summary="Dashboard loads slowly in the United States",
    )
    if not received["proposed"]:
        raise SetupProblem("The second alert proposed no incident.")
    scene.say("", "Another alert: the dashboard is slow. It waits for you")
