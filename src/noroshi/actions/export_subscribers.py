"""Take the list of subscribers out, in our own shape or in that of another system."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.intake.subscribers import noroshi_shape
from noroshi.kernel.errors import Invalid
from noroshi.storage import events, subscriber_export
from noroshi.storage.subscriber_export import Choice
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

_FORMULA = ("=", "+", "-", "@", "\t")
_ONLY_YES = (SubscriberState.CONFIRMED,)


@dataclass(frozen=True, kw_only=True)
class Export:
    """Which subscribers, and in which shape; empty parts mean all.

    ``for_spreadsheet`` puts an apostrophe before cells that a spreadsheet would take for a formula
    (OWASP ASVS 1.2.10). Programs want the cells as they are.
    """

    audience: str = ""
    channel: str = ""
    shape: str = "noroshi"
    for_spreadsheet: bool = False


@dataclass(frozen=True, kw_only=True)
class Exported:
    """The list, made line by line while it is read."""

    count: int
    lines: Iterator[str]


@dataclass(frozen=True, kw_only=True)
class _Shape:
    columns: Sequence[str]
    cells: Callable[[Subscriber], Sequence[str]]
    states: tuple[SubscriberState, ...] = ()  # none: all
    channels: frozenset[Channel] = frozenset({Channel.EMAIL, Channel.SMS, Channel.WEBHOOK})
    with_suppressed: bool = True


def export_subscribers(context: Context, actor: Actor, wanted: Export) -> Exported:
    """The subscribers as CSV. It is in the log before the first line is given away.

    Only our own shape has everything; the others cannot say who must not be written to, and hold
    confirmed people only (listmonk's also those who unsubscribed, as blocklisted).

    Raises:
        Invalid: there is no such shape, or it cannot hold the channel.
        NotFound: the plan has no such audience.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    shape = _shape(wanted)
    choice = _choice(wanted, shape)
    with unit_of_work():
        count = subscriber_export.count(choice)
        events.append(
            at=context.clock.now(),
            kind=EventKind.SUBSCRIBERS_EXPORTED,
            actor=actor.person,
            data={
                "count": count,
                "audience": wanted.audience,
                "channel": wanted.channel,
                "format": wanted.shape,
            },
        )
    return Exported(count=count, lines=_lines(shape, choice, wanted.for_spreadsheet))


def _shape(wanted: Export) -> _Shape:
    shape = SHAPES.get(wanted.shape)
    if shape is None:
        raise Invalid(
            "There is no format “{shape}”.",
            way_out="Known: {known}.",
            shape=wanted.shape,
            known=", ".join(SHAPES),
            field="format",
        )
    return shape


def _choice(wanted: Export, shape: _Shape) -> Choice:
    if wanted.audience:
        select.audience(current_plan(), wanted.audience)
    held = sorted(shape.channels)
    channel = next((each for each in held if each == wanted.channel), None)
    if wanted.channel and channel is None:
        raise Invalid(
            "This format has no place for the channel.",
            way_out="Choose one of: {known}.",
            known=", ".join(held),
            field="channel",
        )
    return Choice(
        audience=wanted.audience,
        channel=channel or (held[0] if len(held) == 1 else None),
        states=shape.states,
        with_suppressed=shape.with_suppressed,
    )


def _lines(shape: _Shape, choice: Choice, for_spreadsheet: bool) -> Iterator[str]:  # noqa: FBT001
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(shape.columns)
    for subscriber in subscriber_export.each(choice):
        if subscriber.channel not in shape.channels:
            continue
        cells = shape.cells(subscriber)
        writer.writerow([_harmless(cell) for cell in cells] if for_spreadsheet else cells)
        if page.tell() > 32_000:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _at(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _noroshi(one: Subscriber) -> Sequence[str]:
    return (
        one.channel,
        one.address,
        one.audience,
        one.language,
        one.time_zone,
        one.state,
        one.suppressed,
        ";".join(one.components),
        ";".join(one.regions),
        _at(one.created_at),
        _at(one.confirmed_at),
        _at(one.unsubscribed_at),
        json.dumps(one.consent, ensure_ascii=False, separators=(",", ":")),
        ";".join(one.groups),
        ";".join(one.topics),
        str(one.min_severity),
        _at(one.paused_until),
    )


_MODES: Mapping[Channel, str] = {
    Channel.EMAIL: "email", Channel.SMS: "sms", Channel.WEBHOOK: "webhook",
}  # fmt: skip


def _statuspage(one: Subscriber) -> Sequence[str]:
    by = {_MODES[one.channel]: one.address}
    return (
        _MODES[one.channel],
        by.get("email", ""),
        "",
        by.get("sms", ""),
        by.get("webhook", ""),
        _at(one.created_at),
        _at(one.confirmed_at or one.created_at),  # they are confirmed, all of them
        "",
        ";".join(one.components),
    )


def _cachet(one: Subscriber) -> Sequence[str]:
    by = {one.channel: one.address}
    return (
        str(one.id),
        by.get(Channel.EMAIL, ""),
        "",
        by.get(Channel.SMS, ""),
        _at(one.confirmed_at or one.created_at),
        _at(one.created_at),
        _at(one.confirmed_at or one.created_at),
        "0" if one.components else "1",
        ";".join(one.components),
    )


def _listmonk(one: Subscriber) -> Sequence[str]:
    gone = one.state is SubscriberState.UNSUBSCRIBED or bool(one.suppressed)
    more = {"language": one.language, "timezone": one.time_zone}
    if one.components:
        more["components"] = ";".join(one.components)
    return (
        f"00000000-0000-4000-8000-{one.id:012d}",
        one.address,
        "",
        json.dumps(more, ensure_ascii=False),
        "blocklisted" if gone else "enabled",
        _at(one.created_at),
        _at(one.unsubscribed_at or one.confirmed_at or one.created_at),
    )


SHAPES: Mapping[str, _Shape] = {
    "noroshi": _Shape(columns=noroshi_shape.COLUMNS, cells=_noroshi),
    "statuspage": _Shape(
        columns=("Mode", "Email", "Phone Country", "Phone Number", "Endpoint", "Created At",
                 "Confirmed At", "Quarantined At", "Components"),
        cells=_statuspage,
        states=_ONLY_YES,
        with_suppressed=False,
    ),
    "cachet": _Shape(
        columns=("id", "email", "verify_code", "phone_number", "verified_at", "created_at",
                 "updated_at", "global", "components"),
        cells=_cachet,
        states=_ONLY_YES,
        with_suppressed=False,
        channels=frozenset({Channel.EMAIL, Channel.SMS}),
    ),
    "listmonk": _Shape(
        columns=("uuid", "email", "name", "attributes", "status", "created_at", "updated_at"),
        cells=_listmonk,
        states=(SubscriberState.CONFIRMED, SubscriberState.UNSUBSCRIBED),
        channels=frozenset({Channel.EMAIL}),
    ),
}  # fmt: skip
"""The shapes of an export by name."""
