"""``noroshi maintenance``: planned work, told before, during and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import given, show
from noroshi.cli.desk import As, Json, Lang, acting, group, language, opened

if TYPE_CHECKING:
    from datetime import datetime

    from noroshi.domain.maintenance import Wish

app = group("Planned work: announced, reminded of, begun and ended by the clock or by hand.")

Work = Annotated[int, typer.Argument(help="The number of the maintenance.")]
Starts = Annotated[str, typer.Option(help="When it begins: 2026-03-15T22:00, in --zone.")]
Ends = Annotated[str, typer.Option(help="When it ends at the latest, in --zone.")]
Zone = Annotated[str, typer.Option(help="The time zone of the times; else the company's.")]


@app.command("list")
def list_all(
    ctx: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Past and cancelled work too.")] = False,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Show planned work, what is under way first."""
    opened(ctx)
    from noroshi.actions.queries.maintenance import works

    found = [work for work in works() if everything or not work.is_over]
    if as_json:
        show.document([_document(work) for work in found])
        return
    wanted = language(lang)
    show.table(
        (show.Column(title="#", number=True), "State", "Begins", "Ends", "Title"),
        [
            (
                str(work.number),
                str(work.state),
                _local(work.window.starts_at, work.window.zone),
                _local(work.window.ends_at, work.window.zone),
                work.title.get(wanted, ""),
            )
            for work in found
        ],
    )


@app.command("show")
def show_one(ctx: typer.Context, number: Work, *, as_json: Json = False) -> None:
    """Show one piece of work: every notice, when it went out or will, and its state."""
    opened(ctx)
    from noroshi.actions.queries.maintenance import seen

    found = seen(number, "")
    if as_json:
        notices = [
            {
                "id": line.notice.message.id,
                "purpose": line.notice.purpose,
                "state": line.state,
                "at": line.at,
                "recipients": line.recipients,
            }
            for line in found.lines
        ]
        show.document(_document(found.work) | {"notices": notices})
        return
    zone = found.work.window.zone
    rows = [
        (
            str(line.notice.message.id),
            str(line.notice.purpose),
            line.state,
            _local(line.at, zone),
            str(line.recipients),
        )
        for line in found.lines
    ]
    show.table(("Message", "For", "State", "Time", "Recipients"), rows)


@app.command()
def plan(
    ctx: typer.Context,
    *,
    title: Annotated[list[str], typer.Option("--title", help="In a few words, as en=…")],
    details: Annotated[list[str], typer.Option("--details", help="What customers notice, en=…")],
    component: Annotated[list[str], typer.Option("--component", help="A component.")],
    region: Annotated[
        list[str] | None, typer.Option("--region", help="A region; without any: everywhere.")
    ] = None,
    starts: Starts,
    ends: Ends,
    zone: Zone = "",
    remind: Annotated[
        list[float] | None, typer.Option("--remind", help="Hours before; else as the plan has it.")
    ] = None,
    by_hand: Annotated[bool, typer.Option("--begin-by-hand", help="A person begins it.")] = False,
    end_by_clock: Annotated[
        bool, typer.Option("--end-by-clock", help="It ends at its time, done or not.")
    ] = False,
    request_key: Annotated[
        str, typer.Option(help="Sent twice with the same key, it is planned once.")
    ] = "",
    person: As = "",
) -> None:
    """Write work down and draft its notices. Nothing is public by it."""
    desk = acting(ctx, person)
    from datetime import timedelta

    from noroshi.actions.plan_maintenance import plan_maintenance
    from noroshi.actions.queries.plan import current_plan
    from noroshi.domain.incident import ComponentStatus, Scope
    from noroshi.domain.maintenance import Window, Wish
    from noroshi.kernel.ids import new_token

    known = current_plan()
    there = zone or known.company.time_zone
    reminders = tuple(timedelta(hours=hours) for hours in remind or ())
    wish = Wish(
        title=given.by_language(title, field="title"),
        details=given.by_language(details, field="details"),
        scope=Scope(
            components=tuple(component),
            regions=tuple(region or ()),
            status=ComponentStatus.UNDER_MAINTENANCE,
        ),
        window=Window(starts_at=_moment(starts, there), ends_at=_moment(ends, there), zone=there),
        remind_before=reminders if remind is not None else known.maintenance.remind_before,
        auto_start=known.maintenance.auto_start and not by_hand,
        auto_end=known.maintenance.auto_end or end_by_clock,
        request_key=request_key or new_token(),
    )
    made = plan_maintenance(desk.context, desk.actor, wish)
    show.line(f"Maintenance {made.number} is planned. Its notices wait: noroshi maintenance ask.")


