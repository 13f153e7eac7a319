"""The names of the means and choices, for the forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from noroshi.domain.asking import Means
from noroshi.domain.language import pick
from noroshi.domain.plan.model import Component, ComponentGroup, Plan
from noroshi.domain.subscription import TOPICS, Topic
from noroshi.web.reader import language

MEANS: Mapping[Means, str | Promise] = {
    Means.EMAIL: _("E-mail"),
    Means.SMS: _("Text message"),
    Means.WEBHOOK: _("Webhook"),
    Means.SLACK: _("Slack"),
    Means.TEAMS: _("Microsoft Teams"),
    Means.PUSH: _("This browser"),
}


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """A group with its components; None stands for those that are in no group."""

    group: ComponentGroup | None
    components: Sequence[Component]


def sorted_components(plan: Plan) -> list[Sorted]:
    """The components as the page shows them: by group, and the others after them."""
    known = {one.key: one for one in plan.components}
    found = [
        Sorted(group=group, components=[known[key] for key in group.components if key in known])
        for group in plan.groups
    ]
    taken = {key for group in plan.groups for key in group.components}
    others = [one for one in plan.components if one.key not in taken]
    return [*found, Sorted(group=None, components=others)] if others else found


def topics() -> list[tuple[Topic, str]]:
    """The kinds of messages, with their names."""
    return [(topic, pick(TOPICS[topic], language())) for topic in Topic]


@lru_cache(maxsize=1)
def zones() -> list[tuple[str, list[str]]]:
    """The time zones of the world by continent, without the old names of the same ones."""
    found: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        area, _slash, _place = name.partition("/")
        if area in _AREAS:
            found.setdefault(area, []).append(name)
    return [("UTC", ["UTC"]), *found.items()]


_AREAS = frozenset({
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
    "Pacific",
})  # fmt: skip
