"""What an import says, and a consent, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from noroshi.actions.import_subscribers import Imported
from noroshi.actions.queries.people import name_of
from noroshi.intake.subscribers.moments import moment as read_moment
from noroshi.intake.subscribers.row import Bad
from noroshi.storage.subscriber_stage import Verdict
from noroshi.web import moments
from noroshi.web.reader import language
from noroshi.web.refusal_words import JAPANESE

Words = str | Promise

_VERDICTS: Mapping[Verdict, Words] = {
    Verdict.KNOWN: _("Known before: stay as they are"),
    Verdict.LEFT: _("Had unsubscribed: stay so"),
    Verdict.WITHDRAWN: _("Unsubscribed in this list: nothing more is sent to them"),
    Verdict.SUPPRESSED: _("On the suppression list: stay there"),
    Verdict.REPEATED: _("More than once in the list: counted once"),
}
_STATES: Mapping[str, Words] = {
    "confirmed": _("New, and will get messages"),
    "pending": _("New, but never confirmed: get nothing"),
    "unsubscribed": _("New as unsubscribed: get nothing, and no later list can change that"),
}
_FAULTS: Mapping[str, Words] = {
    "a cell has a line break or a control character": _(
        "a cell has a line break or a control character"
    ),
    "a cell begins like a formula": _("a cell begins like a formula"),
    "a cell is too long": _("a cell is too long"),
    "the row has no address": _("the row has no address"),
    "there are more or fewer cells than columns": _("there are more or fewer cells than columns"),
    "the plan has no such language": _("the plan has no such language"),
    "the plan has no such component or region": _("the plan has no such component or region"),
    "the row does not begin with email, sms or webhook": _(
        "the row does not begin with email, sms or webhook"
    ),
    "nobody knows this status": _("nobody knows this status"),
    "nobody knows this reason": _("nobody knows this reason"),
    "this channel has no list": _("this channel has no list"),
    "this channel has no list here": _("this channel has no list here"),
    "was switched off there": _("was switched off there"),
    "is for another channel than the one that is taken over": _(
        "is for another channel than the one that is taken over"
    ),
    "chose only components that the plan does not have": _(
        "chose only components that the plan does not have"
    ),
    "language unknown to the plan: the company's default is taken": _(
        "language unknown to the plan: the company's default is taken"
    ),
    "time zone unknown: UTC is taken": _("time zone unknown: UTC is taken"),
    "chose components there that the file does not name: taken for everything": _(
        "chose components there that the file does not name: taken for everything"
    ),
}
_CONSENT: Mapping[str, Words] = {
    "how": _("How"),
    "page": _("Page"),
    "proof": _("Proof"),
    "file": _("File"),
    "row": _("Line"),
    "format": _("Format"),
    "by": _("Taken over by"),
    "proven_by": _("Proven by"),
    "asked_at": _("Asked"),
    "confirmed_at": _("Confirmed"),
    "imported_at": _("Taken over"),
}
_WAYS: Mapping[str, Words] = {
    "import": _("taken over from a list"),
    "form": _("by the form"),
    "link": _("opening the link that was sent"),
    "code": _("typing the code that was sent"),
}


def _said(sentence: str) -> str:
    if sentence in _FAULTS:
        return str(_FAULTS[sentence])
    return JAPANESE.get(sentence, sentence) if language() == "ja" else sentence


def outcome_lines(done: Imported) -> list[tuple[str, int]]:
    """What became of all rows, in words; together they are all rows."""
    lines = [(str(words), done.states[state]) for state, words in _STATES.items()]
    lines += [(str(words), done.verdicts[verdict]) for verdict, words in _VERDICTS.items()]
    lines += [(_said(why), count) for why, count in done.skipped.most_common()]
    lines.append((str(_("With a mistake: not taken")), done.refused))
    lines += [(_said(note), count) for note, count in done.remarks.notes.most_common()]
    return [(words, count) for words, count in lines if count]


def problem_lines(problems: Iterable[Bad]) -> list[tuple[int, str, str]]:
    """Line, what is wrong, and the value at fault."""
    return [(bad.line, _said(bad.why), bad.value) for bad in problems]


def consent_lines(consent: Mapping[str, object]) -> list[tuple[str, str]]:
    """The proof of a consent, as far as people can read it."""
    said = [
        (str(words), _value(key, str(consent[key])))
        for key, words in _CONSENT.items()
        if consent.get(key)
    ]
    return [*said, *_changes(consent.get("changes"))]


def _changes(made: object) -> list[tuple[str, str]]:
    """When the person chose anew; what exactly is in the export of their data."""
    kept = (
        [str(each.get("at")) for each in made if isinstance(each, dict)]
        if isinstance(made, list)
        else []
    )
    return [(str(_("Chosen anew")), _value("changed_at", at)) for at in kept]


def _value(key: str, value: str) -> str:
    at = read_moment(value) if key.endswith("_at") else None
    if at:
        return moments.moment(at)
    return name_of(value) if key == "by" else str(_WAYS.get(value, value))
