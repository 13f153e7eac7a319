"""What a relay says it can do, in its answer to EHLO (RFC 5321 4.1.1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """``largest`` is the most octets a mail may have, 0 for no limit; it counts if ``size``."""

    pipelining: bool = False
    size: bool = False
    largest: int = 0
    eight_bit: bool = False
    smtputf8: bool = False
    dsn: bool = False
    starttls: bool = False
    logins: frozenset[str] = field(default_factory=frozenset)


def announced(lines: Sequence[str]) -> Capabilities:
    """Read the lines of an EHLO reply; the first one is a greeting."""
    words = [line.upper().replace("AUTH=", "AUTH ").split() for line in lines[1:]]
    given = {each[0]: each[1:] for each in words if each}
    limit = given.get("SIZE", [])[:1]
    return Capabilities(
        pipelining="PIPELINING" in given,
        size="SIZE" in given,
        largest=int(limit[0]) if limit and limit[0].isascii() and limit[0].isdigit() else 0,
        eight_bit="8BITMIME" in given,
        smtputf8="SMTPUTF8" in given,
        dsn="DSN" in given,
        starttls="STARTTLS" in given,
        # Old relays announce the same mechanisms twice, once as AUTH=LOGIN.
        logins=frozenset(name for each in words if each and each[0] == "AUTH" for name in each[1:]),
    )
