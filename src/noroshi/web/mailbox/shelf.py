"""Which mails a reader asks for, a page of them at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from noroshi.practice.mailbox.store import MailStore, Received

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Row:
    """One mail of the list. ``at`` is None for a date that cannot be read."""

    mail: Received
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A page of the mails that match, newest first.

    ``total`` and ``languages`` count all mails, ``found`` those that match; ``page`` counts from 1.
    """

    rows: tuple[Row, ...]
    total: int
    found: int
    languages: Mapping[str, int]
    page: int
    pages: int

    @property
    def newer(self) -> int | None:
        """The page before this one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def older(self) -> int | None:
        """The page after this one."""
        return self.page + 1 if self.page < self.pages else None


def look(store: MailStore, *, words: str, language: str, page: int) -> Shelf:
    """The mails whose address or subject has ``words``, in ``language`` ("" means any)."""
    everything = list(store.all())
    wanted = words.strip().lower()
    hits = [mail for mail in everything if _matches(mail, wanted, language)][::-1]
    pages = max(1, -(-len(hits) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = hits[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Shelf(
        rows=tuple(Row(mail=mail, at=moment_of(mail.date)) for mail in shown),
        total=len(everything),
        found=len(hits),
        languages=dict(sorted(Counter(m.language for m in everything if m.language).items())),
        page=page,
        pages=pages,
    )


def _matches(mail: Received, words: str, language: str) -> bool:
    if language and mail.language != language:
        return False
    return words in mail.to.lower() or words in mail.subject.lower()


def moment_of(date: str) -> datetime | None:
    """The moment that a Date header names, None when it names none (RFC 5322, 3.3)."""
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    return at if at.tzinfo else None
