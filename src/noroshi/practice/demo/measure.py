"""Was anybody lost, did anybody get two, were the promises kept: counted from what really arrived."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from noroshi.actions.context import Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.queries.review import timeline
from noroshi.domain.cadence import PromiseState
from noroshi.domain.channel import Channel
from noroshi.domain.message import MessageState
from noroshi.domain.review.figures import figures
from noroshi.practice.mailbox.store import MailStore
from noroshi.storage import ledger, messages, promises, reports, tallies
from noroshi.storage.ledger import PlannedDispatch


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What a demo proves. ``lost`` is a member of a snapshot without receipt and without reason."""

    incident: int
    messages: int
    recipients: int  # members of all snapshots together: one for each mail owed to a person
    delivered: int  # mails that reached the mailbox, second copies not counted
    listed: int  # not delivered, each with a reason
    lost: int
    duplicates: int
    promises_kept: int
    promises_missed: int
    first_update_s: int | None
    largest_gap_s: int | None
    report_published: bool


def count(context: Context, incident_number: int, mailbox: MailStore) -> Counted:
    """Compare the ledger with the mailbox, person by person."""
    domain = current_plan().company.mail_from.rpartition("@")[2]
    said = messages.of_incident(incident_number)
    published = [m for m in said if m.state is MessageState.PUBLISHED]
    arrived = Counter(mail.message_id for mail in mailbox.all())
    sums: Counter[str] = Counter()
    for message in published:
        for dispatch in ledger.of_message(message.id):
            if dispatch.channel is Channel.EMAIL:
                copy = f"msg-{incident_number}-{message.number}-{dispatch.rendition_id}"
                sums.update(_compare(dispatch, arrived, name=copy, domain=domain))
    kept = Counter(promise.state for promise in promises.of_incident(incident_number))
    shown = figures(timeline(context, incident_number, language="en"))
    report = reports.get(incident_number)
    return Counted(
        incident=incident_number,
        messages=len(published),
        recipients=sums["recipients"],
        delivered=sums["delivered"],
        listed=sums["listed"],
        lost=sums["lost"],
        duplicates=sums["duplicates"],
        promises_kept=kept[PromiseState.KEPT],
        promises_missed=kept[PromiseState.MISSED],
        first_update_s=_seconds(shown.first_update),
        largest_gap_s=_seconds(shown.largest.gap.length if shown.largest else None),
        report_published=bool(report and report.published_at),
    )


def _compare(
    dispatch: PlannedDispatch, arrived: Counter[str], *, name: str, domain: str
) -> Counter[str]:
    reasons = {missed.subscriber_id for missed in tallies.not_reached(dispatch.id, limit=None)}
    sums: Counter[str] = Counter()
    for member in ledger.members(dispatch.id):
        copies = arrived[f"<{name}.{member}@{domain}>"]
        sums["recipients"] += 1
        sums["duplicates"] += max(copies - 1, 0)
        sums["delivered" if copies else "listed" if member in reasons else "lost"] += 1
    return sums


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())
