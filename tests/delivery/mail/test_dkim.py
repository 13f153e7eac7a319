"""Signatures that a receiver verifies, and that no change survives."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from noroshi.delivery.address import mail_address
from noroshi.delivery.mail import MailText, compile_mail, stamp
from noroshi.delivery.mail.copier import Copier
from noroshi.delivery.mail.dkim import DkimKey, signature_verifies
from noroshi.delivery.mail.verify import MailAltered
from noroshi.kernel.errors import Invalid
from tests.delivery.mail.receiver import ED25519, RSA, pem_of, verdicts
from tests.delivery.mails import ENGLISH, JAPANESE, SENT_AT, read_back

BASE = "https://status.kitsune.example/u/"
STAMP = stamp("148-4-12", "kitsune.example", unsubscribe=BASE)
RIN = mail_address("rin@example.com")
TOKEN = "aB3-_x" * 4
FULL = replace(
    ENGLISH,
    list_id="customers.status.kitsune.example",
    unsubscribe_mailto="unsubscribe@status.kitsune.example",
    body_markdown="Two  spaces,\ttabs \n\n```\nx  y \n\n\n```\n\n\n",
)


def copier(mail: MailText, *keys: DkimKey) -> Copier:
    return compile_mail(mail, date=SENT_AT, keys=keys).copier(STAMP)


BOTH = copier(FULL, RSA, ED25519)(RIN, 7, TOKEN)


def addresses(count: int) -> list[str]:
    odd = ['"two  spaces"@example.com', "a..b@docomo.ne.jp", "o'hara@example.com"]
    return [*odd, *(f"subscriber.{n}@shop{n}.example.com" for n in range(count - len(odd)))]


@pytest.mark.parametrize("mail", [ENGLISH, JAPANESE, FULL], ids=["en", "ja", "full"])
@pytest.mark.parametrize("one_click", [True, False], ids=["one click", "staff"])
@pytest.mark.parametrize("key", [RSA, ED25519], ids=["rsa", "ed25519"])
def test_fifty_recipients_find_the_signature_good(
    mail: MailText, one_click: bool, key: DkimKey
) -> None:
    copies = copier(replace(mail, one_click=one_click), key)
    for number, address in enumerate(addresses(50), 1):
        token = hashlib.sha256(address.encode()).hexdigest()[:24]
        assert verdicts(copies(mail_address(address), number, token), key) == [True]


def test_both_keys_sign_each_with_a_header_of_its_own() -> None:
    assert verdicts(BOTH, RSA, ED25519) == [True, True]
    assert read_back(BOTH).keys()[:3] == ["DKIM-Signature", "DKIM-Signature", "To"]
    assert signature_verifies(BOTH, RSA)
    assert signature_verifies(BOTH, ED25519)


def test_an_address_beyond_ascii_is_signed_as_it_is_written() -> None:
    assert verdicts(copier(JAPANESE, RSA)(mail_address("凛@例え.jp"), 7, TOKEN), RSA) == [True]


def test_the_signature_names_every_header_and_the_weighty_ones_once_more() -> None:
    signed = str(read_back(BOTH)["DKIM-Signature"]).partition("h=")[2].partition(";")[0]
    names = [name.strip() for name in signed.split(":")]
    there = [name.lower() for name in read_back(BOTH).keys()[2:]]
    assert sorted(names) == sorted([*there, "from", "to", "subject"])
    assert f"t={int(SENT_AT.timestamp())};" in BOTH.decode()


CHANGES = {
    "body": (b"Two spaces", b"Ten spaces"),
    "link in the text": (b"\r\n7/aB3", b"\r\n8/aB3"),
    "Subject": (b"Subject: Card", b"Subject: Gift card"),
    "To": (b"To: rin@", b"To: ron@"),
    "List-Unsubscribe": (b"<https://status.kitsune.example/u/7", b"<https://evil.example/u/7"),
    "mailto": (b"<mailto:unsub", b"<mailto:x"),
    "List-Unsubscribe-Post": (b"One-Click", b"No-Click"),
    "From": (b"From: Kitsune", b"From: Mallory"),
    "Reply-To": (b"<support@", b"<mallory@"),
    "Date": (b"Date: Thu", b"Date: Wed"),
    "Message-ID": (b"<msg-148", b"<msg-149"),
    "Content-Type": (b"multipart/alternative", b"multipart/mixed"),
    "List-Id": (b"<customers.", b"<others."),
    "Auto-Submitted": (b"auto-generated", b"no"),
    "Content-Language": (b"Language: en", b"Language: ja"),
    "a second From": (b"From: Kitsune", b"From: m@evil.example\r\nFrom: Kitsune"),
    "a second Subject": (b"Subject: Card", b"Subject: x\r\nSubject: Card"),
    "a second To": (b"To: rin", b"To: x@evil.example\r\nTo: rin"),
    "a tag": (b"t=1", b"t=2"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_on_the_way_is_noticed(what: str) -> None:
    before, after = CHANGES[what]
    changed = BOTH.replace(b"Two  spaces", b"Two spaces").replace(before, after)
    assert changed != BOTH.replace(b"Two  spaces", b"Two spaces")
    assert verdicts(changed, RSA, ED25519) == [False, False]
    assert not signature_verifies(changed, RSA)
    assert not signature_verifies(changed, ED25519)


def test_white_space_that_relays_change_is_forgiven() -> None:
    for before, after in (
        (b"Two  spaces", b"Two spaces"),
        (b"Subject: Card payments", b"Subject:  Card\r\n\tpayments"),
        (b"To: rin", b"to:rin"),
    ):
        changed = BOTH.replace(before, after)
        assert changed != BOTH
        assert verdicts(changed, RSA, ED25519) == [True, True]
        assert signature_verifies(changed, RSA)
    assert verdicts(BOTH + b"\r\n\r\n", RSA, ED25519) == [True, True]


def test_another_key_under_the_same_name_fails() -> None:
    other = DkimKey(domain=RSA.domain, selector=RSA.selector, key=ED25519.key)
    assert verdicts(BOTH, other) == [False]
    assert not signature_verifies(BOTH, other)
    unsigned = copier(FULL)(RIN, 7, TOKEN)
    assert not signature_verifies(unsigned, RSA)


def test_every_attempt_has_the_same_bytes() -> None:
    again = copier(FULL, RSA, ED25519)
    assert again(RIN, 7, TOKEN) == again(RIN, 7, TOKEN) == BOTH


def test_a_wrong_signature_never_leaves() -> None:
    copies = copier(FULL, ED25519)
    signer = copies._assembly.signer
    assert signer is not None
    signer._body.update(b" ")
    with pytest.raises(MailAltered, match="DKIM"):
        copies(RIN, 7, TOKEN)


def test_only_a_key_of_the_senders_domain_signs() -> None:
    for domain in ("kitsune.example", "mail.kitsune.example"):
        key = DkimKey(domain=domain, selector="a", key=ED25519.key)
        assert verdicts(copier(ENGLISH, key)(RIN, 7, TOKEN), key) == [True]
    for domain in ("mallory.example", "evilkitsune.example", "kitsune.example.mallory.example"):
        key = DkimKey(domain=domain, selector="a", key=ED25519.key)
        with pytest.raises(Invalid, match=r"from kitsune\.example") as caught:
            compile_mail(ENGLISH, date=SENT_AT, keys=[key])
        assert domain in caught.value.way_out
        assert domain in caught.value.way_out_in("ja", str)


def test_rsa_is_worth_a_thread_and_the_others_are_not() -> None:
    assert copier(ENGLISH, RSA).worth_a_thread
    assert not copier(ENGLISH, ED25519).worth_a_thread
    assert not copier(ENGLISH).worth_a_thread


def test_a_key_of_the_old_form_signs_too() -> None:
    assert not isinstance(RSA.private, type(ED25519.private))
    classic = DkimKey(domain=RSA.domain, selector="old", key=pem_of(RSA.private, classic=True))
    assert verdicts(copier(ENGLISH, classic)(RIN, 7, TOKEN), classic) == [True]
