"""``noroshi component``: what state components are in, and setting it by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, acting, group, opened
from noroshi.cli.given import moment
from noroshi.kernel.errors import Invalid

if TYPE_CHECKING:
    from noroshi.actions.queries.components import Board, Cell, Watching

app = group("Components: their states, setting one by hand, and the checks on them.")

Key = Annotated[str, typer.Argument(help="The component's key in the plan.")]
State = Annotated[
    str,
    typer.Argument(
        help="operational, degraded_performance, partial_outage, major_outage, under_maintenance."
    ),
]
Region = Annotated[list[str] | None, typer.Option("--region", help="Only there; may come twice.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; for colleagues, in the log.")]
Until = Annotated[
    str, typer.Option("--until", help="Goes back by itself then: 2026-03-12T15:00+01:00 or 15:00.")
]
Hold = Annotated[int, typer.Argument(min=1, help="The number in “noroshi component list”.")]


@app.command("list")
def listing(ctx: typer.Context, *, as_json: Json = False) -> None:
    """List the state of each component in each region, what says so, and the checks."""
    context = opened(ctx)
    from noroshi.actions.queries.components import board

    found = board(context)
    if as_json:
        show.document(_document(found))
        return
    show.table(
        ("Component", "Region", "State", "Said by"),
        [
            (cell.component, cell.region, str(cell.status), _said_by(cell))
            for line in found.lines
            for cell in line.cells
            if cell
        ],
    )
    for hold in found.waiting:
        show.line(
            f"Waits for a decision: {hold.id}, {hold.component} in {hold.region}: "
            f"{hold.status}, says {hold.origin} {hold.source}."
        )
    if found.checks:
        show.line()
        show.table(
            ("Check", "State", "Last look (UTC)", "Found"),
            [_check(watching) for watching in found.checks],
        )


@app.command("set")
def set_state(
    ctx: typer.Context,
    *,
    component: Key,
    state: State,
    reason: Reason,
    region: Region = None,
    until: Until = "",
    person: As = "",
) -> None:
    """Set the state by hand; operational takes it back. Customers see the state, no words."""
    desk = acting(ctx, person)
    from noroshi.actions.queries.plan import current_plan
    from noroshi.actions.set_component import Wish, set_component
    from noroshi.domain.incident import ComponentStatus

    if state not in set(ComponentStatus):
        known = ", ".join(ComponentStatus)
        raise Invalid(f"There is no state “{state}”.", way_out=f"Say one of: {known}.")
    zone = current_plan().company.time_zone
    wish = Wish(
        component=component,
        status=ComponentStatus(state),
        reason=reason,
        regions=tuple(region or ()),
        until=_coming(until, now=desk.context.clock.now(), zone=ZoneInfo(zone)) if until else None,
    )
    put = set_component(desk.context, desk.actor, wish)
    where = ", ".join(hold.region for hold in put)
    show.line(f"{component} is {state} in {where}." if put else f"Taken back: {component}.")


@app.command()
def accept(ctx: typer.Context, *, hold: Hold, person: As = "") -> None:
    """Show customers a state that a check or an alert proposes."""
    desk = acting(ctx, person)
    from noroshi.actions.judge_hold import accept_hold

    done = accept_hold(desk.context, desk.actor, hold)
    show.line(f"Customers see {done.status} for {done.component} in {done.region}.")


@app.command()
def dismiss(ctx: typer.Context, *, hold: Hold, reason: Reason, person: As = "") -> None:
    """Show customers nothing of what a check or an alert says, until it fails anew."""
    desk = acting(ctx, person)
    from noroshi.actions.judge_hold import dismiss_hold

    done = dismiss_hold(desk.context, desk.actor, hold, reason=reason)
    show.line(f"Dismissed: {done.status} for {done.component} in {done.region}.")


@app.command()
def history(ctx: typer.Context, *, component: Key, as_json: Json = False) -> None:
    """List the changes of the last 90 days, newest first, and time that nobody watched."""
    context = opened(ctx)
    from noroshi.actions.queries.components import history as changes_of
    from noroshi.actions.queries.components import unwatched

    changes = changes_of(context, component)
    blind = unwatched(context, component)
    if as_json:
        rows = [{"region": c.region, "status": str(c.status), "at": c.at} for c in changes]
        show.document({"changes": rows, "unwatched_s": round(blind.total_seconds())})
        return
    show.table(
        ("At (UTC)", "Region", "State"),
        [(show.at(c.at, UTC), c.region, str(c.status)) for c in changes],
    )
    if blind:
        hours = blind.total_seconds() / 3600
        show.line(f"Not watched in 90 days although a check should have looked: {hours:,.1f} h.")


def _coming(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """A moment; HH:MM is the next time that the clock in ``zone`` shows it."""
    told = moment(text, now=now, zone=zone)
    return told + timedelta(days=1) if len(text) <= len("HH:MM") else told


def _said_by(cell: Cell) -> str:
    incidents = [f"incident {number}" for number in cell.incidents]
    others = [
        f"{hold.origin} {hold.source or hold.by}"
        + ("" if hold.standing == "shown" else f" ({hold.standing})")
        for hold in cell.holds
    ]
    return ", ".join([*incidents, *others]) or "–"


def _check(watching: Watching) -> tuple[str, str, str, str]:
    record = watching.record
    last = record.last if record else None
    state = "silent" if watching.silent_since else str(record.health if record else "unknown")
    found = f"{last.fault} {last.detail}".strip() if last and last.fault else ""
    if last and not last.fault:
        found = f"{last.took.total_seconds() * 1000:.0f} ms"
    return watching.check.key, state, show.at(last.at if last else None, UTC), found


def _document(found: Board) -> dict[str, object]:
    return {
        "components": [
            {
                "component": cell.component,
                "region": cell.region,
                "status": str(cell.status),
                "incidents": list(cell.incidents),
                "holds": [
                    {
                        "id": hold.id,
                        "origin": str(hold.origin),
                        "source": hold.source,
                        "status": str(hold.status),
                        "standing": str(hold.standing),
                        "since": hold.since,
                        "until": hold.until,
                    }
                    for hold in cell.holds
                ],
            }
            for line in found.lines
            for cell in line.cells
            if cell
        ],
        "checks": [
            dict(zip(("check", "state", "at", "found"), _check(watching), strict=True))
            for watching in found.checks
        ],
    }
