"""Write the six parts of the final report (F1)."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.events import EventKind
from noroshi.domain.incident import IncidentState
from noroshi.domain.permissions import Deed
from noroshi.domain.review.report import PARTS
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, incidents, messages, reports
from noroshi.storage.reports import Sections, StoredReport
from noroshi.storage.unit_of_work import unit_of_work

MAX_PART = 10_000


def edit_report(
    context: Context, actor: Actor, number: int, *, sections: Sections, version: int
) -> StoredReport:
    """Write the parts over the version that the writer saw; 0 = nobody has begun.

    Raises:
        Conflict: the incident is not resolved, the report is out, or somebody wrote meanwhile.
        Invalid: an unknown part or language, or a part that is too long.
    """
    actor.must_be_allowed(Deed.WRITE_REPORT)
    clean = _checked(sections, current_plan().company.languages)
    now = context.clock.now()
    with unit_of_work():
        incident = incidents.locked(number)
        if incident.state is not IncidentState.RESOLVED:
            raise Conflict("The final report is written when the incident is resolved.")
        before = reports.get(number)
        if before and before.published_at:
            raise Conflict(
                "The report is out.", way_out="Correct it with a message that says what changed."
            )
        in_work = messages.in_work(number)
        if in_work:
            raise Conflict(
                "The report is being approved as it stands.",
                way_out="Withdraw the message that carries it first.",
            )
        stored = reports.put(number, clean, version=version, by=actor.person, at=now)
        events.append(
            at=now,
            kind=EventKind.REPORT_EDITED,
            actor=actor.person,
            incident=number,
            data={"version": stored.version},
        )
        return stored


def _checked(sections: Sections, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    clean: dict[str, dict[str, str]] = {}
    for language, parts in sections.items():
        if language not in languages:
            raise Invalid(
                "The plan has no language “{language}”.", field=language, language=language
            )
        for part, text in parts.items():
            if part not in PARTS:
                raise Invalid("The report has no part “{part}”.", field=part, part=part)
            if len(text) > MAX_PART:
                raise Invalid("Keep each part under {most} characters.", field=part, most=MAX_PART)
        clean[language] = {part: text.replace("\r\n", "\n").strip() for part, text in parts.items()}
    return clean
