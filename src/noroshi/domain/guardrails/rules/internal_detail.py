"""A text for outsiders holds nothing that only colleagues can place.

Names of machines, addresses (IPv4, IPv6), numbers of tickets, stack traces, paths, ids of a cloud,
revisions of code, tools and rooms of colleagues, and the names that the plan lists: they help
nobody who reads the message, and they help an attacker. Looked for in code and in web addresses
too. Versions, standards (UTF-8, CVE-2026-1234), regions of a cloud, error codes that customers
see, and the addresses that RFC 5737 and RFC 3849 keep for examples, in code, are left alone.
Administrators may read paths of their own machines, in code. Colleagues may read all of it.

The names of tools that colleagues work with (PagerDuty, Grafana, Jira, a room such as #inc-0312)
are a warning only: a company may sell something that works with one of them. Names of products
that the plan lists, and words such as "our Grafana plug-in", are left alone.

Not found: an inner name that looks like any word ("Badger"), unless the plan lists it.

Bad (en): The fault is on db-prod-03 and we restart it.
Bad (en): We track this as PAY-4711 and keep you informed.
Good (en): The call `GET /v2/orders` ends with HTTP-500, error code PAY-402. Only eu-west-1 is affected.
Bad (ja): 決済サーバー（10.0.3.17）の再起動を行っています。
Good (ja): 決済サーバーの再起動を行っています。TLS-1.3の接続には影響ありません。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from noroshi.domain.guardrails import (
    asides,
    host_names,
    machine_addresses,
    names,
    ticket_numbers,
    tools,
    traces,
)
from noroshi.domain.guardrails.prose import MASK
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding, shown
from noroshi.domain.language import Localised

Span = tuple[int, int]
Detail = tuple[int, int, str]  # where, and which of _WHAT

_WHAT: dict[str, Localised] = {
    "name": {"en": "A name that only colleagues know", "ja": "社内でのみ使う名称"},
    "address": {"en": "The address of a machine", "ja": "機器のアドレス"},
    "host": {"en": "The name of an internal system", "ja": "社内システムの名称"},
    "ticket": {"en": "The number of an internal ticket", "ja": "社内のチケット番号"},
    "trace": {"en": "Part of a stack trace", "ja": "スタックトレースの一部"},
    "path": {"en": "A path on a server", "ja": "サーバー上のパス"},
    "tool": {"en": "The name of an internal tool", "ja": "社内ツールの名称"},
    "id": {"en": "The id of an internal resource", "ja": "社内リソースの識別子"},
}
_LABEL = {"en": "Take the bracket out", "ja": "括弧ごと削除する"}


def find(text: Text) -> Iterator[Finding]:
    """Every detail in a text that is not for colleagues, in the order of the text."""
    if text.internal:
        return
    for passage in text.passages:
        origin = passage.folded.origin
        found = _apart(_details(passage, text))
        details = [(*origin(start, end), kind) for start, end, kind in found]
        named = [tool for tool in _tools(passage, text) if not _overlaps(tool, details)]
        for start, end, kind in sorted([*details, *_apart(named)]):
            yield _finding(passage, (start, end), kind)


def _apart(details: Iterable[Detail]) -> Iterator[Detail]:
    """Without those that begin within another one."""
    done = 0
    for detail in sorted(details, key=_widest_first):
        if detail[0] >= done:
            done = detail[1]
            yield detail


def _overlaps(tool: Detail, details: list[Detail]) -> bool:
    """Whether one of ``details``, which are apart and in order, has a place with ``tool``."""
    after = bisect_right(details, (tool[1], 0, ""))
    return after > 0 and details[after - 1][1] > tool[0]


def _tools(passage: Passage, text: Text) -> Iterator[Detail]:
    """Names of tools in prose, as spans of the text as written, unless a product is named so."""
    folded = passage.folded_prose.text
    public = (*text.context.product_names, *text.context.scope_words)
    named = list(names.spans(public, folded))
    for start, end in tools.spans(folded):
        before = bisect_right(named, (start, len(folded)))
        if not (before and end <= named[before - 1][1]):
            yield *passage.folded_prose.origin(start, end), "tool"


def _widest_first(detail: Detail) -> tuple[int, int]:
    return detail[0], -detail[1]


def _details(passage: Passage, text: Text) -> Iterator[Detail]:
    folded = passage.folded.text
    code = _code(passage)
    public = frozenset((*text.context.product_names, *text.context.scope_words))
    found: tuple[tuple[str, Iterator[Span]], ...] = (
        ("name", _named(text.context.internal_names, folded)),
        ("address", machine_addresses.spans(folded, code=code)),
        ("trace", traces.traces(folded)),
        ("ticket", ticket_numbers.spans(folded, known=public)),
        ("host", host_names.spans(folded)),
        ("path", _paths(folded, code, text)),
        ("id", traces.ids(folded)),
    )
    page = list(_page(folded, text.context.page_url))
    for kind, spans in found:
        for start, end in spans:
            if folded[start:end] not in public and not _overlaps((start, end, kind), page):
                yield start, end, kind


def _page(folded: str, page_url: str) -> Iterator[Detail]:
    """Where the status page's own address stands, whatever host serves it."""
    origin = "/".join(page_url.split("/")[:3])
    if page_url.count("/") >= 3:
        for match in re.finditer(rf"{re.escape(origin)}(?=[/\s<>)」）、。]|$)[^\s<>]*+", folded):
            yield match.start(), match.end(), "page"


def _code(passage: Passage) -> str:
    """The folded text, with a backtick for every character of code or of a web address."""
    folded = passage.folded
    if MASK not in passage.prose:
        return folded.text
    pieces = []
    for index, origin in enumerate(folded.origins[:-1]):
        piece = folded.text[folded.starts[index] : folded.starts[index + 1]]
        pieces.append("`" * len(piece) if passage.prose[origin] == MASK else piece)
    return "".join(pieces)


def _paths(folded: str, code: str, text: Text) -> Iterator[Span]:
    for start, end in traces.paths(folded):
        if not (text.technical and code[start] == "`"):
            yield start, end


def _named(known: tuple[str, ...], folded: str) -> Iterator[Span]:
    """Names of the plan, with the host before an ending: ``db3.`` of ``db3.corp.example``."""
    for start, end in names.spans(known, folded):
        before = folded[max(0, start - 253) : start]
        head = len(before)
        while (
            head
            and before[head - 1].isascii()
            and (before[head - 1].isalnum() or before[head - 1] in ".-_")
        ):
            head -= 1
        yield start - (len(before) - head), end


def _finding(passage: Passage, span: Span, kind: str) -> Finding:
    what, mark = _WHAT[kind], shown(passage.raw[slice(*span)])
    reason = {
        "en": f"{what['en']} stands here ({mark}); say what customers notice instead.",
        "ja": f"{what['ja']}（{mark}）が記載されているため、お客さまに分かる表現に改めてください。",
    }
    if kind == "tool":
        return finding("internal_detail", passage, span, reason, level=Level.WARN)
    bracket = asides.around(passage, span)
    if bracket is None:
        return finding("internal_detail", passage, span, reason)
    return finding("internal_detail", passage, bracket, reason, mend="", mend_label=_LABEL)


RULE = Rule(
    code="internal_detail",
    name={"en": "Internal detail", "ja": "社内情報の記載"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
