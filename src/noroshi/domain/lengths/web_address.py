"""Web addresses as X and Mastodon find them: with or without https://, by top-level domain.

The rules follow X's library twitter-text 3.1.0, with which the tests compare. Every pattern is
possessive, so a text is read once. Not followed: the check of a name by IDNA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, digits

from noroshi.domain.lengths.top_level import ASCII, OTHERS

Span = tuple[int, int]

LONGEST = 4_096
"""A longer address is no address to X."""

_LATIN = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268"
    "\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_NO_NAME = (
    r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$\x09-\x0d\x20\x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029"
    r"\u202f\u205f\u3000\ufffe\ufeff\uffff\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
)
_BEFORE = r"(?<![A-Za-z0-9@＠$#＃\ufffe\ufeff\uffff])"
_WITH_PROTOCOL = re.compile(
    rf"{_BEFORE}https?://(?P<host>[^{_NO_NAME}](?:[^{_NO_NAME}]|[-_.])*+)", re.IGNORECASE
)
_BARE = re.compile(
    rf"(?<![A-Za-z0-9@＠$#＃\ufffe\ufeff\uffff.\-_/{_LATIN}])(?P<host>[a-z0-9{_LATIN}]"
    rf"[-a-z0-9{_LATIN}]*+(?:\.[-a-z0-9{_LATIN}]++)++)",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"[-a-z0-9]+", re.IGNORECASE)
_OTHER_DOMAIN = re.compile("|".join(sorted(map(re.escape, OTHERS), key=len, reverse=True)))
_NAME = re.compile(rf"[^{_NO_NAME}]++(?:-++[^{_NO_NAME}]++)*+")
_SUBNAME = re.compile(rf"[^{_NO_NAME}]++(?:[-_]++[^{_NO_NAME}]++)*+")
_STAYS_A_WORD = frozenset(ascii_letters + digits + "@+-")
_PATH_SIGN = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_PATH = re.compile(
    rf"/(?:{_PATH_SIGN}++|\((?:{_PATH_SIGN}++|\({_PATH_SIGN}++\))++\))*+", re.IGNORECASE
)
_NO_PATH_END = "!*';:,.$%[]\u2013~@|&"
_PORT = re.compile(r":[0-9]++")
_QUERY = re.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*+", re.IGNORECASE)
_NO_QUERY_END = "!?*'@();:+$%[].,~|"


def web_addresses(text: str, *, bare: bool = True) -> list[Span]:
    """The spans of the addresses in order; ``bare``: also those without https://."""
    spans = list(_addresses(text, _WITH_PROTOCOL))
    if bare and "." in text:
        spans += _addresses(text, _BARE)
    apart: list[Span] = []
    for span in sorted(spans):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


def _addresses(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    position = 0
    while found := pattern.search(text, position):
        start, position = found.start(), found.start("host") + 1
        end = _host_end(text, *found.span("host"))
        if end is None:
            if pattern is _BARE:
                position = found.end()
            continue
        end = _tail(text, end, bare=pattern is _BARE)
        if end - start <= LONGEST:
            yield start, end
        position = end


def _host_end(text: str, start: int, end: int) -> int | None:
    """Where the name of the host ends that begins at ``start``: at its last top-level domain."""
    best, label, names = None, start, 0
    while (dot := text.find(".", label, end)) >= 0:
        name = text[label:dot]
        if not _SUBNAME.fullmatch(name):
            break
        names += 1
        after = _domain_end(text, dot + 1, end) if _NAME.fullmatch(name) else None
        best = after if after is not None else best
        label = dot + 1
    return best if names else None


def _domain_end(text: str, start: int, end: int) -> int | None:
    found = _DOMAIN.match(text, start, end)
    if found:
        known = found[0].lower() in ASCII or found[0].lower().startswith("xn--")
    else:
        found = _OTHER_DOMAIN.match(text, start, end)
        known = found is not None
    if found is None or not known or text[found.end() : found.end() + 1] in _STAYS_A_WORD:
        return None
    return found.end()


def _tail(text: str, host_end: int, *, bare: bool) -> int:
    """The end of port, path and query, without the punctuation of the sentence.

    X reads nothing behind a bare name unless there is a path.
    """
    port = _PORT.match(text, host_end)
    end = port.end() if port else host_end
    path = _PATH.match(text, end)
    if path:
        end += len(path[0].rstrip(_NO_PATH_END))
    elif bare:
        return host_end
    query = _QUERY.match(text, end)
    return end + len(query[0].rstrip(_NO_QUERY_END)) if query else end
