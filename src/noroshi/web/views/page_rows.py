"""Each target of each status page, as a line of a screen. The advice is docs/publishing.md's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from noroshi.actions.queries.pages_standing import PagesStanding, TargetShown
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import Plan
from noroshi.domain.publication import BUILT_IN, TargetState


@dataclass(frozen=True, kw_only=True)
class Sign:
    """A state of a target: how it is drawn, what it is called, and what to do about it."""

    css: str
    shape: str
    word: Promise
    advice: Promise | str = ""


_SIGNS: Mapping[TargetState, Sign] = {
    TargetState.WAITING: Sign(css="is-none", shape="s-none", word=_("On its way")),
    TargetState.VERIFIED: Sign(css="is-ok", shape="s-ok", word=_("Read back")),
    TargetState.FAILED: Sign(
        css="is-major",
        shape="s-major",
        word=_("Out of reach"),
        advice=_("Mend the target. Noroshi tries every 30 seconds."),
    ),
    TargetState.WRONG: Sign(
        css="is-major",
        shape="s-major",
        word=_("Shows other bytes"),
        advice=_("Find out who writes there. Noroshi puts the page back by itself."),
    ),
    TargetState.EMERGENCY: Sign(
        css="is-degraded",
        shape="s-degraded",
        word=_("Emergency page"),
        advice=_("Publish an update, or run “noroshi page publish”, to end it."),
    ),
    TargetState.HELD: Sign(
        css="is-none",
        shape="s-none",
        word=_("Held"),
        advice=_("This is a copy of the installation. Only the original publishes elsewhere."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One target. ``name`` is None for the product's own server; ``url`` is "" if none is known."""

    page: Localised
    name: str | None
    kind: str
    url: str
    sign: Sign
    version: int | None
    read_back_at: datetime | None
    since: datetime | None
    failure: str


def rows(plan: Plan | None, standing: PagesStanding) -> tuple[Row, ...]:
    """Every target in the plan's order."""
    names = {page.key: page.name for page in plan.pages} if plan else {}
    return tuple(
        _row(names.get(page.key, {"en": page.key}), shown)
        for page in standing.pages
        for shown in page.targets
    )


def _row(page: Localised, shown: TargetShown) -> Row:
    one = shown.standing
    return Row(
        page=page,
        name=None if one.target == BUILT_IN else one.target,
        kind=one.kind,
        url=shown.url,
        sign=_SIGNS[one.state],
        version=one.version,
        read_back_at=one.verified_at,
        since=one.failing_since,
        failure=one.failure,
    )
