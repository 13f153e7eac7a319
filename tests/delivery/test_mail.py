"""One rendition as mail: what a reader, a mail program and a spam filter find in it."""

from __future__ import annotations

import re
from dataclasses import replace
from email.header import decode_header, make_header

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noroshi.delivery.address import MailAddress, mail_address
from noroshi.delivery.contract import DeliveryFailed
from noroshi.delivery.mail import CompiledMail, Mailbox, MailText, compile_mail, mail_message_id
from noroshi.delivery.mail.markdown import as_html, as_text
from noroshi.delivery.mail.verify import Expected, MailAltered, verify
from noroshi.kernel.errors import Invalid
from tests.delivery.mails import ENGLISH, JAPANESE, SENT_AT, UNSUBSCRIBE, bodies, read_back
from tests.pages.corpus import STORABLE
from tests.pages.inspectors import fragment_faults

RIN = mail_address("rin@example.com")
MESSAGE_ID = mail_message_id("148-4", 7, "kitsune.example")


def copy_of(mail: MailText, to: MailAddress = RIN) -> bytes:
    compiled = compile_mail(mail, date=SENT_AT)
    return compiled.copy_for(to, message_id=MESSAGE_ID, unsubscribe_url=UNSUBSCRIBE)


@pytest.mark.parametrize("mail", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_the_headers_say_who_what_and_how_to_stop(mail: MailText) -> None:
    message = read_back(copy_of(mail))
    assert message["To"] == "rin@example.com"
    assert message["Subject"] == mail.subject
    assert message["Message-ID"] == "<msg-148-4.7@kitsune.example>"
    assert message["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == mail.language
    assert message["Date"].datetime == SENT_AT
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("mail", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_both_bodies_hold_the_words_the_promise_and_the_way_out(mail: MailText) -> None:
    text, page = bodies(read_back(copy_of(mail)))
    assert mail.next_update is not None
    first_words = mail.body_markdown.splitlines()[0]
    for body in (text, page):
        for words in (mail.company, mail.subject, first_words, mail.next_update.by, mail.link):
            assert words in body
        assert mail.reason_line in body
    assert UNSUBSCRIBE in text
    assert f'href="{UNSUBSCRIBE}"' in page


def test_a_long_japanese_name_and_subject_arrive_whole() -> None:
    name = "株式会社キツネクラウド お客様サポートセンター 障害情報担当"
    subject = "決済サービスの一部で発生している障害について（第4報）" * 5
    sender = Mailbox(name=name, address="status@kitsune.example")
    copy = copy_of(replace(JAPANESE, sender=sender, subject=subject))
    head = copy.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").split(b"\r\n")
    from_line = next(line for line in head if line.startswith(b"From: ")).decode()
    assert str(make_header(decode_header(from_line[6:]))).startswith(name)
    assert read_back(copy)["Subject"] == subject


def test_every_copy_is_the_same_but_for_its_recipient() -> None:
    compiled = compile_mail(ENGLISH, date=SENT_AT)
    copies = [
        compiled.copy_for(RIN, message_id=MESSAGE_ID, unsubscribe_url=UNSUBSCRIBE) for _ in range(2)
    ]
    assert copies[0] == copies[1]
    again = compile_mail(ENGLISH, date=SENT_AT)
    assert again.copy_for(RIN, message_id=MESSAGE_ID, unsubscribe_url=UNSUBSCRIBE) == copies[0]


@pytest.mark.parametrize("mail", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_every_line_is_short_enough_and_ends_right(mail: MailText) -> None:
    copy = copy_of(mail)
    body = copy.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert max(map(len, copy.split(b"\r\n"))) <= 998
    assert b"\n" not in copy.replace(b"\r\n", b"")
    assert copy.isascii()


def test_resolved_mail_has_no_promise_but_still_a_link() -> None:
    text, page = bodies(read_back(copy_of(replace(ENGLISH, next_update=None))))
    assert "Next update" not in text + page
    assert ENGLISH.link in text
    assert ENGLISH.link in page


def test_mail_to_staff_has_no_unsubscribe_link_and_needs_none() -> None:
    compiled = compile_mail(replace(ENGLISH, one_click=False), date=SENT_AT)
    message = read_back(compiled.copy_for(RIN, message_id=MESSAGE_ID))
    assert "List-Unsubscribe" not in message
    assert "List-Unsubscribe-Post" not in message
    assert "nsubscribe in one" not in "".join(bodies(message))


def test_the_page_reads_without_styles_images_or_scripts() -> None:
    _, page = bodies(read_back(copy_of(ENGLISH)))
    assert not re.search(r"<(img|script|link|iframe|object)\b", page)
    assert "src=" not in page
    assert re.search(r'<html lang="en"', page)
    assert "prefers-color-scheme: dark" in page
    assert 'name="color-scheme" content="light dark"' in page
    assert page.index(ENGLISH.subject) < page.index("We are sorry that some card payments")


def test_no_link_leads_to_the_provider_or_to_a_tracker() -> None:
    _, page = bodies(read_back(copy_of(ENGLISH)))
    hosts = set(re.findall(r'href="https://([^/"]+)', page))
    assert hosts == {
        "eu.kitsune-status.example",
        "kitsune.example",
        "status.kitsune.example",
    }


def test_markdown_becomes_text_that_reads_well_by_itself() -> None:
    text = as_text(
        "# Title\n\nTwo\nlines.\n\n1. one\n2. two\n   - deep\n\n[words](https://a.example)\n"
    )
    assert text == "Title\n\nTwo\nlines.\n\n1. one\n2. two\n  - deep\n\nwords (https://a.example)\n"


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        "![x](https://tracker.example/p.gif)",
        '<a href="https://a.example" onclick="x()">a</a>',
        "<style>*{display:none}</style>",
        "[x](vbscript:x)",
    ],
)
def test_markdown_brings_no_markup_of_its_own(markdown: str) -> None:
    html = as_html(markdown)
    assert not re.search(r"<(script|style|img|iframe)|(javascript|data|vbscript):[^&]*\"", html)
    assert not re.search(r"<a [^>]*onclick", html)


INJECTIONS = (
    "Kitsune\r\nBcc: mallory@example.com",
    "Kitsune\nBcc: mallory@example.com",
    "Kitsune\rX: y",
    "Kitsune\u2028Bcc: mallory@example.com",
    "Kitsune\u2029X",
    "Kitsune\x00",
    "Kitsune\x85X",
    "Kitsune\x7f",
    "=?utf-8?q?Kitsune=0D=0ABcc=3A_mallory=40example=2Ecom?=",
    "=?utf-8?b?S2l0c3VuZQ0KQmNjOiBt?=",
    "Kitsune\ud800",
)


@pytest.mark.parametrize("evil", INJECTIONS)
@pytest.mark.parametrize(
    "field", ["subject", "company", "scope", "reason_line", "sent_line", "language", "link"]
)
def test_a_text_that_could_start_a_header_is_refused_by_name(field: str, evil: str) -> None:
    with pytest.raises(Invalid) as caught:
        replace(ENGLISH, **{field: evil})  # type: ignore[arg-type]
    assert caught.value.field == field


@pytest.mark.parametrize("evil", [*INJECTIONS, "Kitsune\u202emoc.evil"])
def test_a_sender_name_that_could_start_a_header_is_refused(evil: str) -> None:
    with pytest.raises(Invalid):
        Mailbox(name=evil, address="status@kitsune.example")


@pytest.mark.parametrize("subject", ["", "  "])
def test_a_mail_has_a_subject(subject: str) -> None:
    with pytest.raises(Invalid, match="empty"):
        replace(ENGLISH, subject=subject)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)/7/x",
        "https://a b/7/x",
        "https://a.example/u/7/x\r\nX: y",
        "https://a.example/\r\nX: y/7/x",
        "https://a.example/u/8/x",
        "https://a.example/u/7/",
        f"https://a.example/u/7/{'x' * 80}",
    ],
)
def test_a_broken_unsubscribe_link_makes_no_mail(link: str) -> None:
    compiled = compile_mail(ENGLISH, date=SENT_AT)
    with pytest.raises(Invalid):
        compiled.copy_for(RIN, message_id=MESSAGE_ID, unsubscribe_url=link)


