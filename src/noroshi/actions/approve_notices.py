"""Approve the texts of planned work that one has read, all at once and each by its digest."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.actions.approve_rendition import approve_rendition
from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.notices import texts_in_work, waiting_in
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import incidents
from noroshi.storage.unit_of_work import unit_of_work


def approve_notices(
    context: Context, actor: Actor, number: int, digests: Mapping[int, str]
) -> tuple[int, int]:
    """Sign every text in ``digests`` (rendition id: digest) that waits for this person.

    All or none: a text that has changed since it was read lets nothing be signed. Returns how
    many were signed, and how many still wait for this person.

    Raises:
        Invalid: nothing was chosen.
        Conflict, NotAllowed: as for approving one.
    """
    if not digests:
        raise Invalid("Choose at least one text.", field="texts")
    with unit_of_work():
        incidents.get(number, lock=True)
        waiting = {text.id: (message, text) for message, text in waiting_in(number, actor.person)}
        ours = {text.id for _, text in texts_in_work(number)}
        if not digests.keys() <= ours:
            raise Conflict("A text is not of this maintenance.", way_out="Read it again.")
        signed = 0
        for text_id, digest in digests.items():
            if text_id in waiting:
                approve_rendition(context, actor, text_id, digest=digest)
                signed += 1
        return signed, len(waiting_in(number, actor.person))
