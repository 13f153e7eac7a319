"""Take over subscribers who gave their consent elsewhere, with the proof of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.address import typed_address
from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.intake.subscribers.rows import Bad, Row
from noroshi.kernel.errors import Invalid, Refusal
from noroshi.storage import events, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work

MIN_CONSENT = 10
MAX_CONSENT = 500


@dataclass(frozen=True, kw_only=True)
class Import:
    """Who is taken over, and by what right. ``consent`` says when and where they agreed."""

    rows: Iterable[Row | Bad]
    audience: str
    channel: str
    consent: str
    file: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of the rows. Whoever had unsubscribed stays unsubscribed."""

    added: int
    known: int
    unsubscribed: int
    refused: tuple[Bad, ...]


def import_subscribers(context: Context, actor: Actor, wanted: Import) -> Imported:
    """Add confirmed subscribers; rows with mistakes are listed and the others are taken.

    Nobody is written to by it, and an address that said no is never revived.

    Raises:
        Invalid: no proof of consent, or a channel that has no list.
        NotFound: the plan has no such audience.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    plan = current_plan()
    consent = _checked(plan, wanted)
    now = context.clock.now()
    proof = {
        "how": "import",
        "proof": consent,
        "file": wanted.file,
        "by": actor.person,
        "imported_at": now.isoformat(),
    }
    with unit_of_work():
        left = subscribers.unsubscribed_addresses(Channel.EMAIL)
        found, refused, gone = _sort(plan, wanted, left, proof=proof, now=now)
        added = subscribers.add_many(found.values())
        events.append(
            at=now,
            kind=EventKind.SUBSCRIBERS_IMPORTED,
            actor=actor.person,
            data={
                "added": added,
                "audience": wanted.audience,
                "channel": str(Channel.EMAIL),
                "proof": consent,
                "refused": len(refused),
                "unsubscribed": gone,
            },
        )
    return Imported(
        added=added, known=len(found) - added, unsubscribed=gone, refused=tuple(refused)
    )


def _checked(plan: Plan, wanted: Import) -> str:
    select.audience(plan, wanted.audience)
    if wanted.channel != Channel.EMAIL:
        raise Invalid(
            "Only e-mail addresses can be imported.",
            way_out="Say --channel email.",
            field="channel",
        )
    consent = " ".join(wanted.consent.split())
    if not MIN_CONSENT <= len(consent) <= MAX_CONSENT or not consent.isprintable():
        raise Invalid(
            "Say when and where these people agreed to be written to.",
            way_out=f"{MIN_CONSENT} to {MAX_CONSENT} characters; it is kept with each of them.",
            field="consent",
        )
    return consent


def _sort(
    plan: Plan,
    wanted: Import,
    left: frozenset[str],
    *,
    proof: Mapping[str, str],
    now: datetime,
) -> tuple[dict[str, Subscriber], list[Bad], int]:
    found: dict[str, Subscriber] = {}
    refused: list[Bad] = []
    gone = 0
    for row in wanted.rows:
        if isinstance(row, Bad):
            refused.append(row)
            continue
        try:
            subscriber = _subscriber(plan, wanted, row, proof=proof, now=now)
        except Refusal as refusal:
            refused.append(Bad(line=row.line, why=refusal.why))
            continue
        if subscriber.address.lower() in left:
            gone += 1
        else:
            found.setdefault(subscriber.address.lower(), subscriber)
    return found, refused, gone


def _subscriber(
    plan: Plan, wanted: Import, row: Row, *, proof: Mapping[str, str], now: datetime
) -> Subscriber:
    language = row.language or plan.company.default_language
    if language not in plan.company.languages:
        raise Invalid(f"The plan has no language “{language}”.")
    for key in row.regions:
        select.region(plan, key)
    for key in row.components:
        select.component(plan, key)
    return Subscriber(
        channel=Channel.EMAIL,
        address=typed_address(row.email, field="email"),
        audience=wanted.audience,
        language=language,
        state=SubscriberState.CONFIRMED,
        regions=row.regions,
        components=row.components,
        consent=proof,
        created_at=now,
        confirmed_at=now,
    )
