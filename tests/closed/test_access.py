"""Who gets in: colleagues, invited readers by a mailed link, programs by an address. Nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from email.parser import BytesParser
from email.policy import default

import pytest
from django.http import HttpResponseBase
from django.test import Client

from noroshi.actions.context import SYSTEM
from noroshi.actions.invite_reader import invite_reader, uninvite_reader
from noroshi.domain.page_access import LINK_LIVES, LINKS, SESSION_LIVES
from noroshi.jobs.names import TaskName
from noroshi.jobs.payloads import Sweep
from noroshi.storage import accounts, events
from noroshi.storage.models import Account, EventRow, PagePass
from noroshi.worker.duties.page_links import link_mail
from noroshi.worker.duties.timers import sweep
from noroshi.worker.duties.tools import Toolbox
from tests.actions.waiting import lose_every_job, waiting_jobs
from tests.cast import World
from tests.closed.scene import (
    ADMINS,
    ADMINS_PAGE,
    MALLORY,
    RIN,
    STAFF,
    STAFF_PAGE,
    WORDS,
    anew,
    burning,
    visitor,
)
from tests.web.scene import SOFIE, browser

pytestmark = pytest.mark.django_db

HOME, INSIDE = f"/pages/{ADMINS_PAGE}/", f"/pages/{STAFF_PAGE}/"
ENTER = f"{HOME}enter/"


@pytest.fixture(autouse=True)
def no_jobs_yet(db: None) -> None:
    lose_every_job()


def invited(world: World, whom: str = RIN) -> None:
    invite_reader(world.context, SYSTEM, ADMINS_PAGE, whom)


def mails(world: World) -> list[str]:
    """The mails that a worker sends for what was asked, in plain text."""
    found = []
    for job in waiting_jobs(TaskName.SEND_PAGE_LINK):
        parcel = link_mail(Toolbox(context=world.context), int(str(job["pass_id"])))
        if parcel is not None:
            mail = BytesParser(policy=default).parsebytes(parcel.content)
            body = mail.get_body(("plain",))
            assert body is not None
            found.append(f"{mail['Subject']}\n{body.get_content()}")
    return found


def link_in(mail: str) -> str:
    found = re.search(r"https://noroshi\.example(/pages/[\w-]+/enter/[\w-]+)", mail)
    assert found, mail
    return found[1]


def asked(world: World, client: Client, address: str = RIN) -> str:
    """Ask for a link, and take it out of the mail."""
    assert client.post(ENTER, {"email": address}).status_code == 200
    return link_in(mails(world)[-1])


def entered(world: World) -> Client:
    client = visitor(world)
    assert client.post(asked(world, client)).status_code == 303
    return client


def is_closed(answer: HttpResponseBase) -> bool:
    """Nobody keeps it, nobody lists it."""
    return (
        answer["Cache-Control"] == "private, no-store"
        and "noindex" in answer["X-Robots-Tag"]
        and "Cookie" in answer["Vary"]
        and "Access-Control-Allow-Origin" not in answer
        # "no-referrer" would make browsers hide where a form stood, and the form would be refused
        and answer["Referrer-Policy"] == "same-origin"
    )


def test_rin_asks_for_a_link_opens_it_and_reads(company: World) -> None:
    burning(company)
    invited(company)
    client = visitor(company)
    assert client.get(HOME).headers["Location"] == ENTER
    assert is_closed(client.get(ENTER))
    link = asked(company, client)
    assert b"Open the page" in client.get(link).content
    answer = client.post(link)
    assert (answer.status_code, answer.headers["Location"]) == (303, HOME)
    cookie = answer.cookies["noroshi_page"]
    assert (cookie["path"], cookie["httponly"], cookie["secure"]) == (HOME, True, True)
    page = client.get(HOME)
    assert WORDS[ADMINS] in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert is_closed(page)


def test_a_domain_is_invited_as_a_whole(company: World) -> None:
    invited(company, "@partner.example")
    client = visitor(company)
    assert client.post(asked(company, client)).status_code == 303
    client.post(ENTER, {"email": "mallory@evil-partner.example"})
    client.post(ENTER, {"email": "mallory@sub.partner.example"})
    assert len(mails(company)) == 0  # Rin's was used, and Mallory gets none


def test_nobody_learns_who_is_invited(company: World) -> None:
    invited(company)
    client = visitor(company)
    known = client.post(ENTER, {"email": RIN})
    unknown = client.post(ENTER, {"email": MALLORY})
    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    assert dict(known.items()) == dict(unknown.items())
    assert len(waiting_jobs(TaskName.SEND_PAGE_LINK)) == 2
    assert len(mails(company)) == 1


def test_a_link_works_once_for_fifteen_minutes_and_looking_does_not_use_it_up(
    company: World,
) -> None:
    invited(company)
    client, other = visitor(company), visitor(company)
    link = asked(company, client)
    for _ in range(2):
        assert other.get(link).status_code == 200
        assert other.head(link).status_code == 200
    assert client.post(link).status_code == 303
    assert other.post(link).status_code == 410
    assert other.get(link).status_code == 410
    assert other.get(HOME).status_code == 302
    late = asked(company, client)
    company.clock.at += LINK_LIVES
    assert other.post(late).status_code == 410
    assert b"does not work any more" in other.get(late).content


def test_only_hashes_of_tokens_are_kept_and_the_log_keeps_no_address(company: World) -> None:
    invited(company)
    client = visitor(company)
    link = asked(company, client)
    client.post(link)
    session = client.cookies["noroshi_page"].value
    client.post(f"{HOME}feeds/")
    kept = repr(list(PagePass.objects.values_list()))
    for token in (link.rsplit("/", 1)[1], session):
        assert token not in kept
    told = [event.data for event in events.latest(10) if "reader" in event.data]
    assert len(told) == 3
    assert {data["reader"] for data in told} == {"r…@partner.example"}
    assert RIN not in repr(list(EventRow.objects.values_list("data")))


def test_a_session_is_for_one_page_and_ends_after_thirty_days(company: World) -> None:
    burning(company)
    invited(company)
    client = entered(company)
    session = client.cookies["noroshi_page"].value
    client.cookies["noroshi_page"] = session  # as if the browser sent it everywhere
    assert client.get(INSIDE).headers["Location"].startswith("/sign-in/")
    assert client.get("/audiences/").status_code == 302
    company.clock.at += SESSION_LIVES
    assert client.get(HOME).status_code == 302
    sweep(Toolbox(context=company.context), Sweep())
    company.clock.at += timedelta(days=4)
    sweep(Toolbox(context=company.context), Sweep())
    assert not PagePass.objects.exists()


def test_whoever_is_not_invited_any_more_reads_nothing_more(company: World) -> None:
    burning(company)
    invited(company)
    client = entered(company)
    address = _new_address(client)
    assert client.get(HOME).status_code == 200
    assert visitor(company).get(address).status_code == 200
    uninvite_reader(company.context, SYSTEM, ADMINS_PAGE, RIN)
    assert client.get(HOME).status_code == 302
    assert visitor(company).get(address).status_code == 404
    assert not PagePass.objects.filter(address=RIN).exists()
    assert b"You are signed out" in client.get(ENTER).content


def test_a_link_on_its_way_is_worth_nothing_after_the_invitation_is_taken_back(
    company: World,
) -> None:
    invited(company)
    client = visitor(company)
    link = asked(company, client)
    uninvite_reader(company.context, SYSTEM, ADMINS_PAGE, RIN)
    assert client.post(link).status_code == 410


def test_rin_signs_out(company: World) -> None:
    invited(company)
    client = entered(company)
    session = client.cookies["noroshi_page"].value
    assert client.post(f"{HOME}leave/").status_code == 302
    client.cookies["noroshi_page"] = session
    assert client.get(HOME).status_code == 302


def test_feed_readers_get_an_address_that_can_be_ended(company: World) -> None:
    burning(company)
    invited(company)
    client, program = entered(company), visitor(company)
    assert program.get(f"{HOME}history.atom").status_code == 401
    address = _new_address(client)
    for file in ("history.atom", "history.rss", "feed.json", "api/v2/summary.json"):
        answer = program.get(address.replace("history.atom", file))
        assert answer.status_code == 200, file
        assert is_closed(answer)
    assert WORDS[ADMINS] in program.get(address).content.decode()
    for file in ("index.html", "incidents/1.html", "../../audiences/", "noroshi-1.js"):
        assert program.get(address.replace("history.atom", file)).status_code == 404
    inside = address.replace(ADMINS_PAGE, STAFF_PAGE)
    assert program.get(inside).status_code == 404
    number = PagePass.objects.get(proof="feed").pk
    assert client.post(f"{HOME}feeds/{number}/end/").status_code == 302
    assert program.get(address).status_code == 404


def _new_address(client: Client) -> str:
    page = client.post(f"{HOME}feeds/").content.decode()
    found = re.search(r"https://noroshi\.example(/pages/[\w-]+/feed/[\w-]+/history\.atom)", page)
    assert found
    return found[1]


def test_nobody_ends_or_has_more_than_their_own_addresses(company: World) -> None:
    invited(company)
    invited(company, "@partner.example")
    rin, taro = entered(company), visitor(company)
    assert taro.post(asked(company, taro, "taro@partner.example")).status_code == 303
    _new_address(rin)
    number = PagePass.objects.get(proof="feed").pk
    assert taro.post(f"{HOME}feeds/{number}/end/").status_code == 404
    for _ in range(4):
        _new_address(rin)
    assert rin.post(f"{HOME}feeds/").status_code == 409


def test_colleagues_read_every_page_and_strangers_cannot_tell_an_inner_page_from_none(
    company: World,
) -> None:
    burning(company)
    sofie = browser(company, SOFIE)
    for path, audience in ((HOME, ADMINS), (INSIDE, STAFF)):
        page = sofie.get(path)
        assert WORDS[audience] in page.content.decode()
        assert is_closed(page)
    stranger = visitor(company)
    for rest in ("", "index.html", "feeds/", "enter/", "enter/abc", "ja/"):
        inner, none = stranger.get(f"{INSIDE}{rest}"), stranger.get(f"/pages/nowhere/{rest}")
        assert inner.status_code == none.status_code == 302
        assert inner.headers["Location"].replace(STAFF_PAGE, "nowhere") == none.headers["Location"]
    assert stranger.post(f"{INSIDE}enter/", {"email": RIN}).status_code == 302
    assert not waiting_jobs(TaskName.SEND_PAGE_LINK)
    assert sofie.get("/pages/nowhere/").status_code == 404


def test_a_colleague_who_left_reads_nothing_and_neither_do_their_programs(company: World) -> None:
    burning(company)
    sofie = browser(company, SOFIE)
    address = _new_address(sofie)
    assert visitor(company).get(address).status_code == 200
    member = accounts.by_person(SOFIE)
    assert member
    account = Account.objects.get(person=SOFIE)
    account.user.is_active = False
    account.user.save()
    assert visitor(company).get(address).status_code == 404
    assert sofie.get(INSIDE).status_code == 302


def test_every_file_of_a_closed_page_is_closed_also_by_odd_paths(company: World) -> None:
    burning(company)
    stranger = visitor(company)
    for path in ("index.html", "ja/", "ja/index.html", "incidents/1.html", "status.json",
                 "api/v2/summary.json", "badge.svg", "x.css", "index.html/x.css", "%2e%2e/",
                 "404.html", "noroshi-1.js", "history.html;x=1"):  # fmt: skip
        answer = stranger.get(f"{HOME}{path}", HTTP_X_FORWARDED_HOST="evil.example")
        assert answer.status_code in {302, 401, 404}, path
        assert WORDS[ADMINS] not in answer.content.decode()
        assert "evil.example" not in repr(answer.headers)
        assert is_closed(answer), path


def test_a_new_version_is_shown_at_once_and_an_old_one_is_built_once(company: World) -> None:
    sofie = browser(company, SOFIE)
    before = sofie.get(HOME).content
    company.clock.at += timedelta(minutes=1)
    assert sofie.get(HOME).content == before
    anew(company)
    assert sofie.get(HOME).content != before


def test_a_japanese_reader_gets_mail_and_page_in_japanese(company: World) -> None:
    invited(company)
    client = visitor(company, language="ja")
    assert "リンクをメールで受け取る" in client.get(ENTER).content.decode()
    client.post(ENTER, {"email": RIN})
    (mail,) = mails(company)
    assert "管理者向け稼働状況" in mail
    assert client.post(link_in(mail)).status_code == 303
    assert client.get(HOME).headers["Location"] == "ja/"
    assert 'lang="ja"' in client.get(f"{HOME}ja/").content.decode()


def test_an_address_is_not_flooded_with_links(company: World) -> None:
    invited(company)
    client = visitor(company)
    for _ in range(LINKS.most + 2):
        assert client.post(ENTER, {"email": RIN}).status_code == 200
    assert len(mails(company)) == LINKS.most


def test_a_network_that_asks_too_often_is_told(company: World) -> None:
    client = visitor(company)
    answers = [client.post(ENTER, {"email": f"m{n}@x.example"}).status_code for n in range(21)]
    assert answers == [200] * 20 + [429]


def test_what_is_no_address_is_said_and_given_back(company: World) -> None:
    answer = visitor(company).post(ENTER, {"email": "rin at partner"})
    assert answer.status_code == 400
    assert b"rin at partner" in answer.content
    assert not waiting_jobs(TaskName.SEND_PAGE_LINK)
