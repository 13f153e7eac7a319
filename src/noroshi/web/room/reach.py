"""What the person at the desk may do about a finding beside mending it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from noroshi.actions.context import Actor
from noroshi.domain.guardrails.judging import may_soften
from noroshi.domain.guardrails.rule import Finding
from noroshi.domain.message import Message, MessageState
from noroshi.domain.plan.model import Plan
from noroshi.web.room.numbers import Numbered


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Somebody with the roles that the plan gives them. The actions decide again."""

    plan: Plan
    actor: Actor

    def shown(self, each: Numbered, message: Message) -> Numbered:
        """The finding, with the buttons that are offered beside it."""
        return replace(
            each,
            can_override=self._can_override(each.finding, message),
            can_take_back=self._can_take_back(each.finding, message),
        )

    def _can_override(self, finding: Finding, message: Message) -> bool:
        if message.state is not MessageState.DRAFT or not may_soften(finding):
            return False
        return self._is_named(finding.code)

    def _can_take_back(self, finding: Finding, message: Message) -> bool:
        if finding.override is None:
            return False
        in_work = message.state in {MessageState.DRAFT, MessageState.IN_APPROVAL}
        is_theirs = finding.override.person == self.actor.person
        return in_work and (is_theirs or self._is_named(finding.code))

    def _is_named(self, rule: str) -> bool:
        role = self.plan.override_roles.get(rule)
        return role is not None and role in self.actor.roles
