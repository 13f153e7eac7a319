"""A text on a short channel carries the address of the status page (R6).

A short text is the essence and the link; who wants more finds it there. Any address under the
status page counts, also one without "https" (but on Mastodon, which makes no link of it). A look-alike does not: the host
must be the very same, so neither status.example.evil.example nor status.example@evil.example
does, nor an address with a foreign or an unseen letter in it. Where the address of the status
page is not known, an address in one of the company's own domains counts; where these are not
known either, any address. In a text for colleagues only it is a warning, and an address for
colleagues counts.

Examples with the status page https://status.kitsune-cloud.example/, as text messages:

Bad (en): Some card payments in Europe fail. Details are on our status page.
Bad (en): Card payments fail. https://status.kitsune-cloud.example.evil.example/
Good (en): Some card payments in Europe fail: https://status.kitsune-cloud.example/incidents/148
Good (en): Some card payments in Europe fail: status.kitsune-cloud.example/incidents/148
Bad (ja): 欧州で決済エラーが発生しています。詳細は稼働状況ページをご覧ください。
Good (ja): 欧州で決済エラーが発生しています。詳細：https://status.kitsune-cloud.example/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from noroshi.domain.channel import SHORT, Channel
from noroshi.domain.guardrails.rule import Context, Finding, Level, Rule, Text, finding
from noroshi.kernel import late

# Before and behind an address: nothing that would make it part of another one. That takes in the
# full stops that browsers read as one, Latin, Greek and Cyrillic letters, and what nobody sees.
_GLUE = r"A-Za-z0-9_~@%:\-\u00ad\u00c0-\u04ff\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_ADDRESS = late.pattern(
    rf"(?<![{_GLUE}/.?#&=+])(?<!:// )(?:(?P<scheme>https?)://)?"
    r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]++)(?::(?P<port>[0-9]{1,5}+))?"
    rf"(?![{_GLUE}]|[．｡。][A-Za-z0-9-]++\.)"
    r"(?P<path>/[A-Za-z0-9._~:/@!$&*+,;=%'-]*+)?(?:[?#][A-Za-z0-9._~:/@!$&*+,;=%'?#-]*+)?",
    re.IGNORECASE,
)
_NAMED_HOST = late.pattern(r"(?:[a-z0-9-]+\.)+[a-z]{2,24}")
_DEFAULT_PORTS = {"": "", "80": "", "443": ""}
_REASON = {
    "en": "A short text must carry the address of the status page.",
    "ja": "短い文章には、稼働状況ページのアドレスを必ず入れてください。",
}
_LABEL = {"en": "Add the address", "ja": "アドレスを書き加える"}


@dataclass(frozen=True, kw_only=True)
class _Address:
    written_out: bool  # with its scheme
    host: str
    port: str
    path: str


def find(text: Text) -> Iterator[Finding]:
    """One finding at the end of the body if it carries no such address."""
    if text.channel not in SHORT:
        return
    body = text.passages[1]
    context = text.context
    counts = _what_counts(context)
    addresses = _addresses(_plain(body.raw, context.page_url))
    bare = text.channel is not Channel.MASTODON
    if any(counts(address) for address in addresses if bare or address.written_out):
        return
    if text.internal and _names_a_room(body.raw, context):
        return
    end = len(body.raw.rstrip())
    url = context.page_url.strip()
    known = _read(url) is not None
    yield finding(
        "no_link",
        body,
        (end, end),
        _REASON,
        level=Level.WARN if text.internal else Level.BLOCK,
        mend=("\n" if end else "") + url if known else None,
        mend_label=_LABEL if known else None,
    )


def _what_counts(context: Context) -> Callable[[_Address], bool]:
    page = _read(context.page_url)
    if page is not None:
        return lambda address: _is_under(address, page)
    domains = tuple(domain.lower().strip(". ") for domain in context.own_domains if domain.strip())
    if domains:
        return lambda address: _is_in(address.host, domains)
    return lambda address: (
        address.written_out or bool(address.path and _NAMED_HOST.fullmatch(address.host))
    )


def _is_under(address: _Address, page: _Address) -> bool:
    if (address.host, address.port) != (page.host, page.port):
        return False
    folder = page.path.rstrip("/")
    return address.path == folder or address.path.startswith(f"{folder}/")


def _is_in(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _names_a_room(body: str, context: Context) -> bool:
    links = filter(None, context.internal_links)
    return any(re.search(rf"{re.escape(link)}(?![A-Za-z0-9.@-])", body) for link in links)


def _addresses(plain: str) -> Iterator[_Address]:
    for match in _ADDRESS.finditer(plain):
        yield _Address(
            written_out=match["scheme"] is not None,
            host=match["host"].lower().strip("."),
            port=_DEFAULT_PORTS.get(match["port"] or "", match["port"] or ""),
            path=match["path"] or "",
        )


def _read(url: str) -> _Address | None:
    """The address of the status page, if it is one."""
    found = next(_addresses(_plain(url.strip(), url)), None)
    return found if found is not None and found.host and found.written_out else None


def _plain(raw: str, url: str) -> str:
    """``raw`` with the host of ``url`` in ASCII, should it have other letters."""
    try:
        host = urlsplit(url.strip()).hostname or ""
        return raw if host.isascii() else raw.replace(host, host.encode("idna").decode())
    except ValueError:  # no address at all
        return raw


RULE = Rule(
    code="no_link",
    name={"en": "No link to the status page", "ja": "稼働状況ページへのリンクがない"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
