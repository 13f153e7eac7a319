"""The snapshot, the approved words and the mailbox, compared person by person.

It knows the public form of a Message-ID and how a mail is written; it asks no code that sends.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from noroshi.actions.queries.plan import current_plan
from noroshi.domain.channel import Channel
from noroshi.domain.message import Message, Rendition
from noroshi.practice.mailbox.store import MailStore, Received
from noroshi.storage import ledger, messages, tallies
from noroshi.storage.ledger import PlannedDispatch

_OWN_HEADERS = re.compile(rb"(?im)^(to|message-id|list-unsubscribe):.*\r\n")
_LINK = re.compile(rb"(?im)^list-unsubscribe: *<([^>]+)>")


def mail_dispatches(message_id: int) -> list[PlannedDispatch]:
    return [d for d in ledger.of_message(message_id) if d.channel is Channel.EMAIL]


def compare(message_id: int, directory: Path) -> dict[str, int]:
    """``lost``: no copy and no reason. ``wrong``: a text that nobody approved. And the rest."""
    message = messages.get(message_id)
    arrived = _arrived(message, MailStore(directory))
    content = directory / "mails.bin"
    sums: Counter[str] = Counter(
        lost=0, duplicates=0, delivered=0, listed=0, wrong=0, strangers=0, most_copies=0
    )
    for dispatch in mail_dispatches(message_id):
        text = messages.rendition(dispatch.rendition_id)
        assert text.digest == dispatch.digest
        mails = {person: arrived.pop((text.id, person), []) for person in _members(dispatch)}
        sums.update(_people(dispatch, mails))
        sums["most_copies"] = max(sums["most_copies"], *(len(found) for found in mails.values()))
        sums["wrong"] += _wrong(text, [one for found in mails.values() for one in found], content)
    sums["strangers"] = sum(len(found) for found in arrived.values())
    return dict(sums)


def _members(dispatch: PlannedDispatch) -> list[int]:
    return ledger.members(dispatch.id)


def _arrived(message: Message, mailbox: MailStore) -> dict[tuple[int, int], list[Received]]:
    """The mails of a message by text and person; those of other messages are left out."""
    domain = re.escape(current_plan().company.mail_from.rpartition("@")[2])
    name = re.compile(rf"<msg-{message.incident_number}-{message.number}-(\d+)\.(\d+)@{domain}>")
    found: dict[tuple[int, int], list[Received]] = {}
    for mail in mailbox.all():
        if matched := name.fullmatch(mail.message_id):
            text, person = matched.groups()
            found.setdefault((int(text), int(person)), []).append(mail)
    return found


def _people(dispatch: PlannedDispatch, mails: dict[int, list[Received]]) -> Counter[str]:
    reasons = {missed.subscriber_id for missed in tallies.not_reached(dispatch.id, limit=None)}
    sums: Counter[str] = Counter(recipients=len(mails))
    for person, copies in mails.items():
        sums["duplicates"] += max(len(copies) - 1, 0)
        sums["delivered" if copies else "listed" if person in reasons else "lost"] += 1
    return sums


def _wrong(text: Rendition, mails: list[Received], content: Path) -> int:
    """How many of the copies say something else than the approved words."""
    forms = Counter[bytes]()
    examples: dict[bytes, bytes] = {}
    with content.open("rb") as file:
        for mail in mails:
            file.seek(mail.offset)
            raw = file.read(mail.length)
            form = _without_own_lines(raw)
            forms[form] += 1
            examples.setdefault(form, raw)
    return sum(count for form, count in forms.items() if not _says(text, examples[form]))


def _without_own_lines(mail: bytes) -> bytes:
    """A copy without what differs from person to person: address, number, link to leave."""
    link = _LINK.search(mail)
    assert link, mail[:300]
    url = link.group(1).decode()
    flat = mail.replace(b"=\r\n", b"")
    for form in (html.escape(url), url):
        flat = flat.replace(form.replace("=", "=3D").encode(), b"<link>")
    return _OWN_HEADERS.sub(b"", flat)


def _says(text: Rendition, raw: bytes) -> bool:
    mail = message_from_bytes(raw, policy=default)
    plain = mail.get_body(preferencelist=("plain",))
    assert plain
    shown = _letters(plain.get_content())
    said = all(_letters(line) in shown for line in text.body.splitlines())
    return said and str(mail["Subject"]).strip() == text.subject


def _letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words)
