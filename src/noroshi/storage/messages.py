"""Messages and their renditions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.message import (
    LeftOut,
    Message,
    MessageKind,
    MessageState,
    Rendition,
    RenditionKey,
)
from noroshi.kernel.errors import Conflict, NotFound
from noroshi.storage.models import IncidentRow, MessageRow, RenditionRow

IN_WORK = (MessageState.DRAFT, MessageState.IN_APPROVAL)


def add(message: Message) -> Message:
    """Keep a new message; its id is given by the database."""
    row = MessageRow.objects.create(
        incident=IncidentRow.objects.get(number=message.incident_number),
        number=message.number,
        kind=str(message.kind),
        stage=str(message.stage),
        state=str(message.state),
        next_update_at=message.next_update_at,
        drafted_by=message.drafted_by,
        drafted_at=message.drafted_at,
        left_out=[_left_out_document(left) for left in message.left_out],
        corrects_id=message.corrects,
        in_parallel=message.in_parallel,
        publish_at=message.publish_at,
        scheduled_by=message.scheduled_by,
        display_at=message.display_at,
    )
    return replace(message, id=row.pk)


def get(message_id: int, *, lock: bool = False) -> Message:
    """The message.

    Raises:
        NotFound: there is none of that id.
    """
    rows = (
        MessageRow.objects.select_for_update(of=("self",), no_key=True)
        if lock
        else MessageRow.objects
    )
    row = rows.select_related("incident").filter(pk=message_id).first()
    if row is None:
        raise NotFound("There is no such message.", way_out="Go back to the incident.")
    return _message(row)


def of_incident(number: int) -> list[Message]:
    """All messages of an incident in order."""
    return of_incidents([number]).get(number, [])


def of_incidents(numbers: Collection[int]) -> dict[int, list[Message]]:
    """All messages of each incident that has any, in order."""
    rows = MessageRow.objects.select_related("incident").filter(incident__number__in=numbers)
    found: dict[int, list[Message]] = {}
    for row in rows.order_by("number"):
        found.setdefault(row.incident.number, []).append(_message(row))
    return found


def in_work(number: int) -> Message | None:
    """The message that is being written or approved; there is at most one.

    Those that may be in work side by side are not meant: see MessageRow.in_parallel.
    """
    states = [str(state) for state in IN_WORK]
    rows = MessageRow.objects.select_related("incident").filter(in_parallel=False)
    row = rows.filter(incident__number=number, state__in=states).first()
    return _message(row) if row else None


def waiting_for_approval() -> list[Message]:
    """Messages whose approvers were asked, oldest first."""
    rows = MessageRow.objects.select_related("incident")
    wanted = rows.filter(state=str(MessageState.IN_APPROVAL)).order_by("asked_at", "id")
    return [_message(row) for row in wanted]


def asked_at(message_id: int) -> datetime | None:
    """When the approvers were asked."""
    return MessageRow.objects.values_list("asked_at", flat=True).get(pk=message_id)


def next_number(number: int) -> int:
    """The number of the incident's next message."""
    return MessageRow.objects.filter(incident__number=number).count() + 1


def set_state(message: Message, state: MessageState, *, at: datetime, by: str) -> Message:
    """Move a message from the state it was read in to another.

    Raises:
        Conflict: it has moved meanwhile.
    """
    columns: dict[str, Any] = {"state": str(state)}
    if state is MessageState.PUBLISHED:
        columns |= {"published_at": at, "published_by": by}
    if state is MessageState.IN_APPROVAL:
        columns |= {"asked_at": at}
    rows = MessageRow.objects.filter(pk=message.id, state=str(message.state))
    if not rows.update(**columns):
        raise Conflict("Somebody else has moved this message on.", way_out="Read it again.")
    return get(message.id)


def set_promise(message: Message, next_update_at: datetime | None) -> Message:
    """Write another promised time. The caller signs the texts again."""
    MessageRow.objects.filter(pk=message.id).update(next_update_at=next_update_at)
    return get(message.id)


def set_time(message: Message, at: datetime | None, *, by: str = "") -> Message:
    """Write when the message goes out by itself; None calls it off."""
    MessageRow.objects.filter(pk=message.id).update(publish_at=at, scheduled_by=by)
    return get(message.id)


def for_the_clock(until: datetime) -> list[Message]:
    """Messages in work that go out by themselves by ``until``, the next first.

    Those of planned work that has begun or is over are among them whatever their time.
    """
    begun = Q(incident__maintenance__begun_at__isnull=False)
    over = Q(incident__maintenance__ended_at__isnull=False)
    rows = MessageRow.objects.select_related("incident").filter(
        Q(publish_at__lte=until) | begun | over,
        publish_at__isnull=False,
        published_at=None,
        state__in=[str(state) for state in IN_WORK],
    )
    return [_message(row) for row in rows.order_by("publish_at", "id")]


def add_rendition(
    message_id: int,
    key: RenditionKey,
    *,
    subject: str,
    body: str,
    digest: str,
    template_digest: str,
    by: str,
) -> None:
    """Keep one text of a message."""
    RenditionRow.objects.create(
        message_id=message_id,
        audience=key.audience,
        channel=str(key.channel),
        language=key.language,
        subject=subject,
        body=body,
        digest=digest,
        template_digest=template_digest,
        written_by=by,
        editors=[by],
    )


def renditions(message_id: int) -> list[Rendition]:
    """The texts of a message: status page first, then by audience and language."""
    return renditions_of([message_id])[message_id]


