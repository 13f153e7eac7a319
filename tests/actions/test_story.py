"""One incident from the first alert to the end, through the actions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from noroshi.actions.publish_update import publish_update
from noroshi.actions.queries.approvals import standing_of
from noroshi.actions.queries.findings import blocks_in
from noroshi.actions.request_approval import request_approval
from noroshi.domain.approvals import State
from noroshi.domain.incident import IncidentState, Stage
from noroshi.storage import incidents, messages
from tests.actions.steps import SOFIE, approve_all, confirmed, drafted, reported, told_facts
from tests.cast import World


@pytest.mark.django_db
def test_an_alert_becomes_an_incident_that_is_told_and_resolved(world: World) -> None:
    (number,) = reported(world).proposed
    world.clock.pass_by(minutes=4)
    told_facts(world, confirmed(world, number))
    for stage in (Stage.INVESTIGATING, Stage.IDENTIFIED, Stage.MONITORING, Stage.RESOLVED):
        world.clock.pass_by(minutes=20)
        draft = drafted(world, incidents.get(number), stage)
        now = incidents.get(number)
        assert blocks_in(world.plan, now, draft) == {}
        asked = request_approval(world.context, world.actor(SOFIE), draft.id)
        approve_all(world, asked)
        for text in messages.renditions(asked.id):
            assert standing_of(world.plan, now, asked, text).state is State.APPROVED
        published = publish_update(world.context, world.actor(SOFIE), draft.id)
        assert (published.next_update_at is None) == (stage is Stage.RESOLVED)
    over = incidents.get(number)
    assert over.state is IncidentState.RESOLVED
    assert over.resolved_at is not None
    assert over.report_due_at == over.resolved_at + timedelta(hours=24)
