"""Call people about something the clock has seen, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.notify_colleagues import notify
from noroshi.domain.events import EventKind
from noroshi.domain.language import Localised
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan, Role
from noroshi.kernel.errors import Conflict
from noroshi.storage import events, maintenances
from noroshi.storage.unit_of_work import unit_of_work

ABOUT: dict[str, Localised] = {
    "not_announced": {
        "en": "the work begins soon, and nobody was told of it",
        "ja": "開始が近いメンテナンスが、まだ告知されていません",
    },
    "begin": {"en": "it is time to begin the work", "ja": "メンテナンスの開始時刻です"},
    "not_begun": {
        "en": "the window is over, and the work was not begun",
        "ja": "開始されないまま、メンテナンスの時間帯が終わりました",
    },
    "ending": {"en": "the work is to end soon", "ja": "メンテナンスの終了予定が近づいています"},
    "overrun": {
        "en": "the work goes on past its end",
        "ja": "メンテナンスが終了予定を過ぎています",
    },
    "not_ready": {
        "en": "a text that is to go out soon cannot go out yet",
        "ja": "まもなく公開する文面が、まだ公開できる状態ではありません",
    },
    "not_published": {
        "en": "a text did not go out at its time",
        "ja": "予約した文面を、予定の時刻に公開できませんでした",
    },
}
"""What people are called about, for the log and the mail."""


def call_about(
    context: Context,
    plan: Plan,
    number: int,
    about: str,
    *,
    step: str,
    roles: Iterable[Role] = (),
    also: str = "",
    message: int = 0,
) -> int:
    """Write to the first person of each role, and to ``also``; returns 0 if it was done already.

    The step is kept even where nobody is to be called, so that a later look does not call.
    """
    people = _people(plan, roles, also)
    now = context.clock.now()
    try:
        with unit_of_work():
            maintenances.note_step(number, step, person=people[0].key if people else "", at=now)
            for person in people:
                _tell(person, number, about, message=message, at=now)
    except Conflict:
        return 0  # another worker has done this step a moment ago
    return 1


def _tell(person: Person, number: int, about: str, *, message: int, at: datetime) -> None:
    events.append(
        at=at,
        kind=EventKind.MAINTENANCE_CALLED,
        actor=SYSTEM.person,
        incident=number,
        data={"person": person.name, "about": dict(ABOUT[about])},
    )
    notify(person, f"clock_{about}", incident_number=number, about=message or number)


def _people(plan: Plan, roles: Iterable[Role], also: str) -> list[Person]:
    named = {person.key: person for person in plan.people}
    found = [people[0] for role in roles if (people := select.people_in(plan, role))]
    if also in named:
        found.append(named[also])
    return list({person.key: person for person in found}.values())
