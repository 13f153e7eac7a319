"""Who may do what."""

from __future__ import annotations

import pytest

from noroshi.domain.permissions import ROLE_NAMES, Deed, allowed
from noroshi.domain.plan.model import Role

NOBODY: frozenset[Role] = frozenset()
ANYONE = {
    Deed.SEE,
    Deed.ANSWER_FACT,
    Deed.DRAFT,
    Deed.EDIT,
    Deed.NOTE_POSTING,
    Deed.REQUEST_APPROVAL,
    Deed.WRITE_REPORT,
}
# The whole table, so that every change of it is meant.
MORE = {
    Role.CUSTOMER_LIAISON: {
        Deed.DECLARE,
        Deed.CONFIRM,
        Deed.APPROVE,
        Deed.PUBLISH,
        Deed.RESOLVE,
        Deed.SET_COMPONENTS,
        Deed.INVITE_READERS,
        Deed.STEER_DELIVERY,
    },
    Role.COMMUNICATIONS_MANAGER: {
        Deed.DECLARE,
        Deed.CONFIRM,
        Deed.APPROVE,
        Deed.PUBLISH,
        Deed.RESOLVE,
        Deed.MANAGE_PLAN,
        Deed.MANAGE_PROVIDERS,
        Deed.SET_COMPONENTS,
        Deed.INVITE_READERS,
        Deed.STEER_DELIVERY,
    },
    Role.MAJOR_INCIDENT_MANAGER: {
        Deed.DECLARE,
        Deed.CONFIRM,
        Deed.APPROVE,
        Deed.RESOLVE,
        Deed.SET_COMPONENTS,
        Deed.STEER_DELIVERY,
    },
    Role.SUPPORT_MANAGER: {Deed.DECLARE, Deed.CONFIRM, Deed.APPROVE},
    Role.RESPONDER: {Deed.DECLARE, Deed.CONFIRM, Deed.APPROVE},
    Role.LEGAL: {Deed.APPROVE},
    Role.EXECUTIVE: {Deed.APPROVE},
}


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("role", Role)
def test_the_table_of_roles_and_deeds(role: Role, deed: Deed) -> None:
    assert bool(allowed(frozenset({role}), deed)) is (deed in ANYONE | MORE[role])


@pytest.mark.parametrize("deed", Deed)
def test_anyone_signed_in_may_draft_and_answer_but_not_speak(deed: Deed) -> None:
    assert bool(allowed(NOBODY, deed)) is (deed in ANYONE)


@pytest.mark.parametrize("deed", Deed)
def test_an_administrator_manages_but_has_no_voice(deed: Deed) -> None:
    administration = {
        Deed.MANAGE_PLAN,
        Deed.MANAGE_PEOPLE,
        Deed.MANAGE_PROVIDERS,
        Deed.INVITE_READERS,
    }
    assert bool(allowed(NOBODY, deed, is_admin=True)) is (deed in ANYONE | administration)


def test_a_no_says_who_may() -> None:
    verdict = allowed(NOBODY, Deed.PUBLISH)
    assert not verdict
    assert verdict.reason["en"] == (
        "Only these can do this: customer liaison, communications manager."
    )
    assert verdict.reason["ja"] == "顧客対応窓口、広報責任者だけが行える操作です。"


def test_a_no_to_managing_people_names_the_administrator() -> None:
    verdict = allowed(NOBODY, Deed.MANAGE_PEOPLE)
    assert not verdict
    assert verdict.reason["en"] == "Only these can do this: administrator."


def test_a_no_to_approving_points_to_the_plan() -> None:
    verdict = allowed(NOBODY, Deed.APPROVE)
    assert not verdict
    assert verdict.reason["en"] == "Only people with a role in the plan can do this."


def test_every_role_has_a_name_in_both_languages() -> None:
    assert set(ROLE_NAMES) == set(Role)
    assert all(name["en"] and name["ja"] for name in ROLE_NAMES.values())
