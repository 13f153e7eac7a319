"""The groups of commands, by name. They import what they need when they run."""

from __future__ import annotations

from collections.abc import Mapping

import typer

from noroshi.cli import (
    approving,
    bounces,
    component,
    declaring,
    dispatch,
    facts,
    guard,
    importing,
    incident,
    jobs,
    log,
    maintenance,
    overriding,
    page,
    page_reader,
    page_serve,
    page_snippet,
    person,
    plan,
    posting,
    promising,
    provider,
    report,
    review,
    send,
    subscriber,
    suppression,
    timing,
    token,
    writing,
)

for _more in (declaring, facts, writing, overriding, approving, posting, timing):
    _more.add_to(incident.app)
for _more_of_pages in (page_reader, page_serve, page_snippet):
    _more_of_pages.add_to(page.app)
promising.add_to(report.app)

GROUPS: Mapping[str, typer.Typer] = {
    "plan": plan.app,
    "guard": guard.app,
    "incident": incident.app,
    "maintenance": maintenance.app,
    "report": report.app,
    "review": review.app,
    "dispatch": dispatch.app,
    "subscriber": subscriber.app,
    "bounces": bounces.app,
    "suppression": suppression.app,
    "person": person.app,
    "token": token.app,
    "provider": provider.app,
    "page": page.app,
    "component": component.app,
    "import": importing.app,
    "send": send.app,
    "jobs": jobs.app,
    "events": log.app,
}
