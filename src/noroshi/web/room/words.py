"""The words of the room that depend on what is the case."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noroshi.actions.queries.composing import Work
from noroshi.actions.queries.next_step import NextStep
from noroshi.actions.queries.outlets import names_of_texts
from noroshi.actions.queries.people import names_in_log
from noroshi.domain.guardrails.rule import Level
from noroshi.domain.message import MessageKind
from noroshi.domain.plan.model import Plan
from noroshi.web.named import message_inside
from noroshi.web.reader import language


def log_names(plan: Plan) -> dict[str, str]:
    """What to call everything that stands in the log of an incident."""
    said = language()
    return names_of_texts(plan, language=said) | names_in_log(said)


def listed(names: Sequence[str]) -> str:
    """ "Yuki Tanabe and Ines Roth"."""
    if language() == "ja":
        return "、".join(names)
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def summed(levels: Sequence[Level]) -> str:
    """ "2 block publication, 1 piece of advice"."""
    said = [counted(level, n) for level in Level if (n := levels.count(level))]
    return _(", ").join(said) if said else _("Nothing found")


def counted(level: Level, count: int) -> str:
    """How many findings of one level there are."""
    if level is Level.BLOCK:
        said = ngettext("%(n)s blocks publication", "%(n)s block publication", count)
    elif level is Level.WARN:
        said = ngettext("%(n)s warning", "%(n)s warnings", count)
    else:
        said = ngettext("%(n)s piece of advice", "%(n)s pieces of advice", count)
    return said % {"n": count}


def primary(step: NextStep, work: Work | None, number: int) -> str:
    """What the one primary action is called: it names the next step."""
    if step.kind == "mend_and_ask":
        return _mend_and_ask(step.count)
    words = {
        "confirm": _("Look at the proposal"),
        "start": _("Start update %(n)s") % {"n": number},
        "mend": _("Show what has to be written"),
        "ask": _("Ask for approval"),
        "decide": ngettext("Read and decide %(n)s text", "Read and decide %(n)s texts", step.count)
        % {"n": step.count},
        "lapsed": _("Take it back for a fresh time"),
        "publish": _publish(work),
        "report": _("Write the final report"),
        "read_review": _("Read the review"),
    }
    return words.get(step.kind, "")


def _mend_and_ask(count: int) -> str:
    if count == 1:
        return _("Mend it, then ask for approval")
    if count == 2:
        return _("Mend both, then ask for approval")
    return _("Mend all %(n)s, then ask for approval") % {"n": count}


def _publish(work: Work | None) -> str:
    if work is None:
        return ""
    if work.message.kind is MessageKind.REPORT:
        return _("Publish the final report")
    return _("Publish %(message)s") % {"message": message_inside(work.message)}


def situation(step: NextStep, work: Work | None, speakers: Sequence[str]) -> str:
    """The sentence beside the primary action: what it waits for, or what will happen."""
    waits = listed([person.name for person in work.waits_for]) if work else ""
    if step.kind in {"ask", "mend_and_ask"}:
        return _("%(who)s will be asked to approve.") % {"who": waits} if waits else ""
    if step.kind == "mend":
        return ngettext(
            "%(n)s place in the texts keeps them from going out. Nobody can guess the words.",
            "%(n)s places in the texts keep them from going out. Not all can be mended by a button.",
            step.count,
        ) % {"n": step.count}
    if step.kind == "wait_for_approval":
        return _("Waits for %(who)s.") % {"who": waits} if waits else _("Waits for approval.")
    words = {
        "wait_for_publisher": _("Approved. Waits for %(who)s to publish it.")
        % {"who": listed(speakers)},
        "publish": _("Every text is approved. The status page goes first, then everybody else."),
        "lapsed": _("The time that it promises has passed, so it cannot go out like this."),
        "decide": _("It waits for you."),
    }
    return words.get(step.kind, "")
