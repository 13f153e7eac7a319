"""What a message is about, as far as subscribers can choose by it."""

from __future__ import annotations

from datetime import datetime

from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, Subject
from noroshi.domain.message import MessageKind
from noroshi.domain.plan.model import Plan
from noroshi.domain.subscription import Occasion, occasion, topic_of
from noroshi.storage import events


def occasion_of(plan: Plan, incident: Incident, kind: MessageKind, *, at: datetime) -> Occasion:
    """The occasion that a message of an incident, or of a maintenance, is."""
    return occasion(
        incident.scope,
        topic=topic_of(kind, planned=incident.subject is Subject.MAINTENANCE),
        at=at,
        severity=highest_severity(incident),
        group_of={key: group.key for group in plan.groups for key in group.components},
    )


def highest_severity(incident: Incident) -> int:
    """The gravest class that the incident ever had.

    Whoever wants to hear of grave incidents only has been told of this one, so must also be told
    how it ends, however it is judged by then.
    """
    changes = [
        event
        for event in events.of_incident(incident.number)
        if event.kind is EventKind.SEVERITY_CHANGED
    ]
    before = (event.data.get("from") for event in changes)
    return max([incident.severity, *(level for level in before if isinstance(level, int))])
