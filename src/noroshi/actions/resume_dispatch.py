"""Let a paused dispatch go on."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.record_publication import start_sending
from noroshi.actions.steering import note_steering, to_be_steered
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict
from noroshi.storage import messages, pages, steering
from noroshi.storage.steering import Hand, Steered
from noroshi.storage.unit_of_work import unit_of_work


def resume_dispatch(context: Context, actor: Actor, dispatch_id: int) -> Steered:
    """Go on where it was paused: everybody without an outcome gets their copy now.

    Whoever unsubscribed meanwhile gets none, and an update that was overtaken is not sent late.

    Raises:
        NotFound: there is no such dispatch.
        Conflict: it is not paused, or has ended.
    """
    actor.must_be_allowed(Deed.STEER_DELIVERY)
    now = context.clock.now()
    with unit_of_work():
        dispatch = to_be_steered(dispatch_id, way_out="Nothing is left to be sent.")
        if not dispatch.paused_at:
            raise Conflict(
                "This delivery is not paused.", way_out="It goes on by itself. Read the page again."
            )
        hand = Hand(by=actor.person, at=now)
        note_steering(EventKind.DISPATCH_RESUMED, dispatch, hand)
        batches = steering.resume(dispatch_id, hand)
        if _page_was_first(dispatch):
            start_sending(batches)
        return steering.steered(dispatch_id)


def _page_was_first(dispatch: Steered) -> bool:
    """Whether the page is public; until then nothing is sent, and its publication starts it."""
    page = pages.of_message(messages.rendition(dispatch.rendition_id).message_id)
    return page is None or page.verified_at is not None
