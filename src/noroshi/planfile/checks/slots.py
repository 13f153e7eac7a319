"""Slots are declared, and known by the time they are used, so that a blank is the exception."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from noroshi.domain.compose.slots import ADDRESSES, BUILTIN, FACTS_WIN, INTERNAL
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import Meaning
from noroshi.planfile.finding import Findings, did_you_mean
from noroshi.planfile.reading import Reading
from noroshi.planfile.scenario import ScenarioReading
from noroshi.planfile.schema import QuestionDoc
from noroshi.planfile.template import Slot, TemplateFile

_STAGES = list(Stage)
_OVER = frozenset({Stage.RESOLVED, Stage.POSTMORTEM})
_PROMISE = frozenset({"next_update", "next_update_date"})


def check(reading: Reading, scenarios: Sequence[ScenarioReading], findings: Findings) -> None:
    """Note slots that are unknown, out of place, or likely to stay blank."""
    declared = frozenset(BUILTIN) | reading.keys("checklist")
    questions = {question.key: question for question in reading.doc.checklist}
    for file, slot in _all(scenarios):
        if slot.name not in declared:
            why = f"The slot “{slot.name}” is not declared."
            way_out = did_you_mean(slot.name, declared)
            findings.error(slot.spot, "UNDECLARED_SLOT", why, way_out=way_out)
            continue
        _in_place(reading, file, slot, findings=findings)
        _answered(questions, file, slot, findings=findings)
        _configured(reading, slot, findings)


def _all(scenarios: Sequence[ScenarioReading]) -> Iterator[tuple[TemplateFile, Slot]]:
    for scenario in scenarios:
        for file in scenario.templates:
            for slot in file.slots:
                yield file, slot


def _in_place(reading: Reading, file: TemplateFile, slot: Slot, *, findings: Findings) -> None:
    template = file.template
    if slot.in_link and slot.name not in ADDRESSES:
        why = f"A link cannot lead to “{slot.name}”."
        way_out = f"Addresses are: {', '.join(sorted(ADDRESSES))}."
        findings.error(slot.spot, "NOT_AN_ADDRESS", why, way_out=way_out)
    internal = {audience.key for audience in reading.doc.audiences if audience.internal}
    if slot.name in INTERNAL and template.audience not in internal:
        why = f"“{slot.name}” is for internal audiences only."
        findings.error(slot.spot, "INTERNAL_SLOT", why, way_out="Take it out.")
    if slot.name in _PROMISE and template.stage in _OVER:
        why = f"At the stage “{template.stage}” no next update is promised."
        findings.error(slot.spot, "SLOT_STAGE", why, way_out="Take it out.")
    if slot.name == "resolved_at" and template.stage not in _OVER:
        why = f"At the stage “{template.stage}” nobody knows when it is solved."
        findings.error(slot.spot, "SLOT_STAGE", why, way_out="Take it out.")


def _answered(
    questions: Mapping[str, QuestionDoc], file: TemplateFile, slot: Slot, *, findings: Findings
) -> None:
    question = questions.get(slot.name) or _of_third_party(questions, slot)
    if question is None:
        if slot.name == "third_party":
            why = "No question of the checklist asks for a third party."
            way_out = "Add the question, or take the slot out."
            findings.warning(slot.spot, "SLOT_MAY_STAY_BLANK", why, way_out=way_out)
        return
    early = _STAGES.index(question.required_from) > _STAGES.index(file.template.stage)
    if slot.name in FACTS_WIN and not question.optional:
        return
    if early or question.optional:
        when = f"is asked only from “{question.required_from}” on" if early else "is optional"
        why = f"The question “{question.key}” {when}, so this may stay a blank."
        way_out = "Take the slot out here, or ask earlier."
        findings.warning(slot.spot, "SLOT_MAY_STAY_BLANK", why, way_out=way_out)


def _of_third_party(questions: Mapping[str, QuestionDoc], slot: Slot) -> QuestionDoc | None:
    """The question behind the built-in slot, whatever its key."""
    if slot.name != Meaning.THIRD_PARTY:
        return None
    return next((q for q in questions.values() if q.meaning is Meaning.THIRD_PARTY), None)


def _configured(reading: Reading, slot: Slot, findings: Findings) -> None:
    if slot.name == "support_url" and reading.whole("company"):
        if not reading.doc.company.support_url:
            why = "The company has no support_url, so this stays a blank."
            findings.error(slot.spot, "SLOT_MAY_STAY_BLANK", why, way_out="Set it under company.")
    elif slot.name == "bridge_url" and not reading.doc.bridge_url:
        why = "The plan has no bridge_url, so this may stay a blank."
        findings.warning(slot.spot, "SLOT_MAY_STAY_BLANK", why, way_out="Set bridge_url.")