@app.command()
def move(
    ctx: typer.Context,
    number: Work,
    *,
    starts: Starts,
    ends: Ends,
    zone: Zone = "",
    person: As = "",
) -> None:
    """Give it another window. Its notices are drafts again; every approval is void."""
    desk = acting(ctx, person)
    from noroshi.actions.change_maintenance import change_maintenance

    change_maintenance(desk.context, desk.actor, number, _moved(number, starts, ends, zone=zone))
    show.line(f"Maintenance {number} has another window. Ask for the approval of its notices.")


@app.command()
def extend(
    ctx: typer.Context, number: Work, *, ends: Ends, zone: Zone = "", person: As = ""
) -> None:
    """Give work that is under way another end."""
    desk = acting(ctx, person)
    from noroshi.actions.change_maintenance import extend_maintenance
    from noroshi.storage import maintenances

    there = zone or maintenances.get(number).window.zone
    extend_maintenance(desk.context, desk.actor, number, _moment(ends, there))
    show.line(f"Maintenance {number} has another end. Ask for the approval of its notice.")


@app.command()
def ask(ctx: typer.Context, number: Work, *, person: As = "") -> None:
    """Ask for the approval of every notice that is a draft."""
    desk = acting(ctx, person)
    from noroshi.actions.ask_for_notices import ask_for_notices

    asked = ask_for_notices(desk.context, desk.actor, number)
    show.line(f"Asked for the approval of {len(asked)} notices.")


@app.command()
def announce(ctx: typer.Context, number: Work, *, person: As = "") -> None:
    """Publish the announcement: the status page first, then everybody else."""
    desk = acting(ctx, person)
    from noroshi.actions.publish_update import publish_update
    from noroshi.domain.maintenance import Purpose
    from noroshi.kernel.errors import Conflict
    from noroshi.storage import maintenances, messages

    maintenances.get(number)
    waiting = [
        notice.message.id
        for notice in maintenances.notices(number)
        if notice.purpose is Purpose.ANNOUNCE and notice.message.state in messages.IN_WORK
    ]
    if not waiting:
        raise Conflict("This message is out already.", way_out="Nothing was sent twice.")
    publish_update(desk.context, desk.actor, waiting[-1])
    show.line(f"Maintenance {number} is announced.")


@app.command()
def begin(ctx: typer.Context, number: Work, *, person: As = "") -> None:
    """The work begins; the services are under maintenance."""
    desk = acting(ctx, person)
    from noroshi.actions.begin_maintenance import begin_maintenance

    begin_maintenance(desk.context, desk.actor, number)
    show.line(f"Maintenance {number} has begun.")


@app.command()
def verify(ctx: typer.Context, number: Work, *, person: As = "") -> None:
    """The work is done; whether all is well is looked at."""
    desk = acting(ctx, person)
    from noroshi.actions.begin_maintenance import verify_maintenance

    verify_maintenance(desk.context, desk.actor, number)
    show.line(f"Maintenance {number} is being verified.")


