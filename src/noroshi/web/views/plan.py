"""The plan, in one place for everybody (P4, P11, P13)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from noroshi.actions.queries.plan_screen import open_by_path, roles_table, screen, texts_of
from noroshi.domain.plan import select
from noroshi.web.access import signed_in
from noroshi.web.flow import flow


@signed_in
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The version in force as a flowchart, with checklist, cadence, approvals and roles."""
    seen = screen()
    shown: dict[str, object] = {"here": "plan", "screen": seen}
    if seen:
        asked = request.GET.get("severity", "")
        levels = {str(known.level): known.level for known in seen.plan.severities}
        scenario = seen.plan.scenarios[0]
        if request.GET.get("scenario"):
            scenario = select.scenario(seen.plan, request.GET["scenario"])
        here = open_by_path(scenario.key)
        shown |= {
            "scenario": scenario,
            "flow": flow(seen.plan, scenario, level=levels.get(asked), here=here),
            "asked": levels.get(asked),
        }
    return render(request, "plan/plan.html", shown)


@signed_in
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Roles, people and how to reach them; made to be printed and hung up (P13)."""
    seen = screen()
    table = roles_table(seen.plan) if seen else ()
    return render(request, "plan/roles.html", {"here": "plan", "screen": seen, "table": table})


@signed_in
@require_safe
def templates(request: HttpRequest, scenario: str) -> HttpResponse:
    """Every prepared text of a scenario, as it stands in the plan."""
    seen = screen()
    shown: dict[str, object] = {"here": "plan", "screen": seen}
    if seen:
        found = select.scenario(seen.plan, scenario)
        shown |= {"scenario": found, "stages": texts_of(found)}
    return render(request, "plan/templates.html", shown)
