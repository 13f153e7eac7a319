"""``noroshi incident schedule`` and ``call-off``; ``enter``, ``ask-entered`` and ``publish-entered``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noroshi.cli import given, show
from noroshi.cli.desk import As, Number, acting
from noroshi.cli.writing import named

if TYPE_CHECKING:
    from noroshi.actions.enter_past_incident import PastIncident, PastUpdate

Message = Annotated[int, typer.Argument(help="The id of the message; see “show”.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command()(schedule)
    app.command("call-off")(call_off)
    app.command()(enter)
    app.command("ask-entered")(ask_entered)
    app.command("publish-entered")(publish_entered)


def schedule(
    ctx: typer.Context,
    message: Message,
    *,
    at: Annotated[str, typer.Option(help="An ISO time with its zone: 2026-03-15T22:00+01:00.")],
    person: As = "",
) -> None:
    """Let a message go out by itself. All checks run again at that time."""
    desk = acting(ctx, person)
    from noroshi.actions.queries.plan import current_plan
    from noroshi.actions.schedule_message import schedule_message
    from noroshi.domain.maintenance import zone_or_refuse

    zone = zone_or_refuse(current_plan().company.time_zone)
    when = given.moment(at, now=desk.context.clock.now(), zone=zone)
    timed = schedule_message(desk.context, desk.actor, message, at=when)
    show.line(f"{named(timed)} goes out by itself: {show.at(timed.publish_at, zone)}.")


def call_off(ctx: typer.Context, message: Message, *, person: As = "") -> None:
    """Let a message wait for a person again."""
    desk = acting(ctx, person)
    from noroshi.actions.call_off_schedule import call_off_schedule

    call_off_schedule(desk.context, desk.actor, message)
    show.line("It does not go out by itself any more.")


def enter(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A JSON file, see docs/maintenance.md; - is stdin.")],
    *,
    person: As = "",
) -> None:
    """Enter an incident that is over. Nobody is written to, and nothing is public yet."""
    desk = acting(ctx, person)
    from noroshi.actions.enter_past_incident import enter_past_incident

    made = enter_past_incident(desk.context, desk.actor, _past(given.content(file)))
    show.line(f"Incident {made.number} is entered. Ask for the approval of its words next.")


def ask_entered(ctx: typer.Context, *, number: Number, person: As = "") -> None:
    """Ask for the approval of the words of an entered incident."""
    desk = acting(ctx, person)
    from noroshi.actions.publish_past_incident import ask_for_past_incident

    asked = ask_for_past_incident(desk.context, desk.actor, number)
    show.line(f"Asked for the approval of {len(asked)} updates.")


def publish_entered(ctx: typer.Context, *, number: Number, person: As = "") -> None:
    """Put an entered incident into the public history. Nobody is written to."""
    desk = acting(ctx, person)
    from noroshi.actions.publish_past_incident import publish_past_incident

    publish_past_incident(desk.context, desk.actor, number)
    show.line(f"Incident {number} is in the public history.")


def _past(text: str) -> PastIncident:
    from datetime import datetime

    from noroshi.actions.enter_past_incident import PastIncident
    from noroshi.domain.incident import ComponentStatus, Scope
    from noroshi.kernel.errors import Invalid
    from noroshi.kernel.ids import new_token

    try:
        told: dict[str, Any] = json.loads(text)
        return PastIncident(
            title=told["title"],
            severity=int(told["severity"]),
            scope=Scope(
                components=tuple(told["components"]),
                regions=tuple(told.get("regions", ())),
                status=ComponentStatus(told.get("status", "partial_outage")),
            ),
            started_at=datetime.fromisoformat(told["started_at"]),
            resolved_at=datetime.fromisoformat(told["resolved_at"]),
            updates=tuple(map(_update, told["updates"])),
            request_key=str(told.get("request_key") or new_token()),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Invalid(
            "The file does not describe a past incident.", way_out="See docs/maintenance.md."
        ) from wrong


def _update(told: dict[str, Any]) -> PastUpdate:
    from datetime import datetime

    from noroshi.actions.enter_past_incident import PastUpdate
    from noroshi.domain.incident import Stage

    return PastUpdate(
        stage=Stage(told["stage"]),
        at=datetime.fromisoformat(told["at"]),
        subject=dict(told["subject"]),
        body=dict(told["body"]),
    )