@app.command()
def resume(ctx: typer.Context, number: Work, *, person: As = "") -> None:
    """There is more to do: the work goes on."""
    desk = acting(ctx, person)
    from noroshi.actions.begin_maintenance import resume_maintenance

    resume_maintenance(desk.context, desk.actor, number)
    show.line(f"Maintenance {number} goes on.")


@app.command()
def update(
    ctx: typer.Context,
    number: Work,
    *,
    news: Annotated[list[str], typer.Option("--news", help="What is new, as en=…")],
    person: As = "",
) -> None:
    """Draft a notice of what is new. Ask for its approval, then publish it."""
    desk = acting(ctx, person)
    from noroshi.actions.update_maintenance import update_maintenance

    told = given.by_language(news, field="news")
    made = update_maintenance(desk.context, desk.actor, number, news=told)
    show.line(f"Notice {made.number} is drafted, message {made.id}. Ask for its approval next.")


@app.command()
def publish(
    ctx: typer.Context,
    number: Work,
    message: Annotated[int, typer.Argument(help="The id of the message; see “show”.")],
    *,
    person: As = "",
) -> None:
    """Publish an approved notice that waits for a person, such as an update or a new time."""
    desk = acting(ctx, person)
    from noroshi.actions.publish_update import publish_update
    from noroshi.kernel.errors import NotFound
    from noroshi.storage import maintenances

    maintenances.get(number)
    if message not in {notice.message.id for notice in maintenances.notices(number)}:
        raise NotFound("There is no such message.", way_out="See “noroshi maintenance show”.")
    published = publish_update(desk.context, desk.actor, message)
    show.line(f"Notice {published.number} goes out: the status page first, then everybody else.")


@app.command()
def end(ctx: typer.Context, number: Work, *, person: As = "") -> None:
    """The work is over; the services are in operation again."""
    desk = acting(ctx, person)
    from noroshi.actions.end_maintenance import end_maintenance

    end_maintenance(desk.context, desk.actor, number)
    show.line(f"Maintenance {number} is over.")


@app.command()
def cancel(
    ctx: typer.Context,
    number: Work,
    *,
    reason: Annotated[str, typer.Option(help="Why, for colleagues.")],
    person: As = "",
) -> None:
    """Give work up before it begins."""
    desk = acting(ctx, person)
    from noroshi.actions.cancel_maintenance import cancel_maintenance

    cancel_maintenance(desk.context, desk.actor, number, reason=reason)
    show.line(f"Maintenance {number} is cancelled.")


def _moved(number: int, starts: str, ends: str, *, zone: str) -> Wish:
    from noroshi.domain.maintenance import Window, Wish
    from noroshi.storage import maintenances

    work = maintenances.get(number)
    there = zone or work.window.zone
    return Wish(
        title=work.title,
        details=work.details,
        scope=work.scope,
        window=Window(starts_at=_moment(starts, there), ends_at=_moment(ends, there), zone=there),
        remind_before=work.remind_before,
        auto_start=work.auto_start,
        auto_end=work.auto_end,
    )


def _moment(text: str, zone: str) -> datetime:
    """A time on the wall of ``zone``; one that has a zone of its own is taken as it stands."""
    from datetime import datetime

    from noroshi.domain.maintenance import local
    from noroshi.kernel.errors import Invalid

    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "This is not a date and a time.", way_out="Write it as 2026-03-15T22:00."
        ) from None
    return told if told.tzinfo else local(told, zone)


def _local(at: datetime | None, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return show.at(at, ZoneInfo(zone))


def _document(work: object) -> dict[str, object]:
    from noroshi.domain.maintenance import Maintenance

    assert isinstance(work, Maintenance)  # noqa: S101 - both callers pass one
    return {
        "number": work.number,
        "state": work.state,
        "title": dict(work.title),
        "starts_at": work.window.starts_at,
        "ends_at": work.window.ends_at,
        "zone": work.window.zone,
        "components": work.scope.components,
        "regions": work.scope.regions,
        "announced_at": work.announced_at,
    }
