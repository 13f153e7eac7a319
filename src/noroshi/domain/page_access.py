"""Who may read a page that is for one audience alone, and how long each proof of it works.

Colleagues read every such page by their sign-in. Others are invited: by their address, or by the
domain of their mail. They prove the address by a mailed link, which works once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from noroshi.domain.asking import Limit
from noroshi.kernel.errors import Invalid

LINK_LIVES: Final = timedelta(minutes=15)
SESSION_LIVES: Final = timedelta(days=30)
MOST_FEEDS: Final = 5
"""Feed addresses of one reader of one page."""

LINKS: Final = Limit(name="page-links", most=5, window=timedelta(hours=1))
"""Links mailed to one address; more are not sent, and nobody is told."""

_DOMAIN = re.compile(
    r"@(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+"
)
_ANYBODYS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com"}
    | {"yahoo.co.jp", "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de"}
    | {"proton.me", "protonmail.com", "mail.ru", "qq.com", "163.com", "docomo.ne.jp"}
    | {"ezweb.ne.jp", "softbank.ne.jp", "i.softbank.jp", "au.com"}
)


class Proof(StrEnum):
    """What a token shows that somebody holds."""

    LINK = "link"  # from a mail; exchanged once for a session
    SESSION = "session"  # a browser's
    FEED = "feed"  # a program's, which cannot sign in


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """Who was invited to a page: an address, or everybody at "@domain"."""

    id: int
    page: str
    whom: str
    by: str
    at: datetime

    @property
    def is_domain(self) -> bool:
        """Whether everybody at a domain is meant."""
        return self.whom.startswith("@")


@dataclass(frozen=True, kw_only=True)
class Pass:
    """A token that was given out, for one page and whoever it names.

    ``person`` is the colleague whose it is, "" for a reader with ``address``.
    """

    id: int
    page: str
    proof: Proof
    address: str
    person: str
    language: str
    at: datetime
    until: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether its time has not passed."""
        return self.until is None or now < self.until


def covers(invitations: Iterable[Invitation], address: str) -> bool:
    """Whether an address, in small letters, was invited by itself or by its domain."""
    domain = address[address.rfind("@") :]
    return any(one.whom in {address, domain} for one in invitations)


def domain_of(text: str) -> str:
    """The "@domain" that somebody means by "@kitsune.example" or "kitsune.example".

    Raises:
        Invalid: it is none, or anybody can get an address there.
    """
    bare = text.strip().lower()
    domain = bare if bare.startswith("@") else f"@{bare}"
    if not _DOMAIN.fullmatch(domain):
        raise Invalid(
            "This is neither a mail address nor a domain.",
            way_out="Write rin@partner.example, or @partner.example for everybody there.",
            field="whom",
        )
    if domain[1:] in _ANYBODYS:
        raise Invalid(
            "Anybody can get an address at {domain}.",
            way_out="Invite each address by itself.",
            field="whom",
            domain=domain[1:],
        )
    return domain


def masked(whom: str) -> str:
    """An invitation for the log, which keeps no addresses: "r…@partner.example"."""
    name, _, domain = whom.rpartition("@")
    return f"{name[:1]}…@{domain}" if name else whom
