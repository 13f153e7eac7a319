"""Who is invited is kept by colleagues, on a screen and by commands."""

from __future__ import annotations

import pytest

from noroshi.actions.invite_reader import invite_reader, uninvite_reader
from noroshi.domain.page_access import covers
from noroshi.kernel.errors import Invalid, NotAllowed, NotFound
from noroshi.storage import page_readers
from tests.cast import World
from tests.closed.scene import ADMINS_PAGE, RIN, STAFF_PAGE
from tests.web.scene import INES, SOFIE, browser

pytestmark = pytest.mark.django_db

SCREEN = "/page-readers/"


def whom(page: str = ADMINS_PAGE) -> set[str]:
    return {one.whom for one in page_readers.invitations(page)}


def test_sofie_invites_rin_and_takes_it_back(company: World) -> None:
    sofie = browser(company, SOFIE)
    invite, take_back = f"{SCREEN}{ADMINS_PAGE}/invite/", f"{SCREEN}{ADMINS_PAGE}/uninvite/"
    sofie.post(invite, {"whom": " Rin@Partner.example "})
    sofie.post(invite, {"whom": "Kitsune.example"})
    assert whom() == {RIN, "@kitsune.example"}
    page = sofie.get(SCREEN).content.decode()
    assert RIN in page
    assert "Everybody at @kitsune.example" in page
    sofie.post(take_back, {"whom": RIN})
    assert whom() == {"@kitsune.example"}


@pytest.mark.parametrize(
    "given",
    ["", "@", "@gmail.com", "gmail.com", "rin@", "@localhost", "a b@c.example", "@x..example"],
)
def test_what_would_let_anybody_in_is_refused(company: World, given: str) -> None:
    with pytest.raises(Invalid):
        invite_reader(company.context, company.actor(SOFIE), ADMINS_PAGE, given)
    answer = browser(company, SOFIE).post(f"{SCREEN}{ADMINS_PAGE}/invite/", {"whom": given})
    assert answer.status_code == 400
    assert whom() == set()


def test_nobody_is_invited_to_an_internal_page_or_to_none(company: World) -> None:
    for page in (STAFF_PAGE, "nowhere", "all-regions"):
        with pytest.raises(NotFound):
            invite_reader(company.context, company.actor(SOFIE), page, RIN)


def test_ines_sees_the_list_and_changes_nothing(company: World) -> None:
    page = browser(company, INES).get(SCREEN).content.decode()
    assert "invite readers" in page
    assert 'name="whom"' not in page
    for change in (invite_reader, uninvite_reader):
        with pytest.raises(NotAllowed):
            change(company.context, company.actor(INES), ADMINS_PAGE, RIN)
    sent = browser(company, INES).post(f"{SCREEN}{ADMINS_PAGE}/invite/", {"whom": RIN})
    assert sent.status_code == 403


def test_an_address_is_covered_by_itself_or_by_its_own_domain_only(company: World) -> None:
    invite_reader(company.context, company.actor(SOFIE), ADMINS_PAGE, "@partner.example")
    invitations = page_readers.invitations(ADMINS_PAGE)
    assert covers(invitations, "anybody@partner.example")
    for other in ("a@b.partner.example", "a@xpartner.example", "partner.example", "", "a"):
        assert not covers(invitations, other)


def test_who_is_still_covered_by_a_domain_keeps_the_session(company: World) -> None:
    actor = company.actor(SOFIE)
    for one in (RIN, "@partner.example"):
        invite_reader(company.context, actor, ADMINS_PAGE, one)
    page_readers.ask(ADMINS_PAGE, RIN, language="en", at=company.clock.now())
    uninvite_reader(company.context, actor, ADMINS_PAGE, RIN)
    assert page_readers.is_invited(ADMINS_PAGE, RIN)
    with pytest.raises(NotFound):
        uninvite_reader(company.context, actor, ADMINS_PAGE, RIN)
