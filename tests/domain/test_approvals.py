"""Approval is a signature on bytes by somebody who did not write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.approvals import (
    Approval,
    Decision,
    Need,
    Standing,
    State,
    may_approve,
    needed,
    standing,
)
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.message import RenditionKey
from noroshi.domain.plan.model import ApprovalRule, Company, Plan, PromiseWatch, Role

COMMS, LEGAL = Role.COMMUNICATIONS_MANAGER, Role.LEGAL
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
ROLES = {
    "hana": frozenset({Role.CUSTOMER_LIAISON}),
    "taro": frozenset({COMMS}),
    "yuki": frozenset({COMMS, LEGAL}),
    "ines": frozenset({LEGAL}),
    "mallory": frozenset[Role](),
}
EVERYBODY = frozenset(ROLES)
THIS, OTHER = "d" * 64, "e" * 64


def roles_of(person: str) -> frozenset[Role]:
    return ROLES[person]


def says(
    person: str,
    decision: Decision = Decision.APPROVED,
    *,
    minute: int = 0,
    digest: str = THIS,
) -> Approval:
    at = NOON + timedelta(minutes=minute)
    return Approval(person=person, digest=digest, at=at, decision=decision)


def judged(
    *approvals: Approval,
    roles: tuple[Role, ...] = (COMMS,),
    editors: frozenset[str] = frozenset({"hana"}),
    active: frozenset[str] = EVERYBODY,
) -> Standing:
    return standing(
        roles, approvals, digest=THIS, editors=editors, roles_of=roles_of, active=active
    )


def why(result: Standing) -> list[str]:
    return [ignored.reason["en"] for ignored in result.ignored]


def test_taro_approves_what_hana_wrote() -> None:
    result = judged(says("taro"))
    assert result.state is State.APPROVED
    assert [(c.approval.person, c.role) for c in result.counted] == [("taro", COMMS)]


def test_without_any_approval_the_text_waits() -> None:
    result = judged()
    assert (result.state, result.missing) == (State.WAITING, (COMMS,))


def test_a_text_that_needs_nobody_is_approved() -> None:
    assert judged(roles=()).state is State.APPROVED


def test_an_approval_of_another_version_does_not_count() -> None:
    result = judged(says("taro", digest=OTHER))
    assert result.state is State.WAITING
    assert why(result) == ["The approval is of another version of the text."]


def test_taro_cannot_approve_what_he_edited() -> None:
    result = judged(says("taro"), editors=frozenset({"hana", "taro"}))
    assert result.state is State.WAITING
    assert why(result) == ["Nobody approves a text that they wrote or edited."]


def test_an_approval_by_somebody_disabled_does_not_count() -> None:
    result = judged(says("taro"), active=EVERYBODY - {"taro"})
    assert result.state is State.WAITING
    assert why(result) == ["The account is disabled."]


def test_mallory_approves_and_rejects_nothing() -> None:
    result = judged(says("mallory"), says("mallory", Decision.REJECTED, minute=1), says("taro"))
    assert result.state is State.APPROVED
    assert why(result) == ["The person plays no role that is needed here."] * 2


def test_two_roles_need_two_people() -> None:
    result = judged(says("yuki"), roles=(COMMS, LEGAL))
    assert result.state is State.WAITING
    assert len(result.counted) == len(result.missing) == 1


@pytest.mark.parametrize("order", list(permutations(["yuki", "ines"])))
def test_who_plays_two_roles_makes_room_for_who_plays_one(order: tuple[str, ...]) -> None:
    signed = (says(person, minute=minute) for minute, person in enumerate(order))
    result = judged(*signed, roles=(COMMS, LEGAL))
    assert result.state is State.APPROVED
    assert {c.approval.person: c.role for c in result.counted} == {"yuki": COMMS, "ines": LEGAL}


def test_one_person_counts_once_even_for_the_same_role_twice() -> None:
    twice = (COMMS, COMMS)
    assert judged(says("taro"), says("taro", minute=1), roles=twice).state is State.WAITING
    assert judged(says("taro"), says("yuki"), roles=twice).state is State.APPROVED


def test_a_second_approval_for_a_filled_role_is_listed_as_spare() -> None:
    result = judged(says("taro"), says("yuki", minute=1))
    assert result.state is State.APPROVED
    assert why(result) == ["Somebody else has already signed for the role."]


def test_a_rejection_stands_against_every_approval() -> None:
    result = judged(says("taro"), says("ines", Decision.REJECTED, minute=1))
    assert result.state is State.REJECTED
    assert [a.person for a in result.rejections] == ["ines"]
    again = judged(says("ines", Decision.REJECTED), says("taro", minute=5))
    assert again.state is State.REJECTED


def test_who_rejected_may_think_again() -> None:
    result = judged(says("taro", Decision.REJECTED), says("taro", minute=1))
    assert result.state is State.APPROVED
    assert why(result) == ["The same person decided again later."]


def test_who_approved_may_think_again() -> None:
    assert judged(says("taro"), says("taro", Decision.REJECTED, minute=1)).state is State.REJECTED


def test_at_the_same_moment_the_later_entry_wins() -> None:
    assert judged(says("taro"), says("taro", Decision.REJECTED)).state is State.REJECTED


def test_a_rejection_of_another_version_says_nothing() -> None:
    result = judged(says("ines", Decision.REJECTED, digest=OTHER), says("taro"))
    assert result.state is State.APPROVED


APPROVALS = st.lists(
    st.builds(
        says,
        st.sampled_from(sorted(ROLES)),
        st.sampled_from(Decision),
        minute=st.integers(0, 9),
        digest=st.sampled_from([THIS, OTHER]),
    ),
    max_size=8,
)
SOME_ROLES = st.lists(st.sampled_from([COMMS, LEGAL, Role.CUSTOMER_LIAISON]), max_size=3)
PEOPLE = st.frozensets(st.sampled_from(sorted(ROLES)))


@given(APPROVALS, SOME_ROLES, PEOPLE, PEOPLE)
def test_no_approval_counts_that_is_not_of_these_bytes_by_another_active_person(
    approvals: list[Approval],
    roles: list[Role],
    editors: frozenset[str],
    active: frozenset[str],
) -> None:
    result = judged(*approvals, roles=tuple(roles), editors=editors, active=active)
    people = [counted.approval.person for counted in result.counted]
    assert len(people) == len(set(people))
    for counted in result.counted:
        assert counted.approval.digest == THIS
        assert counted.approval.person in active - editors
        assert counted.role in roles_of(counted.approval.person)
    assert len(result.counted) + len(result.missing) == len(roles)
    assert len(result.counted) + len(result.ignored) + len(result.rejections) == len(approvals)
    assert (result.state is State.APPROVED) == (not result.missing and not result.rejections)


@given(APPROVALS)
def test_any_change_of_the_text_empties_the_approvals(approvals: list[Approval]) -> None:
    stale = [replace(approval, digest=OTHER) for approval in approvals]
    assert judged(*stale) == replace(judged(), ignored=judged(*stale).ignored)


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ("hana", "Nobody approves a text that they wrote or edited."),
        ("ines", "The person plays no role that is needed here."),
        ("mallory", "The person plays no role that is needed here."),
    ],
)
def test_who_may_not_approve_is_told_why(person: str, reason: str) -> None:
    verdict = may_approve(
        person,
        needed=(COMMS,),
        editors=frozenset({"hana"}),
        roles_of=roles_of,
        active=EVERYBODY,
    )
    assert not verdict
    assert verdict.reason["en"] == reason


def test_taro_may_approve_while_he_is_active_and_something_is_needed() -> None:
    def asks(roles: tuple[Role, ...], active: frozenset[str]) -> bool:
        return bool(
            may_approve("taro", needed=roles, editors=frozenset(), roles_of=roles_of, active=active)
        )

    assert asks((COMMS,), EVERYBODY)
    assert not asks((), EVERYBODY)
    assert not asks((COMMS,), frozenset())


def plan(*rules: ApprovalRule) -> Plan:
    return Plan(
        company=Company(
            name="Kitsune Cloud",
            languages=("en", "ja"),
            default_language="en",
            time_zone="Europe/Berlin",
            mail_from="status@kitsune.example",
            reply_to="help@kitsune.example",
        ),
        severities=(),
        people=(),
        appointments=(),
        regions=(),
        components=(),
        pages=(),
        audiences=(),
        checklist=(),
        scenarios=(),
        cadence=(),
        promises=PromiseWatch(
            remind_before=(), escalate_after=timedelta(minutes=5), escalate_to=()
        ),
        approvals=rules,
        report_within=timedelta(hours=24),
    )


def asks(
    *rules: ApprovalRule,
    audience: str = "customers",
    channel: Channel = Channel.EMAIL,
    stage: Stage = Stage.IDENTIFIED,
    severity: int = 4,
    unedited: bool = False,
) -> Need:
    key = RenditionKey(audience=audience, channel=channel, language="en")
    return needed(plan(*rules), key, stage=stage, severity=severity, unedited=unedited)


RULES = (
    ApprovalRule(roles=(), stages=(Stage.INVESTIGATING,), only_unedited=True),
    ApprovalRule(roles=(), audiences=("staff",)),
    ApprovalRule(roles=(COMMS, LEGAL), channels=(Channel.EMAIL,), min_severity=5),
    ApprovalRule(roles=(COMMS,)),
)


def test_the_first_rule_that_fits_decides() -> None:
    assert asks(*RULES).roles == (COMMS,)
    assert asks(*RULES, severity=5).roles == (COMMS, LEGAL)
    assert asks(*RULES, severity=5, channel=Channel.WEBHOOK).roles == (COMMS,)
    assert asks(*RULES, severity=5, audience="staff").roles == ()


def test_the_prepared_first_message_goes_without_approval_only_while_unedited() -> None:
    assert asks(*RULES, stage=Stage.INVESTIGATING, unedited=True).roles == ()
    assert asks(*RULES, stage=Stage.INVESTIGATING).roles == (COMMS,)


def test_the_need_says_which_rule_asks() -> None:
    assert asks(*RULES).reason["en"] == "Rule 4 of the plan asks for 1 approval(s)."
    assert asks(*RULES, audience="staff").reason["en"] == "Rule 2 of the plan asks for no approval."


def test_when_no_rule_fits_the_communications_manager_decides() -> None:
    assert asks().roles == (COMMS,)
    assert "communications manager" in asks().reason["en"]


def test_approvals_are_put_in_order_across_time_zones() -> None:
    tokyo = timezone(timedelta(hours=9))
    later = replace(says("taro", Decision.REJECTED, minute=1), at=NOON.astimezone(tokyo))
    assert judged(replace(says("taro"), at=NOON - timedelta(minutes=1)), later).state is (
        State.REJECTED
    )
