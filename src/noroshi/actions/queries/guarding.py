"""What the guardrails find in a text that is not one of ours: written in another tool, say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from noroshi.actions.queries.house_rules import house_context, names_of
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
    around = house_context(plan, text.language) if plan else Context()
    parts: tuple[Component | Region, ...] = (*plan.components, *plan.regions) if plan else ()
    return replace(
        around,
        next_update_text=text.next_update,
        promise_is_elsewhere=not text.next_update,
        scope_words=names_of(parts, text.language),
        internal_links=(plan.bridge_url,) if plan and plan.bridge_url else (),
    )
