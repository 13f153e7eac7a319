"""Mail that came back: believed with a proof, and without one it changes nothing."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from noroshi.actions.context import Actor
from noroshi.actions.lift_suppression import lift_suppression
from noroshi.actions.take_in_mail import Fate, take_in_mail
from noroshi.domain.bounce_words import Fault, fault_of
from noroshi.domain.delivery import Reason, State
from noroshi.intake.bounces.read import read_mail
from noroshi.intake.bounces.report import MailKind
from noroshi.kernel.secret import Secret
from noroshi.storage import subscribers, suppressions
from noroshi.storage.subscribers import SubscriberState
from tests.cast import World
from tests.receipts.returned import BASE, complaint, note, postfix, signed, vacation
from tests.receipts.sent import Sent, sent


def suppressed(one: Sent) -> list[str]:
    return [subscribers.get(person).suppressed for person in one.people]


@pytest.mark.django_db
def test_a_bounce_to_a_signed_return_path_is_believed(world: World) -> None:
    one = sent(world)
    assert take_in_mail(world.context, postfix(signed(world, one))) is Fate.RECORDED
    assert one.state(one.people[0]) is State.BOUNCED
    assert suppressed(one) == [Reason.BOUNCED, "", ""]
    assert take_in_mail(world.context, postfix(signed(world, one))) is Fate.RECORDED
    assert suppressed(one) == [Reason.BOUNCED, "", ""]


@pytest.mark.django_db
def test_a_forged_report_changes_nothing(world: World) -> None:
    one = sent(world)
    true = signed(world, one)
    stranger = replace(world, context=replace(world.context, key=Secret("another key")))
    mallory = [
        postfix(BASE),
        postfix("rin0@reader.example"),
        postfix(true.replace(f".{one.people[0]}.", f".{one.people[1]}.")),
        postfix(signed(stranger, one)),
        postfix(true.replace("@", "x@")),
        postfix(BASE, message_id=f"<msg-1-1-{one.text_id}.{one.people[1]}@kitsune.example>"),
        complaint(BASE),
        complaint(BASE, sender="rin0@reader.example"),
    ]
    for raw in mallory:
        assert take_in_mail(world.context, raw) is Fate.LEFT
    assert [one.state(who) for who in one.people] == [State.ACCEPTED] * 3
    assert suppressed(one) == ["", "", ""]


@pytest.mark.django_db
def test_our_message_id_counts_with_the_address_of_exactly_that_reader(world: World) -> None:
    one = sent(world)
    raw = postfix(BASE, message_id=f"<msg-1-1-{one.text_id}.{one.people[0]}@kitsune.example>")
    assert take_in_mail(world.context, raw) is Fate.RECORDED
    assert suppressed(one) == [Reason.BOUNCED, "", ""]


@pytest.mark.django_db
def test_a_report_of_two_weeks_ago_is_not_believed(world: World) -> None:
    one = sent(world)
    raw = postfix(signed(world, one))
    world.clock.pass_by(days=15)
    assert take_in_mail(world.context, raw) is Fate.NOTHING
    assert suppressed(one) == ["", "", ""]


@pytest.mark.django_db
def test_delays_and_vacation_replies_are_no_bounces(world: World) -> None:
    one = sent(world)
    to = signed(world, one)
    for raw in (
        postfix(to, action="delayed", status="4.4.1"),
        postfix(to, action="relayed", status="2.1.5"),
        vacation(to),
    ):
        assert take_in_mail(world.context, raw) is Fate.NOTHING
    assert take_in_mail(world.context, note(to)) is Fate.LEFT
    assert one.state(one.people[0]) is State.ACCEPTED


@pytest.mark.django_db
def test_a_dead_forward_does_not_condemn_the_address_before_it(world: World) -> None:
    one = sent(world, 2)
    take_in_mail(world.context, postfix(signed(world, one), failed="old@other.example"))
    assert one.state(one.people[0]) is State.BOUNCED
    assert suppressed(one) == ["", ""]
    named = postfix(signed(world, one, 1), failed="x@host.example", original="RIN1@reader.example")
    take_in_mail(world.context, named)
    assert suppressed(one) == ["", Reason.BOUNCED]


@pytest.mark.django_db
def test_a_complaint_names_its_mail_by_the_return_path_inside(world: World) -> None:
    one = sent(world)
    raw = complaint("fbl@status.example.com", sender=signed(world, one))
    assert take_in_mail(world.context, raw) is Fate.RECORDED
    assert suppressed(one)[0] == Reason.COMPLAINED
    other = complaint(BASE, sender=signed(world, one, 1), feedback="not-spam")
    assert take_in_mail(world.context, other) is Fate.NOTHING
    leaves = complaint(BASE, sender=signed(world, one, 2), feedback="opt-out")
    assert take_in_mail(world.context, leaves) is Fate.RECORDED
    assert suppressed(one)[1:] == ["", ""]
    assert subscribers.get(one.people[2]).state is SubscriberState.UNSUBSCRIBED


@pytest.mark.django_db
def test_a_bounce_seen_again_after_a_person_lifted_it_does_not_count_again(world: World) -> None:
    one = sent(world, 1)
    raw = postfix(signed(world, one))
    take_in_mail(world.context, raw)
    (entry,) = suppressions.newest(5)
    jonas = Actor(person="jonas-weber", is_admin=True)
    lift_suppression(world.context, jonas, entry.id, reason="They set the mailbox up again")
    take_in_mail(world.context, raw)
    assert suppressed(one) == [""]


CLASSES = [
    ("5.1.1", "550 5.1.1 user unknown", Fault.ADDRESS),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Fault.ADDRESS),
    ("5.1.6", "550 5.1.6 recipient no longer on server", Fault.ADDRESS),
    ("5.1.1", "552 5.1.1 mailbox full", Fault.PASSING),
    ("5.1.1", "550 5.1.1 blocked by our spam filter", Fault.OURS),
    ("5.2.2", "552 5.2.2 over quota", Fault.PASSING),
    ("5.2.1", "550 5.2.1 mailbox disabled", Fault.PASSING),
    ("5.2.1", "550 5.2.1 no such user here", Fault.ADDRESS),
    ("4.1.1", "450 4.1.1 user unknown", Fault.PASSING),
    ("4.7.1", "450 4.7.1 greylisted, try again", Fault.PASSING),
    ("5.7.1", "550 5.7.1 no such user", Fault.OURS),
    ("5.7.26", "550 5.7.26 unauthenticated", Fault.OURS),
    ("5.1.8", "553 5.1.8 sender rejected", Fault.OURS),
    ("5.0.0", "550 5.1.1 unknown user", Fault.ADDRESS),
    ("5.0.0", "550 no such user here", Fault.ADDRESS),
    ("5.0.0", "550 rejected", Fault.PASSING),
    ("5.0.0", "554 relay access denied", Fault.OURS),
    ("5.4.1", "550 5.4.1 recipient address rejected: access denied", Fault.PASSING),
    ("", "421 try again later", Fault.PASSING),
    ("", "550 192.0.2.5.1.1 said something", Fault.PASSING),
    ("", "", Fault.PASSING),
    ("9.9.9", "what?", Fault.PASSING),
]


@pytest.mark.parametrize(("code", "detail", "fault"), CLASSES)
def test_whose_fault_a_bounce_is(code: str, detail: str, fault: Fault) -> None:
    assert fault_of(code, detail) is fault


POSTFIX_WORDS = """\
From: MAILER-DAEMON@x.example

