"""What the guardrails find in a text that is not one of ours: written in another tool, say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Context, Finding, Text
from noroshi.domain.guardrails.run import check
from noroshi.domain.incident import Stage
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Component, Plan, Region
from noroshi.linguistics.linguist import LINGUIST


@dataclass(frozen=True, kw_only=True)
class ForeignText:
    """A text, and where it is to go.

    ``next_update`` is the promised time as the text writes it ("15:15 CET"); "" accepts any time.
    """

    subject: str
    body: str
    language: str
    channel: Channel
    audience: str = "customers"
    stage: Stage = Stage.IDENTIFIED
    next_update: str = ""
    next_update_at: datetime | None = None


def findings_in_foreign(plan: Plan | None, text: ForeignText) -> tuple[Finding, ...]:
    """The findings, in the order of the text. Without a plan its names and levels are missing.

    Raises:
        NotFound: the plan has no such audience.
    """
    audience = select.audience(plan, text.audience) if plan else None
    read = Text(
        subject=text.subject,
        body=text.body,
        language=text.language,
        audience=text.audience,
        channel=text.channel,
        stage=text.stage,
        linguist=LINGUIST,
        technical=bool(audience and audience.technical),
        internal=bool(audience and audience.internal),
        context=_context(plan, text),
    )
    return check(read, plan.guardrail_levels if plan else {})


def _context(plan: Plan | None, text: ForeignText) -> Context:
    promise = Context(
        next_update_at=text.next_update_at,
        next_update_text=text.next_update,
        promise_is_elsewhere=not text.next_update and text.next_update_at is None,
    )
    if plan is None:
        return promise
    parts: tuple[Component | Region, ...] = (*plan.components, *plan.regions)
    names = (given for part in parts for given in (part.name, part.in_text))
    return Context(
        next_update_at=promise.next_update_at,
        next_update_text=promise.next_update_text,
        promise_is_elsewhere=promise.promise_is_elsewhere,
        third_parties=plan.third_parties,
        scope_words=tuple(word for name in names if (word := name.get(text.language))),
        product_names=(plan.company.name, *(party.name for party in plan.third_parties)),
        terms=tuple(term for term in plan.glossary if term.language == text.language),
        own_domains=plan.own_domains,
        internal_names=plan.internal_names,
        internal_links=(plan.bridge_url,) if plan.bridge_url else (),
    )
