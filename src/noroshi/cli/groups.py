"""The groups of commands, by name. They import what they need when they run."""

from __future__ import annotations

from collections.abc import Mapping

import typer

from noroshi.cli import (
    approving,
    declaring,
    facts,
    guard,
    incident,
    jobs,
    log,
    overriding,
    page,
    person,
    plan,
    posting,
    report,
    review,
    subscriber,
    token,
    writing,
)

for _more in (declaring, facts, writing, overriding, approving, posting):
    _more.add_to(incident.app)

GROUPS: Mapping[str, typer.Typer] = {
    "plan": plan.app,
    "guard": guard.app,
    "incident": incident.app,
    "report": report.app,
    "review": review.app,
    "subscriber": subscriber.app,
    "person": person.app,
    "token": token.app,
    "page": page.app,
    "jobs": jobs.app,
    "events": log.app,
}
