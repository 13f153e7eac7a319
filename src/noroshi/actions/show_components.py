"""Put the incident's scope on the status pages' component rows."""

from __future__ import annotations

from datetime import datetime

from noroshi.domain.holds import Place
from noroshi.domain.incident import ComponentStatus, Incident, IncidentState
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.storage import pages


def show_components(plan: Plan, incident: Incident, *, at: datetime) -> None:
    """Mark each component of the scope in each of its regions; nothing once it is over."""
    over = incident.state is not IncidentState.OPEN
    status = ComponentStatus.OPERATIONAL if over else incident.scope.status
    pages.mark(incident.number, places_of(plan, incident), status, at=at)


def places_of(plan: Plan, incident: Incident) -> list[Place]:
    """Every component in every region that the incident hits."""
    everywhere = [region.key for region in plan.regions]
    hit = set(incident.scope.regions or everywhere)
    return [
        (key, region)
        for key in incident.scope.components
        for region in select.component(plan, key).regions or everywhere
        if region in hit
    ]
