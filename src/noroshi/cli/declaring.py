"""``noroshi incident declare``, ``confirm`` and ``dismiss``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import given, show
from noroshi.cli.desk import As, Desk, Number, acting
from noroshi.cli.incident import zone_of

if TYPE_CHECKING:
    from datetime import datetime

    from noroshi.domain.incident import Scope

Title = Annotated[
    list[str] | None, typer.Option("--title", help="What customers notice, as en=… and ja=….")
]
Severity = Annotated[int | None, typer.Option(min=1, max=5, help="The severity class.")]
Component = Annotated[list[str] | None, typer.Option("--component", help="A component hit.")]
Region = Annotated[
    list[str] | None, typer.Option("--region", help="A region hit; without any: everywhere.")
]
Status = Annotated[
    str, typer.Option(help="State of the components, such as partial_outage or major_outage.")
]
Started = Annotated[str, typer.Option(help="When it began: 14:02, or an ISO time with its zone.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command()(declare)
    app.command()(confirm)
    app.command()(dismiss)


def declare(
    ctx: typer.Context,
    *,
    title: Title = None,
    severity: Annotated[int, typer.Option(min=1, max=5, help="The severity class.")],
    component: Component = None,
    region: Region = None,
    status: Status = "partial_outage",
    started: Started = "",
    scenario: Annotated[str, typer.Option(help="A scenario of the plan; else its first.")] = "",
    request_key: Annotated[
        str, typer.Option(help="Sent twice with the same key, it is declared once.")
    ] = "",
    person: As = "",
) -> None:
    """Declare an incident. Nothing is published by it."""
    desk = acting(ctx, person)
    from noroshi.actions.declare_incident import Declaration, declare_incident
    from noroshi.actions.queries.plan import current_plan
    from noroshi.kernel.ids import new_token

    incident = declare_incident(
        desk.context,
        desk.actor,
        Declaration(
            title=given.by_language(title or (), field="title"),
            severity=severity,
            scope=_scope(component, region, status),
            started_at=_moment(desk, started) or desk.context.clock.now(),
            scenario=scenario or current_plan().scenarios[0].key,
            request_key=request_key or new_token(),
        ),
    )
    show.line(f"Incident {incident.number} is open. Nothing was published.")


def confirm(
    ctx: typer.Context,
    *,
    number: Number,
    title: Title = None,
    severity: Severity = None,
    component: Component = None,
    region: Region = None,
    status: Status = "partial_outage",
    started: Started = "",
    person: As = "",
) -> None:
    """Confirm what a signal proposed; what is not said stays as it was proposed."""
    desk = acting(ctx, person)
    from noroshi.actions.confirm_incident import Confirmation, confirm_incident
    from noroshi.storage import incidents

    proposed = incidents.get(number)
    asked = proposed.scope
    incident = confirm_incident(
        desk.context,
        desk.actor,
        number,
        Confirmation(
            title={**proposed.title, **given.by_language(title or (), field="title")},
            severity=severity or proposed.severity,
            scope=_scope(
                component or list(asked.components), region or list(asked.regions), status
            ),
            started_at=_moment(desk, started),
        ),
    )
    show.line(f"Incident {incident.number} is open. Nothing was published.")


def dismiss(
    ctx: typer.Context,
    *,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why this is no incident; the log keeps it.")],
    person: As = "",
) -> None:
    """Close a proposal that is no incident."""
    desk = acting(ctx, person)
    from noroshi.actions.dismiss_incident import dismiss_incident

    dismiss_incident(desk.context, desk.actor, number, reason=reason)
    show.line(f"The proposal {number} is closed.")


def _scope(components: list[str] | None, regions: list[str] | None, status: str) -> Scope:
    from noroshi.domain.incident import ComponentStatus, Scope
    from noroshi.kernel.errors import Invalid

    if status not in set(ComponentStatus):
        raise Invalid(
            f"There is no component state “{status}”.",
            way_out=f"Choose one of: {', '.join(ComponentStatus)}.",
            field="status",
        )
    return Scope(
        components=tuple(components or ()),
        regions=tuple(regions or ()),
        status=ComponentStatus(status),
    )


def _moment(desk: Desk, text: str) -> datetime | None:
    if not text:
        return None
    return given.moment(text, now=desk.context.clock.now(), zone=zone_of(""))
