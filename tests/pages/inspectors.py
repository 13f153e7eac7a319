"""Looks at each kind of file as its reader does, and says what text managed to become there.

Each inspector answers with faults, and is shown a harmless file of the same page first: what the
page itself is made of is no fault, and nothing more may be in the hostile one.
"""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

import feedparser
from icalendar import Calendar

_WRITTEN = {
    "p",
    "br",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "code",
    "pre",
    "blockquote",
    "h4",
    "hr",
}
_WRITTEN_ATTRIBUTES = {"href", "rel", "lang"}
_RAW = {"script", "style"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:")


@dataclass
class Parts(HTMLParser):
    """The elements, attributes and addresses of a document, and what its scripts and styles are."""

    tags: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.addresses += [
            (value or "").strip().lower()
            for name, value in attrs
            if name in {"href", "src", "action", "srcdoc", "data", "formaction", "xlink:href"}
        ]
        self._inside = tag if tag in _RAW else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.raw.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.add("<!-->")


def parts_of(html: str) -> Parts:
    """``html`` taken apart."""
    parts = Parts()
    parts.feed(html)
    parts.close()
    return parts


def html_faults(page: bytes, calm: bytes) -> Iterator[str]:
    """What is in ``page`` that neither the page itself nor Markdown puts there."""
    parts, known = parts_of(page.decode()), parts_of(calm.decode())
    yield from (f"<{tag}>" for tag in parts.tags - known.tags - _WRITTEN)
    yield from (f"{name}=" for name in parts.names - known.names - _WRITTEN_ATTRIBUTES)
    if parts.raw != known.raw:
        yield "a style or script changed"
    yield from foreign(parts, allowed=known.addresses)


def fragment_faults(html: str) -> Iterator[str]:
    """The same for a piece of HTML that feed readers show."""
    parts = parts_of(html)
    yield from (f"<{tag}>" for tag in parts.tags - _WRITTEN - {"span", "div"})
    yield from (f"{name}=" for name in parts.names - _WRITTEN_ATTRIBUTES)
    yield from foreign(parts, allowed=[])


def foreign(parts: Parts, *, allowed: list[str]) -> Iterator[str]:
    """Addresses that do more than lead somewhere."""
    plain = ("https://", "http://", "mailto:", "#")
    for address in parts.addresses:
        relative = not _SCHEME.match(address) and not address.startswith("//")
        if address not in allowed and not address.startswith(plain) and not relative:
            yield address


def feed_faults(feed: bytes, calm: bytes) -> Iterator[str]:
    """An Atom or RSS feed: well-formed, the same elements, and harmless HTML inside them."""
    root, known = _tree(feed), _tree(calm)
    yield from (f"<{tag}>" for tag in _tags(root) - _tags(known))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        read = feedparser.parse(feed, sanitize_html=False, resolve_relative_uris=False)
    if read.bozo:
        yield f"feedparser: {read.bozo_exception}"
    for entry in read.entries:
        for content in entry.get("content") or [{"value": entry.get("summary", "")}]:
            yield from fragment_faults(content["value"])


def json_faults(document: bytes, calm: bytes) -> Iterator[str]:
    """A JSON document: the same keys everywhere, and nothing that ends a script around it."""
    if b"<" in document or b"\x00" in document:
        yield "markup in the bytes"
    read = json.loads(document)
    if _shape(read) != _shape(json.loads(calm)):
        yield "other keys"
    for item in read.get("items", []):
        yield from fragment_faults(item["content_html"])


def calendar_faults(calendar: bytes, calm: bytes) -> Iterator[str]:
    """A calendar: lines of at most 75 octets ended by CRLF, and the same properties as before."""
    lines = calendar.split(b"\r\n")
    if any(len(line) > 75 or b"\r" in line or b"\n" in line for line in lines):
        yield "a line that is no line"
    for line in lines:
        line.removeprefix(b" ").decode()
    if _properties(calendar) != _properties(calm):
        yield "other properties"


def svg_faults(drawing: bytes, calm: bytes) -> Iterator[str]:
    """A badge: the same elements with the same attributes."""
    if _drawn(drawing) != _drawn(calm):
        yield "drawn otherwise"


def script_faults(script: bytes, calm: bytes) -> Iterator[str]:
    """A script holds no text of the page at all."""
    if script != calm:
        yield "a script changed"


INSPECTORS = {
    "js": script_faults,
    "html": html_faults,
    "atom": feed_faults,
    "rss": feed_faults,
    "json": json_faults,
    "ics": calendar_faults,
    "svg": svg_faults,
}


def faults(path: str, content: bytes, calm: bytes) -> list[str]:
    """Everything wrong with the file at ``path``; a kind without an inspector is an error."""
    return [f"{path}: {fault}" for fault in INSPECTORS[path.rpartition(".")[2]](content, calm)]


def _tree(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - our own output


def _tags(root: ElementTree.Element) -> set[str]:
    return {element.tag for element in root.iter()}


def _drawn(content: bytes) -> list[tuple[str, tuple[str, ...]]]:
    return [(element.tag, tuple(sorted(element.attrib))) for element in _tree(content).iter()]


def _shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_shape(part) for part in value]
    return None


def _properties(content: bytes) -> Counter[tuple[str, str]]:
    whole = Calendar.from_ical(content)
    return Counter((part.name, name) for part in whole.walk() for name in part)
