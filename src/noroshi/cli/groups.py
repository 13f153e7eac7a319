"""The groups of commands, by name. They import what they need when they run."""

from __future__ import annotations

from collections.abc import Mapping

import typer

from noroshi.cli import (
    approving,
    bounces,
    declaring,
    dispatch,
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
    provider,
    report,
    review,
    send,
    subscriber,
    suppression,
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
    "dispatch": dispatch.app,
    "subscriber": subscriber.app,
    "bounces": bounces.app,
    "suppression": suppression.app,
    "person": person.app,
    "token": token.app,
    "provider": provider.app,
    "page": page.app,
    "send": send.app,
    "jobs": jobs.app,
    "events": log.app,
}
