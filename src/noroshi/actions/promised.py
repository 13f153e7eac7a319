"""What the actions about commitments share: shapes of texts and days, and the pages after them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.want_pages import want_pages
from noroshi.domain.commitment import LONGEST
from noroshi.domain.language import LANGUAGE_NAMES, Localised
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid
from noroshi.storage import reports

_LATEST = timedelta(days=730)


def checked_texts(
    given: Localised, languages: Iterable[str], *, field: str, optional: bool = False
) -> Localised:
    """The texts on one line each, in every language or (``optional``) in none.

    Raises:
        Invalid: a language is missing, or a text is too long.
    """
    clean = {code: " ".join(given.get(code, "").split()) for code in languages}
    if optional and not any(clean.values()):
        return {}
    for code, text in clean.items():
        if not text:
            raise Invalid(
                "Write it in {language} too: readers of every language are promised the same.",
                field=f"{field}_{code}",
                language=LANGUAGE_NAMES.get(code, code),
            )
        if len(text) > LONGEST:
            raise Invalid(
                "Keep it under {most} characters: one sentence.",
                field=f"{field}_{code}",
                most=LONGEST,
            )
    return clean


def one_day(due: date, *, now: datetime, plan: Plan) -> None:
    """Refuse a day that has passed in the company's zone, or is so far off that nobody waits.

    Raises:
        Invalid: it is.
    """
    today = now.astimezone(ZoneInfo(plan.company.time_zone)).date()
    if due < today:
        raise Invalid("This day has passed.", way_out="Promise a day to come.", field="due")
    if due > today + _LATEST:
        raise Invalid(
            "This is more than two years away.",
            way_out="Promise a first step with a nearer day.",
            field="due",
        )


def owner_or_nobody(owner: str) -> None:
    """Refuse an owner who is not in the plan.

    Raises:
        Invalid: there is no such person.
    """
    if owner and owner not in {person.key for person in current_plan().people}:
        raise Invalid("The plan has no person “{person}”.", field="owner", person=owner)


def must_be_allowed(actor: Actor, number: int) -> None:
    """Anybody may draft a promise; once the report is out, readers see every change at once, and
    authority to publish is explicit (P6).

    Raises:
        NotAllowed: with the roles that may.
    """
    actor.must_be_allowed(Deed.PUBLISH if is_out(number) else Deed.WRITE_REPORT)


def is_out(number: int) -> bool:
    """Whether the final report of an incident is public."""
    report = reports.get(number)
    return report is not None and report.published_at is not None


def page_again(context: Context, number: int) -> None:
    """Have the pages made anew when readers can see what changed about an incident's report."""
    if is_out(number):
        want_pages(context, "commitment")
