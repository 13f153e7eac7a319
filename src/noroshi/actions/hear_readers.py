"""Take a reader's word: that an incident hits them, and whether a message was clear (G3).

Presses of buttons by anybody are counted in rows of their own. The event log has none of them: it
is the record of what colleagues did, and nobody outside may make it long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from noroshi.actions.asking_limits import TooMany, counted
from noroshi.actions.context import Context
from noroshi.actions.queries.page_state import public_title
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.feedback import FROM_NETWORK, ON_INCIDENT, one_comment
from noroshi.domain.incident import Incident, IncidentState, Subject
from noroshi.domain.message import MessageState, Rendition
from noroshi.domain.plan.model import StatusPage
from noroshi.domain.plan.readers import is_for_anybody
from noroshi.domain.whence import place_of
from noroshi.kernel.errors import Conflict, Invalid, NotFound
from noroshi.kernel.ids import sign
from noroshi.storage import feedback, incidents, messages
from noroshi.storage.feedback import Said
from noroshi.storage.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A reader as far as anybody knows: the page, its language, the network, the program."""

    page: StatusPage
    language: str
    network: str
    program: str


def say_affected(context: Context, number: int, voice: Voice) -> None:
    """Count one more reader whom an open incident hits; the same reader counts once.

    Raises:
        NotFound: no such incident is on that page.
        Conflict: it is resolved.
        TooMany: too many presses from this network, or on this incident.
    """
    incident, _ = _public(number, voice)
    if incident.state is not IncidentState.OPEN:
        raise Conflict(
            "This incident is resolved.",
            way_out="If it still hits you, please tell our support.",
        )
    _within_limits(context, number, voice)
    with unit_of_work():
        feedback.put(_said(context, number, voice, message=0, clear=None))


def judge_message(context: Context, number: int, message: int, voice: Voice, *, clear: bool) -> int:
    """Keep whether a message was clear to this reader; the id of their word.

    Raises:
        NotFound: no such message is on that page.
        TooMany: too many presses from this network, or on this incident.
    """
    _, said = _public(number, voice)
    if message not in said:
        raise NotFound("There is no such update on this page.")
    _within_limits(context, number, voice)
    with unit_of_work():
        return feedback.put(_said(context, number, voice, message=message, clear=clear))


def explain_unclear(
    context: Context, feedback_id: int, number: int, voice: Voice, *, words: str
) -> None:
    """Put words to a "no" of the same reader; colleagues read them, nobody else does.

    Raises:
        Invalid: there are no words.
        Conflict: there is no such word of this reader.
    """
    comment = one_comment(words)
    if not comment:
        raise Invalid("Nothing is written yet.", field="comment")
    _within_limits(context, number, voice)
    with unit_of_work():
        if not feedback.explain(feedback_id, sender_of(context, number, voice), comment):
            raise Conflict(
                "Your answer could not be found any more.",
                way_out="Go back to the status page and press the button once more.",
            )


def title_on_page(number: int, voice: Voice) -> str:
    """What an incident is called on a reader's page.

    Raises:
        NotFound: no such incident is on that page.
    """
    incident, said = _public(number, voice)
    first = said[min(said)]
    text = next((t for t in first if t.key.language == voice.language), first[0])
    return public_title(incident, text)


def sender_of(context: Context, number: int, voice: Voice) -> str:
    """A name for the reader that is worth nothing outside this incident, nor without our key."""
    subject = f"{number}\0{place_of(voice.network)}\0{voice.program}"
    return sign(context.key, "feedback", subject)


def _said(context: Context, number: int, voice: Voice, *, message: int, clear: bool | None) -> Said:
    return Said(
        incident=number,
        message=message,
        sender=sender_of(context, number, voice),
        clear=clear,
        page=voice.page.key,
        language=voice.language,
        at=context.clock.now(),
    )


def _public(number: int, voice: Voice) -> tuple[Incident, Mapping[int, Sequence[Rendition]]]:
    """The incident, with the texts of its messages that stand on the page, by message. Of one that
    only others were told of the same is said as of one that never was."""
    not_here = NotFound("There is no such incident on this page.")
    try:
        incident = incidents.get(number)
    except NotFound:
        raise not_here from None
    is_here = incident.subject is Subject.INCIDENT and incident.scope.touches(
        region=voice.page.region
    )
    said = _on_the_page(number) if is_here else {}
    if not said:
        raise not_here
    return incident, said


def _on_the_page(number: int) -> Mapping[int, Sequence[Rendition]]:
    out = {
        message.id: message.number
        for message in messages.of_incident(number)
        if message.state is MessageState.PUBLISHED
    }
    plan, texts = current_plan(), messages.renditions_of(list(out))
    public = {
        out[message]: [text for text in said if is_for_anybody(plan, text)]
        for message, said in texts.items()
    }
    return {number: said for number, said in public.items() if said}


def _within_limits(context: Context, number: int, voice: Voice) -> None:
    ours = counted(context, FROM_NETWORK, place_of(voice.network))
    if not ours or not counted(context, ON_INCIDENT, str(number)):
        raise TooMany(
            "Too many answers came in at once, so yours was not counted.",
            way_out="Please try again later.",
        )