def test_a_body_that_uses_the_slot_itself_is_refused() -> None:
    body = "See https://unsubscribe-slot.invalid/ please."
    with pytest.raises(Invalid):
        compile_mail(replace(ENGLISH, body_markdown=body), date=SENT_AT)


def test_bytes_that_say_something_else_are_noticed() -> None:
    copy = copy_of(ENGLISH)
    expected = Expected(
        mail=ENGLISH,
        to=RIN,
        message_id=MESSAGE_ID,
        list_unsubscribe=f"<{UNSUBSCRIBE}>",
        text=bodies(read_back(copy))[0],
        page=bodies(read_back(copy))[1],
    )
    verify(copy, expected)
    for altered in (
        copy.replace(b"Subject:", b"Bcc: mallory@example.com\r\nSubject:"),
        copy.replace(b"To: rin@", b"To: mallory@example.com, rin@"),
        copy.replace(b"most work again", b"all work again", 1),
        copy.replace(b"We are sorry", b"We are glad", 1),
        copy.replace(b"Status <status@", b"Status <mallory@"),
    ):
        with pytest.raises(MailAltered):
            verify(altered, expected)


@pytest.mark.parametrize("message", ["1 2", "a@b", "", "1\r\n"])
def test_a_message_id_is_made_of_harmless_characters(message: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        mail_message_id(message, 1, "kitsune.example")


HEADERS = read_back(copy_of(ENGLISH)).keys()
ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\t\0\x85\u2028\u2029,;:<>@\"'()\\=?%._ 　日本あ"),
    ),
    max_size=120,
)
TRICKS = st.sampled_from(
    [
        *INJECTIONS,
        "%(to)s",
        "%s",
        "=\r\n",
        "a" * 1_000,
        "日" * 300,
        ".",
        "..",
        "x\n.\ny",
        "--",
        "-- ",
    ]
)
HARMLESS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200)
TEXTS = st.one_of(
    HARMLESS, HARMLESS, HARMLESS, ANYTHING, TRICKS, st.builds("{}{}".format, ANYTHING, TRICKS)
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(subject=TEXTS, name=TEXTS, body=TEXTS, scope=TEXTS)
def test_whatever_people_type_the_mail_is_as_intended_or_refused(
    subject: str, name: str, body: str, scope: str
) -> None:
    try:
        mail = replace(
            ENGLISH,
            subject=subject,
            sender=Mailbox(name=name, address="status@kitsune.example"),
            body_markdown=body,
            scope=scope,
        )
        copy = copy_of(mail)
    except Invalid:
        return
    message = read_back(copy)
    assert message.keys() == HEADERS
    assert [each.addr_spec for each in message["To"].addresses] == ["rin@example.com"]
    assert [each.addr_spec for each in message["From"].addresses] == ["status@kitsune.example"]
    assert len(list(message.iter_parts())) == 2
    assert str(message["Subject"]).split() == mail.subject.split()


COMPILED: list[CompiledMail] = [compile_mail(ENGLISH, date=SENT_AT)]
ODD_NAMES = st.text("ab.+-'\"\\ 日=?", min_size=1, max_size=20)
LOCALS = st.one_of(ODD_NAMES, ODD_NAMES, ODD_NAMES.map('"{}"'.format), HARMLESS, ANYTHING)
USUAL = st.sampled_from(["example.com", "日本.example", "docomo.ne.jp"])
DOMAINS = st.one_of(USUAL, USUAL, USUAL, ANYTHING)


@settings(max_examples=800, deadline=None)
@given(local=LOCALS, domain=DOMAINS)
def test_whatever_the_address_the_mail_goes_to_one_person_or_to_nobody(
    local: str, domain: str
) -> None:
    try:
        to = mail_address(f"{local}@{domain}")
    except DeliveryFailed:
        return
    copy = COMPILED[0].copy_for(to, message_id=MESSAGE_ID, unsubscribe_url=UNSUBSCRIBE)
    head = copy.partition(b"\r\n\r\n")[0]
    assert head.split(b"\r\n")[0] == b"To: " + to.text.encode()
    assert re.findall(rb"(?mi)^(bcc|cc|to):", head) == [b"To"]
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", to.text)


@settings(max_examples=150, deadline=None)
@given(local=LOCALS)
def test_a_legal_address_reads_back_as_itself(local: str) -> None:
    try:
        to = mail_address(f"{local}@example.com")
    except DeliveryFailed:
        return
    COMPILED[0].copy_for(to, message_id=MESSAGE_ID, unsubscribe_url=UNSUBSCRIBE)


def test_no_text_of_the_corpus_becomes_active_in_a_mail() -> None:
    harmless = {"title=", *(f"<h{level}>" for level in range(1, 7))}
    found = {fault for text in STORABLE for fault in fragment_faults(as_html(text))}
    assert found <= harmless
