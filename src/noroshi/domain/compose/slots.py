"""The names that a template may use between double braces.

A slot is either a question of the checklist (its key, P3) or one of the built-in names below.
Nothing else of a template language exists: no conditions, loops, filters or calls.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from noroshi.domain.plan.model import Plan

SLOT = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]*)[ \t]*\}\}")
"""A slot as it is written: ``{{ name }}`` on one line."""

BUILTIN: Mapping[str, str] = {
    "company": "the company's name",
    "title": "the incident's title",
    "stage": "the stage in words, such as “Identified”",
    "severity": "the name of the severity class",
    "severity_level": "the number of the severity class, 1 to 5",
    "components": "the components that are hit, as a list in words",
    "regions": "the regions that are hit, or “all regions”",
    "started_at": "when it began, with the time zone",
    "resolved_at": "when it was solved, with the time zone",
    "duration": "how long it lasted, or has lasted so far",
    "now": "the time at which the text is composed",
    "next_update": "the promised time of the next update, with its date if that is another day",
    "next_update_date": "the date of the next update",
    "page_url": "the address of the status page",
    "incident_url": "the address of the incident on the status page",
    "report_url": "the address of the final report",
    "support_url": "where customers find support",
    "bridge_url": "the virtual meeting room (P12); internal texts only",
    "report_within": "the time in which the final report is promised (F1)",
    "third_party": "the provider's name on the status page, a general phrase elsewhere (R3)",
}
"""Each built-in slot and what it stands for."""

FACTS_WIN = frozenset({"started_at", "third_party"})
"""Built-in slots that a question of the checklist may have for its key; its answer goes first."""

ADDRESSES = frozenset({"page_url", "incident_url", "report_url", "support_url", "bridge_url"})
"""The only slots that may stand where a link leads."""

INTERNAL = frozenset({"bridge_url"})
"""Slots that never belong in a text for people outside the company."""


def declared(plan: Plan) -> frozenset[str]:
    """Every slot name that the templates of ``plan`` may use."""
    return frozenset(BUILTIN) | {question.key for question in plan.checklist}


def used(text: str) -> frozenset[str]:
    """The names of the slots in ``text``."""
    return frozenset(SLOT.findall(text))
