"""Take over subscribers who gave their consent elsewhere, with the proof of it (P8, R16).

Nobody is written to by it. Who is known stays as they are, who had unsubscribed or is suppressed
stays so in any spelling of the address and for every audience, and who says no in the list is kept
as unsubscribed. The same list once more changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from noroshi.actions.context import Actor, Context
from noroshi.actions.imported_rows import Desk, Remarks, Terms
from noroshi.actions.queries.disk_room import require_room
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.channel import Channel
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.intake.subscribers.row import Bad, Found, Skipped
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import new_token
from noroshi.storage import events, suppressions
from noroshi.storage.subscriber_stage import PART, Counts, Stage, Staged, Verdict, stage
from noroshi.storage.unit_of_work import unit_of_work

MIN_CONSENT = 10
MAX_CONSENT = 500
MOST_PROBLEMS = 1_000
"""Rows at fault that are kept to be shown; all are counted."""
_LISTS = (Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)


def silent(done: int) -> None:
    """For those who do not watch."""


@dataclass(frozen=True, kw_only=True)
class Import:
    """Who is taken over, and by what right. ``consent`` says when and where they agreed.

    ``audience`` may be empty when the list names one for each row, ``channel`` to take all,
    ``country`` belongs to telephone numbers without one. ``trial``: look, and change nothing.
    ``told`` hears after each part how many rows are through.
    """

    rows: Iterable[Found]
    audience: str = ""
    channel: str = ""
    consent: str
    file: str
    shape: str = ""
    country: str = ""
    trial: bool = False
    told: Callable[[int], None] = silent


@dataclass(kw_only=True)
class Imported:
    """What became of the rows, or on trial would become; together they are all rows."""

    trial: bool = False
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)  # of those that were added
    skipped: Counter[str] = field(default_factory=Counter)  # by reason
    refused: int = 0
    problems: list[Bad] = field(default_factory=list)  # the first of those that were refused
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def added(self) -> int:
        """New here, in whatever state."""
        return self.verdicts[Verdict.ADDED]

    @property
    def known(self) -> int:
        """Subscribed to this audience before."""
        return self.verdicts[Verdict.KNOWN]

    @property
    def unsubscribed(self) -> int:
        """Had unsubscribed here, and are left so."""
        return self.verdicts[Verdict.LEFT]

    @property
    def rows(self) -> int:
        """All of them."""
        return self.verdicts.total() + self.skipped.total() + self.refused

    def count(self, counts: Counts) -> None:
        """Add what became of a part."""
        for (verdict, state), count in counts.items():
            self.verdicts[verdict] += count
            if verdict is Verdict.ADDED:
                self.states[state] += count

    def leave_out(self, row: Bad | Skipped) -> None:
        """Add a row that cannot be taken."""
        if isinstance(row, Skipped):
            self.skipped[row.why] += 1
            return
        self.refused += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(row)


def import_subscribers(context: Context, actor: Actor, wanted: Import) -> Imported:
    """Take a list over in parts; rows with mistakes are listed and the others are taken.

    Raises:
        Invalid: no proof of consent, or a channel that has no list.
        NotFound: the plan has no such audience.
        NoRoom: the disk is nearly full; the trial says so too, since it writes beside.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    require_room(context)
    plan = current_plan()
    consent = _checked(plan, wanted)
    now = context.clock.now()
    proof = {
        "how": "import",
        "run": new_token()[:12],
        "proof": consent,
        "file": wanted.file,
        "format": wanted.shape,
        "by": actor.person,
        "imported_at": now.isoformat(),
    }
    terms = Terms(
        audience=wanted.audience, channel=wanted.channel, country=wanted.country, proof=proof
    )
    desk = Desk(context, plan, terms, now=now)
    done = Imported(trial=wanted.trial, remarks=desk.remarks)
    with stage() as beside:
        for part in _parts(desk, wanted, done):
            beside.lay(part)
        beside.compare()
        _settle(context, actor, wanted, beside=beside, done=done, consent=consent)
    return done


def _checked(plan: Plan, wanted: Import) -> str:
    if wanted.audience:
        select.audience(plan, wanted.audience)
    elif wanted.shape != "noroshi":
        raise Invalid(
            "Say to which audience these people belong.",
            way_out="Choose an audience of the plan.",
            field="audience",
        )
    if wanted.channel and wanted.channel not in _LISTS:
        raise Invalid(
            "Only e-mail addresses, telephone numbers and webhooks can be imported.",
            way_out="Choose email, sms or webhook, or none to take all.",
            field="channel",
        )
    consent = " ".join(wanted.consent.split())
    if not MIN_CONSENT <= len(consent) <= MAX_CONSENT or not consent.isprintable():
        raise Invalid(
            "Say when and where these people agreed to be written to.",
            way_out="{least} to {most} characters; it is kept with each of them.",
            least=MIN_CONSENT,
            most=MAX_CONSENT,
            field="consent",
        )
    return consent


def _parts(desk: Desk, wanted: Import, done: Imported) -> Iterator[list[Staged]]:
    part: list[Staged] = []
    for row in wanted.rows:
        weighed = row if isinstance(row, Bad | Skipped) else desk.weigh(row)
        if isinstance(weighed, Staged):
            part.append(weighed)
            if len(part) == PART:
                yield part
                part = []
        else:
            done.leave_out(weighed)
    yield part


def _settle(
    context: Context, actor: Actor, wanted: Import, *, beside: Stage, done: Imported, consent: str
) -> None:
    now, key = context.clock.now(), context.key
    logged, through = False, 0
    for part in beside.parts():
        with unit_of_work():
            counts = beside.weigh(part) if wanted.trial else beside.take(part, now=now)
            done.count(counts)
            if not wanted.trial and _changes(counts):
                suppressions.add(beside.barred(part), key=key, at=now)
                _log(actor, wanted, counts, consent=consent, now=now)
                logged = True
        through += part[1] - part[0] + 1
        wanted.told(through)
    if not logged and not wanted.trial:
        with unit_of_work():
            _log(actor, wanted, {}, consent=consent, now=now)


def _changes(counts: Counts) -> bool:
    return any(verdict in {Verdict.ADDED, Verdict.WITHDRAWN} for verdict, _ in counts)


def _log(actor: Actor, wanted: Import, counts: Counts, *, consent: str, now: datetime) -> None:
    sums = Counter[Verdict]()
    for (verdict, _), count in counts.items():
        sums[verdict] += count
    events.append(
        at=now,
        kind=EventKind.SUBSCRIBERS_IMPORTED,
        actor=actor.person,
        data={
            "added": sums[Verdict.ADDED],
            "audience": wanted.audience,
            "channel": wanted.channel or str(Channel.EMAIL),
            "proof": consent,
            "unsubscribed": sums[Verdict.LEFT] + sums[Verdict.WITHDRAWN],
        },
    )
