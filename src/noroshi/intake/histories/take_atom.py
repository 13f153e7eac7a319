"""A status page's Atom feed: Statuspage's, with all updates in one entry, or any other.

A feed holds only the newest incidents, and no components: it is the last resort.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from noroshi.domain.incident import Impact, Stage
from noroshi.intake.histories import plain
from noroshi.intake.histories.foreign import (
    STAGES,
    STATUS_OF_IMPACT,
    ForeignIncident,
    ForeignPage,
    ForeignUpdate,
    Gathering,
    made_id,
)
from noroshi.intake.histories.markdown import from_html
from noroshi.kernel.errors import Invalid

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_LARGEST: Final = 50_000_000
_PARAGRAPH = re.compile(
    r"<small>(?P<when>.*?)</small>\s*<br\s*/?>\s*<strong>(?P<status>[^<]{1,40})</strong>\s*-?\s*"
    r"(?P<body>.*?)(?=<p>\s*<small>|\Z)",
    re.DOTALL,
)
_WHEN = re.compile(
    r"([A-Z][a-z]{2})\s+(\d{1,2})\s*,\s*(\d{1,2}):(\d{2})(?:\s*-\s*\d{1,2}:\d{2})?\s+UTC"
)
_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def take(path: Path, *, now: datetime) -> ForeignPage:
    """The entries of the feed at ``path``, or of every .atom and .xml file in a folder.

    Raises:
        Invalid: a file is no Atom feed.
    """
    gathered = Gathering()
    source = ""
    seen: set[str] = set()
    for file in _files(path):
        feed = _parsed(file)
        source = source or plain.word(feed.findtext(f"{_ATOM}id"), "")
        for number, entry in enumerate(feed.findall(f"{_ATOM}entry"), 1):
            _gather(gathered, f"{file}, entry {number}", entry, seen=seen, now=now)
    return gathered.page(f"atom:{source}")


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    # The newest capture first: of an incident in several, its copy is kept.
    files = sorted((f for f in path.iterdir() if f.suffix in {".atom", ".xml"}), reverse=True)
    if not files:
        raise Invalid(f"There is no .atom or .xml file in {path}.", field=str(path))
    return files


def _parsed(file: Path) -> ElementTree.Element:
    try:
        if file.stat().st_size > _LARGEST:
            raise Invalid(f"{file} is larger than 50 MB.", field=str(file))
        raw = file.read_bytes()
        _declares_nothing(file, raw)
        feed = ElementTree.fromstring(raw)  # noqa: S314 - no declarations, see above
    except (OSError, ValueError, expat.ExpatError, ElementTree.ParseError) as error:
        raise Invalid(f"{file} is no Atom feed: {error}.", field=str(file)) from error
    if feed.tag != f"{_ATOM}feed":
        raise Invalid(f"{file} is no Atom feed.", field=str(file))
    return feed


def _declares_nothing(file: Path, raw: bytes) -> None:
    """Refuse declarations in whatever encoding: a few entities can name each other endlessly."""

    def refuse(*_declared: object) -> None:
        raise Invalid(
            f"{file} declares entities, which a feed never needs.",
            way_out="Take the declaration out.",
            field=str(file),
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(raw, True)  # noqa: FBT003 - its only form


def _gather(
    gathered: Gathering, place: str, entry: ElementTree.Element, *, seen: set[str], now: datetime
) -> None:
    said = plain.moment(entry.findtext(f"{_ATOM}updated"))
    published = plain.moment(entry.findtext(f"{_ATOM}published")) or said
    if published is None:
        gathered.skip(place, "it has no time")
        return
    title = plain.word(entry.findtext(f"{_ATOM}title"), "–")
    key = plain.word(entry.findtext(f"{_ATOM}id"), "") or made_id(title, published)
    if key in seen:
        return
    seen.add(key)
    content = entry.findtext(f"{_ATOM}content") or entry.findtext(f"{_ATOM}summary") or ""
    latest = max(published, said or published)
    updates = sorted(_updates(gathered, place, content, latest), key=lambda update: update.at)
    if not updates:
        updates = [ForeignUpdate(stage=Stage.RESOLVED, at=latest, body=from_html(content))]
    if updates[0].stage in {Stage.SCHEDULED, Stage.IN_PROGRESS, Stage.COMPLETED}:
        gathered.skip(place, "it is planned work, whose window a feed does not tell")
        return
    link = entry.find(f"{_ATOM}link")
    found = ForeignIncident(
        id=key,
        title=title,
        impact=Impact.MINOR,
        status=STATUS_OF_IMPACT[Impact.MINOR],
        started_at=updates[0].at,
        ended_at=updates[-1].at,
        updates=tuple(updates),
        url=link.get("href", "") if link is not None else "",
    )
    over = updates[-1].stage in {Stage.RESOLVED, Stage.POSTMORTEM}
    gathered.take(place, found, is_over=over, now=now)


def _updates(
    gathered: Gathering, place: str, content: str, latest: datetime
) -> Iterator[ForeignUpdate]:
    """Statuspage's paragraphs, newest first; their times have no year."""
    paragraphs = list(_PARAGRAPH.finditer(content))
    before = latest
    found: list[tuple[str, datetime, str]] = []
    for paragraph in paragraphs:
        at = _moment(re.sub(r"<[^>]*>", " ", paragraph["when"]), before)
        if at is None:
            gathered.note(place, "a time could not be read: the next later one is taken")
            at = before
        before = at
        found.append((paragraph["status"], at, paragraph["body"]))
    stage = Stage.INVESTIGATING
    for word, at, body in reversed(found):
        known = word.strip().lower().replace(" ", "_")
        if known not in {"update", *STAGES}:
            gathered.note(place, f"the status “{word[:40]}” is unknown: read as “{stage}”")
        stage = STAGES.get(known, stage)
        yield ForeignUpdate(stage=stage, at=at, body=from_html(body))


def _moment(text: str, before: datetime) -> datetime | None:
    told = _WHEN.search(re.sub(r"\s+", " ", text))
    if told is None or told[1] not in _MONTHS.split():
        return None
    month = _MONTHS.split().index(told[1]) + 1
    for year in (before.year, before.year - 1):
        try:
            at = datetime(year, month, int(told[2]), int(told[3]), int(told[4]), tzinfo=UTC)
        except ValueError:
            continue
        if at <= before + timedelta(minutes=1):
            return at
    return None
