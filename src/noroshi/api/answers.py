"""The shapes of answers. They are a promise: fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema


class Refused(Schema):
    """Why a request was refused, what to do, and the first field at fault (if one is)."""

    why: str
    way_out: str = ""
    field: str = ""


class Taken(Schema):
    """What a report of signals changed. Numbers are those of incidents."""

    proposed: list[int]
    resolution_proposed: list[int]
    new: int
    repeated: int


class OpenIncident(Schema):
    """An incident that lasts."""

    number: int
    title: dict[str, str]
    severity: int
    stage: str | None
    started_at: datetime


class Jobs(Schema):
    """Background work at this moment."""

    waiting: int
    running: int
    failed: int


class Status(Schema):
    """The state of the installation, for monitors. Times are ISO 8601 in UTC."""

    open_incidents: list[OpenIncident]
    proposed_incidents: list[int]
    next_promise_due_at: datetime | None
    overdue_promises: int
    workers_alive: bool
    jobs: Jobs
    pages_verified_at: datetime | None
    pages_waiting: int
