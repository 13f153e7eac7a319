"""Make a message of the six parts: the report itself on the status page, a short mail about it."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.texts import drafts, keep
from noroshi.domain.channel import Channel
from noroshi.domain.compose.plan_message import Draft
from noroshi.domain.events import EventKind
from noroshi.domain.incident import Incident, IncidentState, Stage
from noroshi.domain.language import LANGUAGE_NAMES
from noroshi.domain.message import Message, MessageKind, MessageState
from noroshi.domain.permissions import Deed
from noroshi.domain.plan import select
from noroshi.domain.review.report import PARTS, as_markdown, empty_parts
from noroshi.kernel.errors import Conflict, Invalid
from noroshi.storage import events, incidents, messages, reports
from noroshi.storage.reports import Sections
from noroshi.storage.unit_of_work import unique_or, unit_of_work


def draft_report(context: Context, actor: Actor, number: int) -> Message:
    """Draft the final report as a message, which takes the same way as every other.

    Raises:
        Invalid: a part is empty in one of the languages; the error names the first.
        Conflict: the incident is not resolved, the report is out, or a message is in work.
    """
    actor.must_be_allowed(Deed.WRITE_REPORT)
    plan = current_plan()
    now = context.clock.now()
    with unit_of_work():
        incident = incidents.locked(number)
        sections = _complete(incident, plan.company.languages)
        path = select.path(select.scenario(plan, incident.scenario), incident.severity)
        with unique_or(
            "Another message of this incident is in work.", way_out="Finish or withdraw it first."
        ):
            message = messages.add(
                Message(
                    id=0,
                    incident_number=number,
                    number=messages.next_number(number),
                    kind=MessageKind.REPORT,
                    stage=Stage.POSTMORTEM,
                    state=MessageState.DRAFT,
                    next_update_at=None,
                    drafted_by=actor.person,
                    drafted_at=now,
                )
            )
        made = drafts(context, plan, incident, message, outlets=path.outlets)
        keep([_with_report(draft, sections) for draft in made], message, actor)
        events.append(
            at=now,
            kind=EventKind.MESSAGE_DRAFTED,
            actor=actor.person,
            incident=number,
            data={"message": message.number, "stage": Stage.POSTMORTEM},
        )
        return message


def _complete(incident: Incident, languages: tuple[str, ...]) -> Sections:
    if incident.state is not IncidentState.RESOLVED:
        raise Conflict("The final report is published when the incident is resolved.")
    report = reports.get(incident.number)
    if report and report.published_at:
        raise Conflict("The final report is out already.")
    sections = report.sections if report else {}
    missing = empty_parts(sections, languages)
    if missing:
        first = missing[0]
        raise Invalid(
            "“{part}” is empty ({language}).",
            way_out="Parts that are still to be written: {missing}.",
            field=f"{first.language}.{first.part}",
            part=PARTS[first.part],
            language=LANGUAGE_NAMES.get(first.language, first.language),
            missing=len(missing),
        )
    return sections


def _with_report(draft: Draft, sections: Sections) -> Draft:
    if draft.key.channel is not Channel.STATUS_PAGE:
        return draft
    language = draft.key.language
    return replace(draft, body=as_markdown(sections[language], language), blanks=())