I'm sorry to have to inform you that your message could
not be delivered.

<rin0@reader.example>: host mx said: 550 5.1.1
    no such user
"""
SENDMAIL = """\
From: MAILER-DAEMON@x.example
Subject: Returned mail

   ----- The following addresses had permanent fatal errors -----
<rin0@reader.example>

   ----- Transcript of session follows -----
550 5.1.1 <rin0@reader.example>... User unknown
"""
EXCHANGE = """\
From: postmaster@x.example
Subject: Undeliverable: Checkout errors

Delivery has failed to these recipients or groups:

rin0@reader.example
The mailbox is full.

Remote Server returned '554 5.2.2 mailbox full'
"""
A_HEADER = """\
From: mailer-daemon@x.example
X-Failed-Recipients: rin0@reader.example

Delivery failed.
"""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (POSTFIX_WORDS, Fault.ADDRESS),
        (SENDMAIL, Fault.ADDRESS),
        (EXCHANGE, Fault.PASSING),
        (A_HEADER, Fault.PASSING),
    ],
)
def test_reports_that_follow_no_standard_are_read(text: str, fault: Fault) -> None:
    report = read_mail(text.encode())
    assert report.kind is MailKind.BOUNCE
    (failed,) = report.failed
    assert failed.address == "rin0@reader.example"
    assert fault_of(failed.code, failed.detail) is fault


def nested(depth: int) -> bytes:
    parts = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    return f"Subject: x\n{parts}Content-Type: text/plain\n\nhello".encode()


HOSTILE = [
    b"",
    b"\x00" * 1_000,
    b"\xff\xfe" * 10_000,
    b":" * 100_000,
    b"From: x\n" * 50_000,
    b"Content-Type: message/delivery-status\n\n" + b"Final-Recipient: rfc822;" * 10_000,
    b"Content-Type: message/rfc822\n\n" * 20_000,
    b"Content-Type: multipart/report; boundary=\n\n--\n",
    b"Content-Type: text/plain; charset=nonsense\nContent-Transfer-Encoding: base64\n\n%%%",
    b"Content-Type: text/plain; charset*=utf-8''%ff\nSubject: =?utf-8?q?=ff?=\n\nx",
    b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\n\xff\n--b--",
    b"Message-ID: " + b"<" * 100_000 + b"\n\nx",
    b"To: " + b"a@b.c, " * 100_000 + b"\n\nx",
    b"Subject: x\n\n" + b"{" * 500_000 + b" notificationType",
    b"From: MAILER-DAEMON@x\n\n" + b"<a@b.example>: " * 30_000,
    b"x" * 1_000_001,
    nested(19),
    nested(5_000),
]


@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_no_mail_breaks_the_reader(place: int) -> None:
    began = time.monotonic()
    read_mail(HOSTILE[place])
    assert time.monotonic() - began < 2


def test_damaged_mails_break_nothing() -> None:
    chance = random.Random(7)  # noqa: S311 - a seed makes it the same each time
    whole = postfix("bounces@x.example") + complaint("bounces@x.example")
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        read_mail(bytes(damaged[: chance.randrange(len(damaged))]))