def renditions_of(
    message_ids: Collection[int], *, channel: Channel | None = None
) -> dict[int, list[Rendition]]:
    """The texts of each message in the same order: all, or those for one channel."""
    order = list(Channel)
    rows = RenditionRow.objects.filter(message_id__in=message_ids)
    wanted = rows.filter(channel=str(channel)) if channel else rows
    texts = [_rendition(row) for row in wanted]
    texts.sort(key=lambda r: (order.index(r.key.channel), r.key.audience, r.key.language))
    found: dict[int, list[Rendition]] = {message_id: [] for message_id in message_ids}
    for text in texts:
        found[text.message_id].append(text)
    return found


def rendition(rendition_id: int, *, lock: bool = False) -> Rendition:
    """One text.

    Raises:
        NotFound: there is none of that id.
    """
    rows = RenditionRow.objects.select_for_update(no_key=True) if lock else RenditionRow.objects
    row = rows.filter(pk=rendition_id).first()
    if row is None:
        raise NotFound("There is no such text.", way_out="Go back to the incident.")
    return _rendition(row)


def locked(rendition_id: int) -> tuple[Message, Rendition]:
    """A text and its message, locked in the order that publishing locks them.

    Raises:
        NotFound: there is none of that id.
    """
    message = get(rendition(rendition_id).message_id, lock=True)
    return message, rendition(rendition_id, lock=True)


def set_text(text: Rendition, *, subject: str, body: str, digest: str, by: str) -> Rendition:
    """Write a text over the version it was read in.

    Raises:
        Conflict: somebody else has edited it meanwhile.
    """
    rows = RenditionRow.objects.filter(pk=text.id, version=text.version)
    editors = sorted({*editors_of(text.id), by})
    written = rows.update(
        subject=subject,
        body=body,
        digest=digest,
        written_by=by,
        editors=editors,
        version=text.version + 1,
    )
    if not written:
        raise Conflict(
            "Somebody else has changed this text meanwhile.",
            way_out="Your words are kept in the form; compare them with the new text.",
            field="body",
        )
    return rendition(text.id)


def fill_again(text: Rendition, *, by: str) -> None:
    """Write a freshly filled template over a text of a draft that nobody has edited."""
    draft = MessageRow.objects.filter(state=str(MessageState.DRAFT)).values("pk")
    RenditionRow.objects.filter(pk=text.id, version=text.version, message__in=draft).update(
        subject=text.subject,
        body=text.body,
        digest=text.digest,
        template_digest=text.digest,
        written_by=by,
        version=text.version + 1,
    )


def set_digest(text: Rendition, digest: str) -> None:
    """Write the digest of a text whose message has changed around it."""
    untouched = text.digest == text.template_digest
    columns = {"digest": digest} | ({"template_digest": digest} if untouched else {})
    RenditionRow.objects.filter(pk=text.id).update(**columns)


def editors_of(rendition_id: int) -> frozenset[str]:
    """Everybody who wrote a part of the text."""
    row = RenditionRow.objects.values_list("editors", flat=True).get(pk=rendition_id)
    return frozenset(row)


def editors_in(message_id: int) -> dict[int, frozenset[str]]:
    """Everybody who wrote a part of each text of a message, by text."""
    rows = RenditionRow.objects.filter(message_id=message_id).values_list("id", "editors")
    return {text: frozenset(editors) for text, editors in rows}


def last_published_at(number: int, channel: Channel, audiences: Collection[str]) -> datetime | None:
    """When the channel last spoke to any of these audiences about the incident.

    A correction does not count: it reaches some, and must not silence the next update for all.
    """
    rows = RenditionRow.objects.exclude(message__kind=str(MessageKind.CORRECTION)).filter(
        message__incident__number=number,
        message__published_at__isnull=False,
        channel=str(channel),
        audience__in=list(audiences),
    )
    newest = rows.order_by("-message__published_at").values_list("message__published_at", flat=True)
    return newest.first()


def _left_out_document(left: LeftOut) -> dict[str, Any]:
    return {
        "audience": left.audience,
        "channel": str(left.channel),
        "reason": dict(left.reason),
        "until": left.until.isoformat() if left.until else None,
    }


def _left_out(document: dict[str, Any]) -> LeftOut:
    until = document.get("until")
    return LeftOut(
        audience=document["audience"],
        channel=Channel(document["channel"]),
        reason=document["reason"],
        until=datetime.fromisoformat(until) if until else None,
    )


def _message(row: MessageRow) -> Message:
    return Message(
        id=row.pk,
        incident_number=row.incident.number,
        number=row.number,
        kind=MessageKind(row.kind),
        stage=Stage(row.stage),
        state=MessageState(row.state),
        next_update_at=row.next_update_at,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        published_at=row.published_at,
        published_by=row.published_by,
        left_out=tuple(_left_out(document) for document in row.left_out),
        corrects=row.corrects_id,
        in_parallel=row.in_parallel,
        publish_at=row.publish_at,
        scheduled_by=row.scheduled_by,
        display_at=row.display_at,
    )


def _rendition(row: RenditionRow) -> Rendition:
    return Rendition(
        id=row.pk,
        message_id=row.message_id,
        key=RenditionKey(
            audience=row.audience, channel=Channel(row.channel), language=row.language
        ),
        subject=row.subject,
        body=row.body,
        digest=row.digest,
        written_by=row.written_by,
        version=row.version,
        template_digest=row.template_digest,
    )
