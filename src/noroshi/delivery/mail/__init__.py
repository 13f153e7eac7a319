"""Turns one rendition into a byte template, and that into each person's mail."""

from __future__ import annotations

from noroshi.delivery.mail.compiled import CompiledMail, compile_mail
from noroshi.delivery.mail.copier import Copier
from noroshi.delivery.mail.stamp import Stamp, stamp
from noroshi.delivery.mail.text import Mailbox, MailText, NextUpdate, list_id, mail_message_id

__all__ = [
    "CompiledMail",
    "Copier",
    "MailText",
    "Mailbox",
    "NextUpdate",
    "Stamp",
    "compile_mail",
    "list_id",
    "mail_message_id",
    "stamp",
]
