"""``noroshi incident list`` and ``show``; the other files of the group add what is done."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import Json, Lang, Number, group, language, opened

if TYPE_CHECKING:
    from noroshi.actions.queries.checklist import FactLine
    from noroshi.domain.incident import Incident
    from noroshi.domain.message import Message

app = group("Incidents: what happens, from the first sign to the last word.")


@app.command("list")
def listing(
    ctx: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """List the incidents, newest first."""
    opened(ctx)
    from noroshi.domain.incident import IncidentState
    from noroshi.domain.language import pick
    from noroshi.storage import incidents

    live = (IncidentState.PROPOSED, IncidentState.OPEN)
    found = incidents.listing(tuple(IncidentState) if everything else live)
    if as_json:
        show.document([_as_document(incident) for incident in found])
        return
    zone, wanted = zone_of(language(lang)), language(lang)
    columns = (show.Column(title="#", number=True), "State", "Stage", "Class", "Began", "Title")
    rows = [
        (
            str(each.number),
            str(each.state),
            str(each.stage or "–"),
            str(each.severity),
            show.at(each.started_at, zone),
            pick(each.title, wanted),
        )
        for each in found
    ]
    if rows:
        show.table(columns, rows)
    else:
        show.line("No incident." if everything else "No incident is open or proposed.")


@app.command("show")
def show_one(ctx: typer.Context, *, number: Number, lang: Lang = "", as_json: Json = False) -> None:
    """Show an incident: its facts, its messages, its promises."""
    opened(ctx)
    from noroshi.storage import incidents, messages, promises

    incident = incidents.get(number)
    said = messages.of_incident(number)
    if as_json:
        facts = {key: dict(fact.values) for key, fact in incidents.facts(number).items()}
        waiting = [promise.due_at for promise in promises.open_ones(number)]
        show.document(
            _as_document(incident)
            | {"facts": facts, "promised": waiting, "messages": [_message(m) for m in said]}
        )
        return
    wanted = language(lang)
    _head(incident, wanted)
    _facts(incident, wanted)
    _messages(said, zone_of(wanted))


def zone_of(wanted: str) -> tzinfo:
    """The zone in which readers of a language are told the time; UTC before there is a plan."""
    from zoneinfo import ZoneInfo

    from noroshi.actions.queries.plan import plan_or_none
    from noroshi.domain.compose.values import time_zone_of

    plan = plan_or_none()
    return ZoneInfo(time_zone_of(plan, wanted) if plan else "UTC")


def _head(incident: Incident, wanted: str) -> None:
    from noroshi.domain.language import pick
    from noroshi.storage import promises

    zone = zone_of(wanted)
    show.line(f"#{incident.number}  {pick(incident.title, wanted)}")
    scope = ", ".join(incident.scope.components) or "–"
    where = ", ".join(incident.scope.regions) or "everywhere"
    rows = [
        ("State", f"{incident.state}, {incident.stage or 'nothing said yet'}"),
        ("Class", str(incident.severity)),
        ("Scope", f"{scope} ({where}), {incident.scope.status}"),
        ("Began", show.at(incident.started_at, zone)),
        ("Resolved", show.at(incident.resolved_at, zone)),
    ]
    rows += [
        ("Next update by", show.at(p.due_at, zone)) for p in promises.open_ones(incident.number)
    ]
    if incident.report_due_at:
        rows.append(("Report by", show.at(incident.report_due_at, zone)))
    show.table(("", ""), rows)


def _facts(incident: Incident, wanted: str) -> None:
    from noroshi.actions.queries.plan import plan_or_none
    from noroshi.actions.queries.room import facts_of

    plan = plan_or_none()
    if plan is None:
        return
    rows = [
        (found.question.key, "needed" if found.is_due else "", _answer(found, wanted))
        for found in facts_of(plan, incident)
    ]
    show.line()
    show.table(("Question", "", "Answer"), rows)


def _answer(found: FactLine, wanted: str) -> str:
    from noroshi.domain.language import pick
    from noroshi.domain.plan.model import AnswerKind

    answer = pick(found.fact.values, wanted) if found.fact else ""
    if answer and found.question.kind is AnswerKind.TIME:
        return show.at(datetime.fromisoformat(answer), zone_of(wanted))
    return answer or ("not known yet" if found.fact else "")


def _messages(said: list[Message], zone: tzinfo) -> None:
    rows = [
        (str(m.number), str(m.kind), str(m.stage), str(m.state), show.at(m.published_at, zone))
        for m in said
    ]
    if rows:
        show.line()
        show.table(("Message", "Kind", "Stage", "State", "Published"), rows)


def _message(message: Message) -> dict[str, object]:
    return {
        "number": message.number,
        "kind": message.kind,
        "stage": message.stage,
        "state": message.state,
        "next_update_at": message.next_update_at,
        "published_at": message.published_at,
    }


def _as_document(incident: Incident) -> dict[str, object]:
    return {
        "number": incident.number,
        "state": incident.state,
        "stage": incident.stage,
        "title": dict(incident.title),
        "severity": incident.severity,
        "scenario": incident.scenario,
        "components": list(incident.scope.components),
        "regions": list(incident.scope.regions),
        "component_status": incident.scope.status,
        "started_at": incident.started_at,
        "declared_at": incident.declared_at,
        "resolved_at": incident.resolved_at,
        "report_due_at": incident.report_due_at,
    }
