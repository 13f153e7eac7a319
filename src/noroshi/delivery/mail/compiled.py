"""A mail compiled once per rendition into one byte template; each copy only fills its slots."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from noroshi.delivery.address import MailAddress, mail_address
from noroshi.delivery.mail.assembly import Assembly
from noroshi.delivery.mail.copier import Copier
from noroshi.delivery.mail.dkim import DkimKey, check_alignment
from noroshi.delivery.mail.frame import UNSUBSCRIBE_SLOT, html_body, text_body
from noroshi.delivery.mail.ownlines import OwnLines
from noroshi.delivery.mail.stamp import Stamp, stamp, taken_apart
from noroshi.delivery.mail.structure import mail_template, quoted_printable
from noroshi.delivery.mail.template import Template
from noroshi.delivery.mail.text import MailText
from noroshi.delivery.mail.verify import Expected, verify
from noroshi.kernel.errors import Invalid

_PROBE: Final = mail_address("probe@example.com")


@dataclass(frozen=True, kw_only=True)
class CompiledMail:
    """One rendition as bytes with slots. Make it with ``compile_mail``."""

    mail: MailText
    template: Template
    text: str
    page: str
    date: datetime
    keys: tuple[DkimKey, ...] = ()

    @property
    def size(self) -> int:
        """About how many bytes one copy has."""
        return len(self.template.head) + sum(map(len, self.template.pieces))

    def copier(self, stamp: Stamp) -> Copier:
        """What makes each person's copy; prefixes are compiled in, so make it once.

        Raises:
            Invalid: a subscription's mail needs a link to unsubscribe.
        """
        mail, template = self.mail, self.template
        if mail.one_click:
            if not stamp.unsubscribe:
                raise Invalid("The mail has no unsubscribe link.", field="unsubscribe link")
            template = template.with_link_start(
                (
                    quoted_printable(stamp.unsubscribe),
                    quoted_printable(html.escape(stamp.unsubscribe)),
                )
            )
        lines = OwnLines(stamp, one_click=mail.one_click, mailto=mail.unsubscribe_mailto)
        assembly = Assembly(template, own=lines.names, keys=self.keys, at=self.date)

        def compare(copy: bytes, to: MailAddress, recipient: str, token: str) -> None:
            verify(copy, self._expected(stamp, to, recipient, token))

        return Copier(assembly, lines, linked=mail.one_click, verify=compare)

    def copy_for(self, to: MailAddress, *, message_id: str, unsubscribe_url: str = "") -> bytes:
        """One copy alone, from whole ids, read back in full; for many copies use ``copier``.

        Raises:
            Invalid: the id is not one of ``mail_message_id``, or the link is not one of ours.
            MailAltered: the finished bytes say something else than was approved.
        """
        common, recipient, token = taken_apart(message_id, unsubscribe_url)
        return self.copier(common).copy(to, recipient, token)

    def _expected(self, stamp: Stamp, to: MailAddress, recipient: str, token: str) -> Expected:
        url = stamp.unsubscribe_url(recipient, token)
        mailto = self.mail.unsubscribe_mailto
        also = f", <mailto:{mailto}?subject=unsubscribe.{recipient}.{token}>" if mailto else ""
        return Expected(
            mail=self.mail,
            to=to,
            message_id=stamp.message_id(recipient),
            list_unsubscribe=f"<{url}>{also}",
            text=self.text.replace(UNSUBSCRIBE_SLOT, url),
            page=self.page.replace(UNSUBSCRIBE_SLOT, html.escape(url)),
            keys=self.keys,
        )


def compile_mail(mail: MailText, *, date: datetime, keys: Sequence[DkimKey] = ()) -> CompiledMail:
    """Build the MIME structure of ``mail`` once; ``date`` is its Date header, for every copy.

    ``keys`` sign every copy, each with a header of its own.

    Raises:
        Invalid: a text cannot be a mail, or a key is not for the sender's domain; see ``field``.
        MailAltered: a trial copy read back differs from what was meant.
    """
    for key in keys:
        check_alignment(key, mail.sender.address)
    text, page = text_body(mail), html_body(mail)
    for body in (text, page):
        if body.count(UNSUBSCRIBE_SLOT) != mail.one_click:
            raise Invalid("The text holds an address that Noroshi uses itself.", field="body")
    compiled = CompiledMail(
        mail=mail,
        template=mail_template(mail, text=text, page=page, date=date),
        text=text,
        page=page,
        date=date,
        keys=tuple(keys),
    )
    trial = stamp("trial", "example.com", unsubscribe="https://example.com/u/")
    compiled.copier(trial)(_PROBE, 1, "trial-token")
    return compiled
