"""Turns one rendition into a byte template, and that into each person's mail."""

from __future__ import annotations

from noroshi.delivery.mail.compiled import CompiledMail, compile_mail
from noroshi.delivery.mail.text import Mailbox, MailText, NextUpdate, mail_message_id

__all__ = [
    "CompiledMail",
    "MailText",
    "Mailbox",
    "NextUpdate",
    "compile_mail",
    "mail_message_id",
]
