"""The hot path: every one of many copies is exactly the approved mail, to exactly one person."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.delivery.address import MailAddress, mail_address
from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.mail import Mailbox, MailText, compile_mail, list_id, stamp
from noroshi.delivery.mail.copier import Copier
from noroshi.delivery.mail.verify import MailAltered
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import Signer
from noroshi.kernel.secret import Secret
from tests.delivery.mails import ENGLISH, JAPANESE, SENT_AT, bodies, read_back

BASE = "https://status.kitsune.example/u/"
STAMP = stamp("148-4-12", "kitsune.example", unsubscribe=BASE)
RIN = mail_address("rin@example.com")
TOKENS = Signer(Secret("a key for tests"), "unsubscribe")
TOKEN = TOKENS.sign("7")
FULL = replace(
    ENGLISH,
    list_id=list_id("customers", "status.kitsune.example"),
    unsubscribe_mailto="unsubscribe@status.kitsune.example",
)


def copier(mail: MailText = ENGLISH) -> Copier:
    return compile_mail(mail, date=SENT_AT).copier(STAMP)


COPIES = copier()


@pytest.mark.parametrize("mail", [ENGLISH, JAPANESE, FULL], ids=["en", "ja", "full"])
def test_every_copy_says_the_same_as_the_one_made_and_read_back_alone(mail: MailText) -> None:
    compiled = compile_mail(mail, date=SENT_AT)
    many = compiled.copier(STAMP)
    for number in (1, 7, 10**12):
        token = TOKENS.sign(str(number))
        to = mail_address(f"subscriber{number}@example.com")
        alone = compiled.copy_for(
            to,
            message_id=f"<msg-148-4-12.{number}@kitsune.example>",
            unsubscribe_url=f"{BASE}{number}/{token}",
        )
        assert many(to, number, token) == alone
        text, page = bodies(read_back(alone))
        assert f"{BASE}{number}/{token}\r\n" in text
        assert f'href="{BASE}{number}/{token}"' in page


def test_two_people_get_different_addresses_ids_and_links_and_nothing_else() -> None:
    one, other = COPIES(RIN, 7, TOKEN), COPIES(mail_address("taro@example.com"), 8, "b" * 24)
    changed = [b"rin@example.com", b".7@kitsune", b"/7/", TOKEN.encode(), b"\r\n7/"]
    others = [b"taro@example.com", b".8@kitsune", b"/8/", b"b" * 24, b"\r\n8/"]
    for mine, theirs in zip(changed, others, strict=True):
        assert mine in one
        one = one.replace(mine, theirs)
    assert one == other


def test_the_link_may_be_answered_by_mail_too() -> None:
    message = read_back(copier(FULL)(RIN, 7, TOKEN))
    assert message["List-Unsubscribe"] == (
        f"<{BASE}7/{TOKEN}>, "
        f"<mailto:unsubscribe@status.kitsune.example?subject=unsubscribe.7.{TOKEN}>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<customers.status.kitsune.example>"


def test_an_audience_has_the_same_list_id_in_all_its_mails() -> None:
    assert list_id("EU-Shops", "Status.example") == "eu-shops.status.example"
    assert list_id("顧客", "status.example") == list_id("顧客", "status.example")
    assert list_id("顧客", "status.example") != list_id("店舗", "status.example")
    long = list_id("a" * 63, f"{'b' * 60}.{'c' * 60}.example")
    assert (
        read_back(copier(replace(ENGLISH, list_id=long))(RIN, 7, TOKEN))["List-Id"] == f"<{long}>"
    )
    for audience in ("", "顧客", "a\r\nBcc: x", "a b", "-", "a" * 64):
        replace(ENGLISH, list_id=list_id(audience, "status.example"))


@pytest.mark.parametrize(
    "evil", ["a\r\nBcc: m@x.example", "a", "<a.b>", "a b.example", "é.example"]
)
def test_a_list_id_that_could_break_out_is_refused(evil: str) -> None:
    with pytest.raises(Invalid) as caught:
        replace(ENGLISH, list_id=evil)
    assert caught.value.field == "list_id"


@pytest.mark.parametrize(
    "evil", ["a@b.example\r\nBcc: m@x.example", "a", "a@b", "a%0d@b.example", "a@b.example?cc=m"]
)
def test_an_address_that_could_break_a_mailto_is_refused(evil: str) -> None:
    with pytest.raises(Invalid) as caught:
        replace(ENGLISH, unsubscribe_mailto=evil)
    assert caught.value.field == "unsubscribe_mailto"


def test_mail_to_staff_needs_no_link() -> None:
    compiled = compile_mail(replace(ENGLISH, one_click=False), date=SENT_AT)
    copy = compiled.copier(stamp("148-4-12", "kitsune.example"))(RIN, 7)
    assert "List-Unsubscribe" not in read_back(copy)
    alone = compiled.copy_for(RIN, message_id="<canary-aB_c-9@kitsune.example>")
    assert read_back(alone)["Message-ID"] == "<canary-aB_c-9@kitsune.example>"


@pytest.mark.parametrize(
    "evil", ["", "a", "<a>", "<a@b>\r\nBcc: m@x.example", "<a @b>", "<a@b\n>", "<%s@b>", "<日@b>"]
)
def test_a_message_id_that_could_break_out_is_refused(evil: str) -> None:
    compiled = compile_mail(replace(ENGLISH, one_click=False), date=SENT_AT)
    with pytest.raises(Invalid):
        compiled.copy_for(RIN, message_id=evil)


def test_a_subscription_without_a_way_out_makes_no_mail() -> None:
    with pytest.raises(Invalid, match="unsubscribe"):
        compile_mail(ENGLISH, date=SENT_AT).copier(stamp("148", "kitsune.example"))


@pytest.mark.parametrize(
    "base",
    ["javascript:alert(1)/", "https://a.example/u", "https://a.example/\r\nX: y/", "ftp://a/",
     f"https://a.example/{'x' * 900}/"],
)  # fmt: skip
def test_a_beginning_of_links_that_could_break_out_is_refused(base: str) -> None:
    with pytest.raises(Invalid):
        stamp("148", "kitsune.example", unsubscribe=base)


def test_a_long_beginning_with_every_sign_a_link_may_have_reads_back() -> None:
    base = f"https://status.example/~a'b;c=d&e/%41/$!*+,()[]@:?x=100%/{'long/' * 100}"
    common = stamp("148", "kitsune.example", unsubscribe=base)
    copy = compile_mail(FULL, date=SENT_AT).copier(common)(RIN, 7, TOKEN)
    assert f"{base}7/{TOKEN}" in bodies(read_back(copy))[0]
    assert max(map(len, copy.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


@pytest.mark.parametrize(
    "token", ["", "a\r\nBcc: m@x.example", "a>b", "a b", "a/b", "日", "a" * 80, "a=", "%s", "a\0"]
)
def test_a_token_that_is_none_makes_no_copy(token: str) -> None:
    copies = copier()
    copies(RIN, 7, TOKEN)
    with pytest.raises(Invalid):
        copies(RIN, 7, token)


FORGED = [
    MailAddress("rin", "example.com\r\nBcc: mallory@example.com"),
    MailAddress("rin", "example.com\nX: y"),
    MailAddress("rin\r", "example.com"),
    MailAddress("mallory@example.com, rin", "example.com"),
    MailAddress("rin", "example.com, mallory@example.com"),
    MailAddress("Rin <rin", "example.com>"),
    MailAddress("rin", "EXAMPLE.com\0"),
    MailAddress("group: rin", "example.com;"),
    MailAddress("rin(mallory)", "example.com"),
]


@pytest.mark.parametrize("to", FORGED, ids=range(len(FORGED)))
def test_an_address_that_nobody_checked_makes_no_copy(to: MailAddress) -> None:
    copies = copier()
    copies(RIN, 7, TOKEN)
    with pytest.raises((MailAltered, DeliveryFailed)):
        copies(to, 7, TOKEN)


def test_a_line_break_is_noticed_even_past_all_other_checks() -> None:
    lines = COPIES._lines  # the last net, tried alone
    for values in ((b"a\n", b"7", b"7/x"), (b"a", b"7\r", b"7/x"), (b"a", b"7", b"\r\n7/x")):
        with pytest.raises(MailAltered):
            lines.written(values)


def test_a_copy_of_another_length_than_the_first_is_stopped() -> None:
    copies = copier()
    copies(RIN, 7, TOKEN)
    copies._assembly._first += b" "
    with pytest.raises(MailAltered, match="as long"):
        copies(RIN, 7, TOKEN)


@pytest.mark.parametrize("evil", [b"Bcc: mallory@example.com\r\n", b"To: mallory@example.com\r\n"])
def test_the_first_copy_is_read_back_before_it_leaves(evil: bytes) -> None:
    copies = copier()
    copies._assembly._first = evil + copies._assembly._first
    for _ in range(2):
        with pytest.raises(MailAltered, match="list of headers"):
            copies(RIN, 7, TOKEN)


NAMES = [
    "K" * 500,
    "株式会社キツネ" * 70,
    'He said "no"; <x@y.example>, (c)',
    "\\ \" ' , ; : < > @",
    "%s %b %(to)s 100%",
    "a@b.example, c@d.example",
]


@pytest.mark.parametrize("name", NAMES, ids=["500", "ja", "quotes", "signs", "percent", "list"])
def test_a_strange_name_is_a_name_and_nothing_else(name: str) -> None:
    box = Mailbox(name=name, address="status@kitsune.example")
    copy = copier(replace(ENGLISH, sender=box, reply_to=box))(RIN, 7, TOKEN)
    message = read_back(copy)
    assert [each.addr_spec for each in message["From"].addresses] == ["status@kitsune.example"]
    assert "".join(message["From"].addresses[0].display_name.split()) == "".join(name.split())
    assert [each.addr_spec for each in message["To"].addresses] == ["rin@example.com"]


@pytest.mark.parametrize(
    "body", ["", "\n" * 50, "=" * 300, ".\n..\n.\n", "%b%s%%", "--\n-- \n", "noroshi-slot-text"]
)
def test_a_strange_body_arrives_as_it_is(body: str) -> None:
    copy = copier(replace(ENGLISH, body_markdown=body))(RIN, 7, TOKEN)
    assert len(list(read_back(copy).iter_parts())) == 2


def test_a_body_with_a_nul_is_refused() -> None:
    with pytest.raises(Invalid):
        replace(ENGLISH, body_markdown="a\0b")


def test_a_body_of_a_megabyte_arrives_whole() -> None:
    words = "Thank you for waiting. " * 45_000
    copy = copier(replace(ENGLISH, body_markdown=words))(RIN, 7, TOKEN)
    assert [body.count("Thank you for waiting.") > 44_999 for body in bodies(read_back(copy))] == [
        True,
        True,
    ]
    assert max(map(len, copy.split(b"\r\n"))) <= 998


ADDRESSES = st.one_of(
    st.builds("{}@{}".format, st.text("ab.+-'\"\\ 日=?\r\n,<>", max_size=20), st.text(max_size=12)),
    st.builds("{}@example.com".format, st.text(max_size=70)),
    st.emails(),
)


@settings(max_examples=300, deadline=None)
@given(ADDRESSES, st.integers(0, 10**18), st.text(max_size=60))
def test_whatever_is_filled_in_a_copy_has_the_headers_it_should(
    address: str, number: int, token: str
) -> None:
    try:
        copy = COPIES(mail_address(address), number, token or TOKEN)
    except (DeliveryFailed, Invalid):
        return
    head = copy.partition(b"\r\n\r\n")[0]
    names = re.findall(rb"(?m)^([!-9;-~]+):", head)
    assert names == [name.encode() for name in HEADERS]
    assert head.count(b"\n") == head.count(b"\r") == HEAD_LINES


HEADERS = read_back(COPIES(RIN, 7, TOKEN)).keys()
HEAD_LINES = COPIES(RIN, 7, TOKEN).partition(b"\r\n\r\n")[0].count(b"\r\n")
