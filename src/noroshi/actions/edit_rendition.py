"""Change the words of one text. Any change voids what was approved of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from noroshi.actions.context import Actor, Context
from noroshi.actions.texts import signed
from noroshi.domain.approvals import Decision
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.message import Message, MessageKind, MessageState, Rendition
from noroshi.domain.permissions import Deed
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import decisions, events, messages
from noroshi.storage.unit_of_work import unit_of_work

MAX_SUBJECT = 500
MAX_BODY = 50_000


@dataclass(frozen=True, kw_only=True)
class NewText:
    """What the writer wants; ``version`` is the text they started from."""

    subject: str
    body: str
    version: int


def edit_rendition(context: Context, actor: Actor, rendition_id: int, new: NewText) -> Rendition:
    """Write new words over the version that the writer saw.

    Raises:
        Conflict: the message has gone out, or somebody else has edited the text meanwhile.
    """
    actor.must_be_allowed(Deed.EDIT)
    _check(new)
    with unit_of_work():
        message, text = messages.locked(rendition_id)
        _must_be_in_work(message)
        _must_not_be_the_report(message, text)
        if text.version != new.version:
            raise Conflict(
                "Somebody else has changed this text meanwhile.",
                way_out="Your words are kept in the form; compare them with the new text.",
                field="body",
            )
        wanted = replace(text, subject=new.subject, body=_with_plain_ends(new.body))
        if wanted == text:
            return text  # saved as it was: nobody becomes an editor by that
        return _write(context, actor, text, message, wanted=wanted)


def _write(
    context: Context, actor: Actor, text: Rendition, message: Message, *, wanted: Rendition
) -> Rendition:
    digest = signed(message, wanted)
    written = messages.set_text(
        text, subject=wanted.subject, body=wanted.body, digest=digest, by=actor.person
    )
    now = context.clock.now()
    about = {"message": message.number, "rendition": str(text.key), "digest": digest}
    events.append(
        at=now,
        kind=EventKind.RENDITION_EDITED,
        actor=actor.person,
        incident=message.incident_number,
        data=about,
    )
    approved = (a for a in decisions.of_text(text.id) if a.decision is Decision.APPROVED)
    if any(a.digest == text.digest for a in approved):
        events.append(
            at=now,
            kind=EventKind.APPROVAL_VOIDED,
            actor=actor.person,
            incident=message.incident_number,
            data=about | {"digest": text.digest},
        )
    return written


def _with_plain_ends(body: str) -> str:
    # Browsers send every line end as two characters.
    return body.replace("\r\n", "\n").replace("\r", "\n")


def _check(new: NewText) -> None:
    if len(new.subject) > MAX_SUBJECT or "\n" in new.subject or "\r" in new.subject:
        raise Invalid(
            "The subject must be one line of at most {most} characters.",
            field="subject",
            most=MAX_SUBJECT,
        )
    if len(new.body) > MAX_BODY:
        raise Invalid("The text must have at most {most} characters.", field="body", most=MAX_BODY)
    if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in new.subject + new.body):
        raise Invalid("The text has a character that cannot be stored.", field="body")


def _must_be_in_work(message: Message) -> None:
    if message.state not in {MessageState.DRAFT, MessageState.IN_APPROVAL}:
        raise Conflict(
            "This message is not being written any more.",
            way_out="A published text never changes; say what is right in the next update.",
        )


def _must_not_be_the_report(message: Message, text: Rendition) -> None:
    if message.kind is MessageKind.REPORT and text.key.channel is Channel.STATUS_PAGE:
        raise Conflict(
            "The page shows the report in its six parts.",
            way_out="Withdraw this message, change the parts, and draft it again.",
        )
