"""What the guardrails find in the texts of a message."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.actions.queries.guard_context import Surroundings, surroundings
from noroshi.domain.guardrails.judging import judged, overrides_in
from noroshi.domain.guardrails.override import Override
from noroshi.domain.guardrails.rule import Finding, Level
from noroshi.domain.guardrails.run import check
from noroshi.domain.incident import Incident
from noroshi.domain.message import Message, Rendition
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid


def findings_in(
    plan: Plan, incident: Incident, message: Message, text: Rendition
) -> tuple[Finding, ...]:
    """The findings in one text, in the order of the text. Those that were overridden only warn."""
    return findings_among(surroundings(plan, incident, message), text)


def findings_among(around: Surroundings, text: Rendition) -> tuple[Finding, ...]:
    """The same, of a message whose surroundings were read already."""
    found = check(around.as_read(text), around.plan.guardrail_levels)
    return judged(found, around.overrides.get(text.id, ()))


def findings_of_all(
    plan: Plan, incident: Incident, message: Message
) -> dict[int, tuple[Finding, ...]]:
    """The findings of every text of the message, by rendition id, in the order of the texts."""
    around = surroundings(plan, incident, message)
    return {text.id: findings_among(around, text) for text in around.texts}


def blocks_in(plan: Plan, incident: Incident, message: Message) -> dict[int, list[Finding]]:
    """The blocking findings of each text that has any, by rendition id."""
    return _blocks(findings_of_all(plan, incident, message))


def must_have_no_blocks(plan: Plan, incident: Incident, message: Message) -> tuple[Override, ...]:
    """Refuse while any text has a blocking finding. Returns what lets texts pass that had one.

    Raises:
        Invalid: names how many texts are blocked, and the first reason.
    """
    around = surroundings(plan, incident, message)
    found = {text.id: findings_among(around, text) for text in around.texts}
    blocked = _blocks(found)
    if not blocked:
        return tuple(each for findings in found.values() for each in overrides_in(findings))
    first = next(text for text in around.texts if text.id in blocked)
    raise Invalid(
        "Texts that cannot go out as they are: {count}. {text}: {reason}",
        way_out="Mend what the findings point at.",
        field="findings",
        count=len(blocked),
        text=str(first.key),
        reason=blocked[first.id][0].reason,
    )


def _blocks(found: Mapping[int, tuple[Finding, ...]]) -> dict[int, list[Finding]]:
    blocks = {
        text_id: [each for each in findings if each.level is Level.BLOCK]
        for text_id, findings in found.items()
    }
    return {text_id: held for text_id, held in blocks.items() if held}
