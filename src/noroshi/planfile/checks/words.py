"""The glossary names each word once and never against itself; each meaning is asked for once."""

from __future__ import annotations

from noroshi.domain.plan.model import AnswerKind, Meaning
from noroshi.planfile.finding import Findings
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import QuestionDoc, TermDoc

_KINDS = {
    Meaning.COUNT: frozenset({AnswerKind.NUMBER}),
    Meaning.RECOVERY_TIME: frozenset({AnswerKind.TEXT, AnswerKind.TIME}),
}
_TEXT = frozenset({AnswerKind.TEXT})


def check(reading: Reading, findings: Findings) -> None:
    """Note words that are there twice or contradict each other, and meanings that do not fit."""
    _glossary(reading, findings)
    seen: set[Meaning] = set()
    for question in reading.doc.checklist:
        _meaning(reading, question, seen, findings=findings)


def _glossary(reading: Reading, findings: Findings) -> None:
    ours = {(term.language, term.word) for term in reading.doc.glossary}
    claimed: set[tuple[str, str]] = set()
    for term in reading.doc.glossary:
        _language(reading, term, findings)
        for name, at, word in _words(term):
            key = (term.language, word)
            twice = key in claimed or (name == "instead_of" and key in ours)
            if not twice:
                claimed.add(key)
            else:
                spot = reading.spot(term, *((name,) if at is None else (name, at)))
                why = f"“{word}” is in the glossary twice."
                findings.error(spot, "DUPLICATE_WORD", why, way_out="Keep one of them.")


def _words(term: TermDoc) -> list[tuple[str, int | None, str]]:
    others = [("instead_of", at, word) for at, word in enumerate(term.instead_of)]
    return [("word", None, term.word), *others]


def _language(reading: Reading, term: TermDoc, findings: Findings) -> None:
    if reading.whole("company") and term.language not in reading.doc.company.languages:
        why = f"The company does not write in “{term.language}”."
        spot = reading.spot(term, "language")
        findings.error(spot, "LANGUAGE", why, way_out="Choose one of its languages.")


def _meaning(
    reading: Reading, question: QuestionDoc, seen: set[Meaning], *, findings: Findings
) -> None:
    meaning = question.meaning
    if meaning is None:
        if question.key == Meaning.THIRD_PARTY:
            why = "The key “third_party” promises that the name stays on the status page."
            way_out = "Add “meaning: third_party”, or choose another key."
            findings.error(reading.spot(question, "key"), "NO_MEANING", why, way_out=way_out)
        return
    spot = reading.spot(question, "meaning")
    if meaning in seen:
        why = f"Two questions have the meaning “{meaning}”."
        findings.error(spot, "DUPLICATE_MEANING", why, way_out="Keep one of them.")
    seen.add(meaning)
    kinds = _KINDS.get(meaning, _TEXT)
    if question.kind not in kinds:
        why = f"An answer of the kind “{question.kind}” cannot mean “{meaning}”."
        way_out = f"Use the kind {' or '.join(sorted(kinds))}."
        findings.error(spot, "MEANING_KIND", why, way_out=way_out)
