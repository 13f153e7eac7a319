"""Let a text go out although a rule blocks it, and take that back.

Only whom the plan names for the rule may do so, with a reason that the approvers and the review
show. An override holds for the text, the rule and the words that were found; see
noroshi.domain.guardrails.override.
"""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.findings import findings_in
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.reason import typed_reason
from noroshi.domain.approvals import Decision
from noroshi.domain.events import EventKind
from noroshi.domain.guardrails.catalogue import CODES, FIRM
from noroshi.domain.guardrails.judging import may_soften
from noroshi.domain.guardrails.override import Override
from noroshi.domain.guardrails.rule import Finding, shown
from noroshi.domain.message import Message, MessageState, Rendition
from noroshi.domain.permissions import ROLE_NAMES, Deed
from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from noroshi.storage import decisions, events, incidents, messages, overrides
from noroshi.storage.unit_of_work import unit_of_work

SHORTEST_REASON = 10
"""Characters that a reason needs: a few words, also in Japanese."""
LONGEST_REASON = 500
_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be overridden, and why.

    ``words`` are those that the finding points at, or its fingerprint; "" where the rule blocks
    the text in one place only.
    """

    rule: str
    reason: str
    words: str = ""


def override_finding(context: Context, actor: Actor, rendition_id: int, wish: Wish) -> Override:
    """Let a finding that blocks the text pass. The same again changes nothing.

    Raises:
        NotAllowed: the plan does not name a role of the actor for this rule.
        Invalid: nobody may override the rule, or the reason is missing, too short or too long.
        Conflict: the message is not a draft, or the text has no such block now.
    """
    actor.must_be_allowed(Deed.EDIT)
    plan = current_plan()
    _must_be_named(plan, actor, wish.rule)
    reason = _reason(wish.reason)
    with unit_of_work():
        message, text = messages.locked(rendition_id)
        _must_be_a_draft(message)
        incident = incidents.get(message.incident_number)
        finding = _found(findings_in(plan, incident, message, text), wish)
        if finding.override is not None:
            return finding.override
        return _keep(context, actor, message, text, finding=finding, reason=reason)


def withdraw_override(context: Context, actor: Actor, override_id: int) -> None:
    """Let the rule block the text again. Withdrawing twice changes nothing.

    Raises:
        NotAllowed: the plan does not name a role of the actor for this rule.
        Conflict: the text has gone out by virtue of it.
    """
    actor.must_be_allowed(Deed.EDIT)
    plan = current_plan()
    with unit_of_work():
        try:
            override = overrides.get(override_id)
        except NotFound:
            return
        if override.person != actor.person:
            _must_be_named(plan, actor, override.rule)
        message, text = messages.locked(override.rendition_id)
        if message.state not in messages.IN_WORK:
            raise Conflict(
                "This message is not in work any more.",
                way_out="What it went out with stays in the review.",
            )
        now = context.clock.now()
        if overrides.withdraw(override_id, at=now):
            events.append(
                at=now,
                kind=EventKind.OVERRIDE_WITHDRAWN,
                actor=actor.person,
                incident=message.incident_number,
                data=_about(message, text, override.rule),
            )


def _must_be_named(plan: Plan, actor: Actor, rule: str) -> None:
    if rule not in CODES:
        raise Invalid("There is no rule “{rule}”.", field="rule", rule=rule)
    if rule in FIRM:
        raise Invalid(
            "What this rule finds never goes out.", way_out="Mend the text.", field="rule"
        )
    role = plan.override_roles.get(rule)
    if role is None:
        raise NotAllowed(
            "The plan names nobody who may override this.",
            way_out="Mend what the finding points at.",
        )
    if role not in actor.roles:
        raise NotAllowed(
            "Only this role may override it: {role}.",
            way_out="Ask one of them to do it.",
            role=ROLE_NAMES[role],
        )


def _reason(typed: str) -> str:
    # One more than may be kept, so that a longer one is refused and not cut.
    reason = typed_reason(typed, missing="Say why this must go out.", most=LONGEST_REASON + 1)
    if len(reason) < SHORTEST_REASON:
        raise Invalid("Say why in a few words; the review shows them.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(
            "The reason must have at most {most} characters.", field="reason", most=LONGEST_REASON
        )
    return reason


def _must_be_a_draft(message: Message) -> None:
    if message.state is not MessageState.DRAFT:
        raise Conflict(
            "This message is not a draft any more.",
            way_out="Take it back first, so that its approvers see what was overridden.",
        )


def _found(findings: tuple[Finding, ...], wish: Wish) -> Finding:
    same = [
        each
        for each in findings
        if each.code == wish.rule and (may_soften(each) or each.override is not None)
    ]
    wanted = {
        each.fingerprint: each
        for each in same
        if not wish.words or wish.words in {each.found, each.fingerprint}
    }
    # What is overridden already is meant only where nothing else blocks.
    wanted = {key: each for key, each in wanted.items() if each.override is None} or wanted
    if not wanted:
        raise Conflict("This does not block the text now.", way_out="Look at the findings again.")
    if len(wanted) > 1:
        found = ", ".join(f"“{shown(each.found)}”" for each in wanted.values())
        raise Conflict(
            "The rule blocks this text in more than one place.",
            way_out="Say which: {found}.",
            found=found,
        )
    return next(iter(wanted.values()))


def _keep(
    context: Context,
    actor: Actor,
    message: Message,
    text: Rendition,
    *,
    finding: Finding,
    reason: str,
) -> Override:
    now = context.clock.now()
    kept = overrides.add(
        Override(
            id=0,
            rendition_id=text.id,
            rule=finding.code,
            fingerprint=finding.fingerprint,
            found=shown(finding.found, _SHOWN),
            reason=reason,
            person=actor.person,
            at=now,
        )
    )
    about = _about(message, text, finding.code)
    events.append(
        at=now,
        kind=EventKind.GUARDRAIL_OVERRIDDEN,
        actor=actor.person,
        incident=message.incident_number,
        data=about | {"found": kept.found, "reason": reason},
    )
    _void_approvals(context, actor, message, text)
    return kept


def _void_approvals(context: Context, actor: Actor, message: Message, text: Rendition) -> None:
    """Whoever approved the text before has not seen the override."""
    approved = [a for a in decisions.of_text(text.id) if a.decision is Decision.APPROVED]
    if not any(approval.digest == text.digest for approval in approved):
        return
    now = context.clock.now()
    decisions.void_of_text(text.id, at=now)
    events.append(
        at=now,
        kind=EventKind.APPROVAL_VOIDED,
        actor=actor.person,
        incident=message.incident_number,
        data={"message": message.number, "rendition": str(text.key), "digest": text.digest},
    )


def _about(message: Message, text: Rendition, rule: str) -> dict[str, object]:
    return {"message": message.number, "rendition": str(text.key), "rule": rule}
