"""The most severe incident goes out on every channel; what has no provider is nobody's dispatch."""

from __future__ import annotations

import pytest

from noroshi.actions.request_approval import request_approval
from noroshi.domain.channel import BY_HAND, Channel
from noroshi.kernel.errors import Invalid
from noroshi.storage import ledger, messages
from tests.actions.steps import SOFIE, drafted, edited, opened, said, text_of
from tests.cast import World

pytestmark = pytest.mark.django_db


def test_a_severe_incident_is_published_and_only_providers_get_dispatches(world: World) -> None:
    message = said(world, opened(world, severity=5))
    texts = messages.renditions(message.id)
    by_hand = {text.id for text in texts if text.key.channel in BY_HAND}
    assert len(texts) == 18
    assert len(by_hand) == 8
    assert {planned.rendition_id for planned in ledger.of_message(message.id)}.isdisjoint(by_hand)


def test_a_short_text_that_grew_too_long_cannot_be_approved(world: World) -> None:
    message = drafted(world, opened(world, severity=5))
    edited(world, SOFIE, text_of(message, Channel.X, "customers"), "Bank transfer works. " * 20)
    with pytest.raises(Invalid):
        request_approval(world.context, world.actor(SOFIE), message.id)
