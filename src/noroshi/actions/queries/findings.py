"""What the guardrails find in the texts of a message."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.guardrails.rule import Context, Finding, Level, Text
from noroshi.domain.guardrails.run import check
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Component, Plan, Region
from noroshi.kernel.errors import Invalid
from noroshi.linguistics.linguist import LINGUIST
from noroshi.storage import messages


def findings_in(
    plan: Plan, incident: Incident, message: Message, text: Rendition
) -> tuple[Finding, ...]:
    """The findings in one text, in the order of the text."""
    return check(_as_read(plan, incident, message, text), plan.guardrail_levels)


def blocks_in(plan: Plan, incident: Incident, message: Message) -> dict[int, list[Finding]]:
    """The blocking findings of each text that has any, by rendition id."""
    found = {
        text.id: [
            finding
            for finding in findings_in(plan, incident, message, text)
            if finding.level is Level.BLOCK
        ]
        for text in messages.renditions(message.id)
    }
    return {text_id: blocks for text_id, blocks in found.items() if blocks}


def must_have_no_blocks(plan: Plan, incident: Incident, message: Message) -> None:
    """Refuse while any text has a blocking finding.

    Raises:
        Invalid: names how many texts are blocked, and the first reason.
    """
    blocked = blocks_in(plan, incident, message)
    if not blocked:
        return
    text_id, blocks = next(iter(blocked.items()))
    key = messages.rendition(text_id).key
    raise Invalid(
        "Texts that cannot go out as they are: {count}. {text}: {reason}",
        way_out="Mend what the findings point at.",
        field="findings",
        count=len(blocked),
        text=str(key),
        reason=blocks[0].reason,
    )


def _as_read(plan: Plan, incident: Incident, message: Message, text: Rendition) -> Text:
    audience = select.audience(plan, text.key.audience)
    return Text(
        subject=text.subject,
        body=text.body,
        language=text.key.language,
        audience=text.key.audience,
        channel=text.key.channel,
        stage=message.stage,
        linguist=LINGUIST,
        technical=audience.technical,
        internal=audience.internal,
        context=_context(plan, incident, message, text.key.language),
    )


def _context(plan: Plan, incident: Incident, message: Message, language: str) -> Context:
    promised = message.next_update_at
    zone = time_zone_of(plan, language)
    return Context(
        third_parties=plan.third_parties,
        next_update_at=promised.astimezone(ZoneInfo(zone)) if promised else None,
        next_update_text=moments.moment(promised, language, zone=zone, now=message.drafted_at)
        if promised
        else "",
        scope_words=_scope_words(plan, incident, language),
        product_names=(plan.company.name, *(p.name for p in plan.third_parties)),
    )


def _scope_words(plan: Plan, incident: Incident, language: str) -> tuple[str, ...]:
    hit: list[Component | Region] = [
        *(select.component(plan, key) for key in incident.scope.components),
        *(select.region(plan, key) for key in incident.scope.regions),
    ]
    names = [text for part in hit for text in (part.name, part.in_text)]
    return tuple(word for text in names if (word := text.get(language)))
