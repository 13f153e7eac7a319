"""Addresses of machines in a folded text: IPv4, IPv6 and hardware addresses.

A version (``version 10.0.2.1``), a time (``10:15``) and a public resolver (``8.8.8.8``) are none.
The ranges that RFC 5737 and RFC 3849 set aside for documentation may stand in code. An address of
the public internet may be told to those who let it through their firewall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from noroshi.kernel import late

Span = tuple[int, int]

_DOT = r"(?:\.|\[\.\]|\(\.\))"
_V4 = late.pattern(
    rf"(?a)(?<![\w.-])(?<![0-9]\[\.\])(?P<address>[0-9]{{1,3}}(?:{_DOT}[0-9]{{1,3}}){{3}})"
    r"(?P<mask>/[0-9]{1,2}(?![0-9]))?(?![0-9A-Za-z_]|\.[0-9])"
)
# 10.0.3.x: private ranges only, since nothing else is written like that.
_V4_WILD = late.pattern(
    r"(?a)(?<![\w.-])(?:10(?:\.[0-9]{1,3}(?:\.[0-9]{1,3}|\.[xX*]))|(?:192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))"
    r"\.(?:[0-9]{1,3}|[xX*]))\.[xX*](?![\w*])"
)
_V6 = late.pattern(
    r"(?a)(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)(?P<address>[0-9A-Fa-f:]{3,39}+)(?P<mask>(?:%\w{1,12})?(?:/[0-9]{1,3})?)"
    r"(?![\w:])"
)
_V6_START = late.pattern(
    r"(?ai)(?:[23][0-9a-f]{3}|f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):|::1\Z|::ffff:"
)
_HARDWARE = late.pattern(
    r"(?a)(?<![\w:-])[0-9A-Fa-f]{2}(?P<sign>[:-])(?:[0-9A-Fa-f]{2}(?P=sign)){4}[0-9A-Fa-f]{2}(?![\w:-])"
)
_RESOLVERS = frozenset({"1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9"})
_DOCUMENTATION = tuple(
    map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"))
)
_VERSION_BEFORE = late.pattern(
    r"(?ai)(?:versions?|ver\.?|releases?|builds?|firmware|sdk|app|client|driver|patch|android|ios|"
    r"section|chapter|clause|バージョン|リリース|ビルド|ファームウェア|アプリ|項|第)"
    r"[ :：(]{0,2}(?:[0-9]{1,4}(?:\.[0-9]{1,5}){1,4}(?:, | and | to | or |、|および|及び|と|から|~|-)){0,3}$"
)
_VERSION_AFTER = late.pattern(
    r"(?ai)[ ]?(?:or later|and later|or newer|and earlier|以降|以前|以上|版)"
)
_LET_THROUGH = late.pattern(
    r"(?ai)allow[- ]?list|white[- ]?list|firewalls?|egress|outgoing|(?-i:\bA records?)|source (?:ip|address)|"
    r"許可リスト|ホワイトリスト|ファイアウォール|送信元"
)
_LOOK = 120


def spans(folded: str, *, code: str) -> Iterator[Span]:
    """Each address with its mask. ``code`` is ``folded`` with "`" for each character of code."""
    versions: set[str] = set()
    for match in _V4.finditer(folded):
        if _is_version(match):
            versions.add(_series(match))
        elif _is_v4(match, code) and _series(match) not in versions:
            yield match.span()
    yield from (match.span() for match in _V4_WILD.finditer(folded))
    for match in _V6.finditer(folded):
        if _is_v6(match, code):
            yield match.span()
    yield from (match.span() for match in _HARDWARE.finditer(folded))


def _series(match: re.Match[str]) -> str:
    """The first two numbers: once 10.0.2.1 was called a version, 10.0.2.2 is one, too."""
    return ".".join(match["address"].split(".")[:2])


def _is_version(match: re.Match[str]) -> bool:
    text, (start, end) = match.string, match.span()
    before = _VERSION_BEFORE.search(text[max(0, start - 60) : start])
    return not match["mask"] and bool(before or _VERSION_AFTER.match(text, end))


def _is_v4(match: re.Match[str], code: str) -> bool:
    address = _parsed(re.sub(r"[^0-9.]", "", match["address"]))
    if address is None or str(address) in _RESOLVERS:
        return False
    return not _may_be_told(address, match, code)


def _is_v6(match: re.Match[str], code: str) -> bool:
    written = match["address"]
    if written.count(":") < 2 or not _V6_START.match(written):
        return False
    address = _parsed(written.removesuffix(":") if not written.endswith("::") else written)
    return address is not None and not _may_be_told(address, match, code)


def _parsed(written: str) -> IPv4Address | IPv6Address | None:
    try:
        # 010 is decimal to readers; ``ip_address`` would refuse it.
        return ip_address(re.sub(r"(?<![0-9A-Fa-f:])0+(?=[0-9])", "", written))
    except ValueError:
        return None


def _may_be_told(address: IPv4Address | IPv6Address, match: re.Match[str], code: str) -> bool:
    if any(address in network for network in _DOCUMENTATION):
        return code[match.start()] == "`"
    text, (start, end) = match.string, match.span()
    line_before = text[max(0, start - _LOOK) : start].rpartition("\n")[2]
    line_after = text[end : end + _LOOK].partition("\n")[0]
    return address.is_global and bool(_LET_THROUGH.search(line_before + line_after))
