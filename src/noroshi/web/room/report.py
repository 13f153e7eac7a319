"""The final report: six parts in every language, side by side, saved on each pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from noroshi.actions.draft_report import draft_report
from noroshi.actions.edit_report import edit_report
from noroshi.actions.queries.people import names
from noroshi.actions.queries.room import head
from noroshi.domain.incident import IncidentState
from noroshi.domain.language import Localised
from noroshi.domain.permissions import Deed
from noroshi.domain.plan.model import Plan
from noroshi.domain.review.report import PARTS, QUESTIONS, EmptyPart, empty_parts
from noroshi.kernel.errors import Conflict, Invalid, Refusal
from noroshi.kernel.ids import token_hash
from noroshi.storage import events, messages, reports
from noroshi.storage.reports import StoredReport
from noroshi.web.access import may
from noroshi.web.actors import actor_of
from noroshi.web.boundary import is_fragment
from noroshi.web.services import context

_MOST_KEPT = 60_000


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One part in one language. ``seen`` names the text that the field was filled with.

    ``theirs`` is what somebody else wrote meanwhile, beside what was typed.
    """

    language: str
    text: str
    seen: str
    theirs: str | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One part in all languages."""

    part: str
    heading: Localised
    question: Localised
    cells: tuple[Cell, ...]


@may(Deed.WRITE_REPORT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Read the report, or keep what was typed into it. Only changed parts are written."""
    if request.method != "POST":
        return _page(request, number)
    try:
        _save(request, number)
    except (Conflict, Invalid) as refusal:
        return _refused(request, number, refusal)
    if is_fragment(request):
        return render(request, "report/saved.html", _shown(number))
    return _back(number)


@may(Deed.WRITE_REPORT)
@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Make a message of the six parts, which goes to its approvers like every other."""
    try:
        _save(request, number)
        draft_report(context(), actor_of(request), number)
    except (Conflict, Invalid) as refusal:
        return _refused(request, number, refusal)
    response = redirect(f"{reverse('room', args=[number])}#write")
    response.status_code = 303
    return response


def _save(request: HttpRequest, number: int) -> None:
    plan = head(number).plan
    stored = reports.get(number)
    changed = _changed(request, plan, stored)
    if not changed:
        return
    taken = [
        key
        for key in changed
        if _fingerprint(_stored(stored, *key)) != request.POST.get(f"seen_{'_'.join(key)}")
    ]
    if taken:
        raise Conflict(
            "Somebody else has changed this part meanwhile.",
            way_out="Both texts are shown. Save again to keep yours.",
            field=".".join(taken[0]),
        )
    sections = {
        code: {part: changed.get((code, part), _stored(stored, code, part)) for part in PARTS}
        for code in plan.company.languages
    }
    version = stored.version if stored else 0
    edit_report(context(), actor_of(request), number, sections=sections, version=version)


def _changed(
    request: HttpRequest, plan: Plan, stored: StoredReport | None
) -> dict[tuple[str, str], str]:
    """The parts whose field does not hold any more what it was filled with."""
    found = {}
    for code in plan.company.languages:
        for part in PARTS:
            typed = _typed(request, code, part)
            seen = request.POST.get(f"seen_{code}_{part}")
            if typed is None or _fingerprint(typed) == seen:
                continue
            if typed != _stored(stored, code, part):
                found[code, part] = typed
    return found


def _typed(request: HttpRequest, code: str, part: str) -> str | None:
    text = request.POST.get(f"text_{code}_{part}")
    return None if text is None else str(text).replace("\r\n", "\n").strip()


def _stored(report: StoredReport | None, code: str, part: str) -> str:
    return report.sections.get(code, {}).get(part, "") if report else ""


def _fingerprint(text: str) -> str:
    return token_hash(text)[:16]


def _refused(request: HttpRequest, number: int, refusal: Refusal) -> HttpResponse:
    if not is_fragment(request):
        return _page(request, number, refusal=refusal)
    shown = _shown(number, typed=request.POST) | {"refusal": refusal}
    response = render(request, "report/not_saved.html", shown, status=refusal.status)
    response["HX-Retarget"] = "#saved"
    response["HX-Reswap"] = "innerHTML"
    return response


def _page(request: HttpRequest, number: int, *, refusal: Refusal | None = None) -> HttpResponse:
    shown = _shown(number, typed=request.POST if refusal else None) | {"refusal": refusal}
    status = refusal.status if refusal else 200
    return render(request, "report/report.html", shown, status=status)


def _back(number: int) -> HttpResponse:
    response = redirect("report", number)
    response.status_code = 303
    return response


def _shown(number: int, *, typed: Mapping[str, object] | None = None) -> dict[str, object]:
    above = head(number)
    stored = reports.get(number)
    languages = above.plan.company.languages
    empty = empty_parts(stored.sections if stored else {}, languages)
    published = stored.published_at if stored else None
    work = messages.in_work(number)
    return {
        "here": "now",
        "head": above,
        "incident": above.incident,
        "plan": above.plan,
        "stored": stored,
        "rows": _rows(languages, stored, typed),
        "empty": empty,
        "empty_keys": [f"{one.language}.{one.part}" for one in empty],
        "empty_names": _names_of(empty),
        "written": len(PARTS) * len(languages) - len(empty),
        "all": len(PARTS) * len(languages),
        "work": work,
        "published_at": published,
        "can_write": above.incident.state is IncidentState.RESOLVED and not published and not work,
        "names": names(),
        "last_event": events.newest_id(),
    }


def _names_of(empty: tuple[EmptyPart, ...]) -> list[tuple[Localised, str]]:
    return [(PARTS[one.part], one.language) for one in empty]


def _rows(
    languages: tuple[str, ...], stored: StoredReport | None, typed: Mapping[str, object] | None
) -> tuple[Row, ...]:
    return tuple(
        Row(
            part=part,
            heading=heading,
            question=QUESTIONS[part],
            cells=tuple(_cell(code, part, stored, typed) for code in languages),
        )
        for part, heading in PARTS.items()
    )


def _cell(
    code: str, part: str, stored: StoredReport | None, typed: Mapping[str, object] | None
) -> Cell:
    now = _stored(stored, code, part)
    kept = typed.get(f"text_{code}_{part}") if typed else None
    if kept is None or str(kept).replace("\r\n", "\n").strip() == now:
        return Cell(language=code, text=now, seen=_fingerprint(now))
    seen = str(typed.get(f"seen_{code}_{part}", "")) if typed else ""
    taken = seen != _fingerprint(now)
    # A stale field that nobody typed into simply takes the new text.
    text = str(kept)[:_MOST_KEPT]
    if taken and _fingerprint(text.replace("\r\n", "\n").strip()) == seen:
        return Cell(language=code, text=now, seen=_fingerprint(now))
    return Cell(language=code, text=text, seen=_fingerprint(now), theirs=now if taken else None)
