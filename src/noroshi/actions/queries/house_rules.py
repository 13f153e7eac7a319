"""What the guardrails are told of the company, whatever a text is about. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from noroshi.domain.guardrails.rule import Context
from noroshi.domain.plan.model import Component, Plan, Region


def house_context(plan: Plan, language: str, *, page_url: str = "") -> Context:
    """What the plan says of every text in a language, whatever it is about."""
    return Context(
        third_parties=plan.third_parties,
        product_names=(plan.company.name, *(party.name for party in plan.third_parties)),
        terms=tuple(term for term in plan.glossary if term.language == language),
        page_url=page_url,
        own_domains=_own_domains(plan, page_url),
        internal_names=plan.internal_names,
    )


def names_of(parts: Iterable[Component | Region], language: str) -> tuple[str, ...]:
    """What components and regions are called in a language, each name once."""
    texts = (text for part in parts for text in (part.name, part.in_text))
    return tuple(dict.fromkeys(word for text in texts if (word := text.get(language))))


def _own_domains(plan: Plan, page_url: str) -> tuple[str, ...]:
    hosts = (urlsplit(url).hostname for url in (page_url, plan.company.support_url))
    return tuple(dict.fromkeys([*plan.own_domains, *(host for host in hosts if host)]))
