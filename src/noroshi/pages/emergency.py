"""A page by hand, when there is no database: one text per language, on every address of the page.

What else is public (incidents, history) stays if a copy of it lies on this machine; the front pages
and the answers for programs say what was written by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from noroshi.kernel.clock import aware
from noroshi.kernel.errors import Invalid
from noroshi.pages.compact import as_json
from noroshi.pages.inline import source_of
from noroshi.pages.notes import NotedPage
from noroshi.pages.text import markdown, one_line
from noroshi.pages.times import Times
from noroshi.pages.words import words_for
from noroshi.pages.words.vocabulary import Words as Vocabulary

LARGEST: Final = 100_000
_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("noroshi.pages", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_SHAPE: Final = (
    "headline: one line, or one per language; text: Markdown, or one per language; "
    "next_update: a time with its zone, such as 2026-03-12T15:30+01:00, or “45 minutes”"
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the page says. Texts are by language; ``*`` is for all that are not named."""

    headline: Mapping[str, str]
    text: Mapping[str, str] = field(default_factory=dict)
    next_update: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class _Part:
    language: str
    headline: str
    text: Markup
    as_of: str
    words: Vocabulary
    due: Mapping[str, str]


def read_words(file: Path, *, now: datetime) -> Words:
    """What a file says: Markdown (its first line is the headline), YAML or JSON.

    Raises:
        Invalid: it cannot be read, or says nothing.
    """
    try:
        content = file.read_text(encoding="utf-8-sig")[:LARGEST]
    except (OSError, UnicodeDecodeError) as fault:
        raise Invalid(f"{file} cannot be read: {fault}", field="file") from fault
    words = (
        _structured(content, now) if file.suffix in {".yaml", ".yml", ".json"} else _plain(content)
    )
    if not any(line.strip() for line in words.headline.values()):
        raise Invalid(
            f"{file} has no headline.",
            way_out=f"Write Markdown whose first line is the headline, or YAML with {_SHAPE}.",
            field="file",
        )
    return words


def emergency_files(
    page: NotedPage, words: Words, *, now: datetime, rest: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Every file of the page: those written by hand over the ``rest`` that was public before."""
    files = dict(rest)
    # Feeds, badges and summaries of the time before would contradict what is written by hand.
    for path in rest:
        if not path.endswith(".html") or path.endswith("index.html"):
            del files[path]
    first = [page.default_language, *(x for x in page.languages if x != page.default_language)]
    files["index.html"] = files["404.html"] = _page(page, words, first, now=now)
    for language in page.languages:
        earlier = "history.html" if f"{language}/history.html" in rest else ""
        files[f"{language}/index.html"] = _page(page, words, [language], now=now, history=earlier)
    files |= {"api/v2/status.json": _status(page, words, now), "status.json": _flat(words, now)}
    return dict(sorted(files.items()))


def _plain(content: str) -> Words:
    headline, _, text = content.strip().partition("\n")
    return Words(headline={"*": headline.lstrip("# ").strip()}, text={"*": text.strip()})


def _structured(content: str, now: datetime) -> Words:
    try:
        said = YAML(typ="safe", pure=True).load(content)
    except YAMLError as fault:
        raise Invalid(f"The file cannot be understood: {fault}", field="file") from fault
    known = {"headline", "text", "next_update"}
    if not isinstance(said, dict) or set(said) - known:
        raise Invalid("The file has another shape.", way_out=f"Write {_SHAPE}.", field="file")
    return Words(
        headline=_by_language(said.get("headline")),
        text=_by_language(said.get("text")),
        next_update=_moment(said.get("next_update"), now),
    )


def _by_language(said: object) -> dict[str, str]:
    if said is None:
        return {}
    if isinstance(said, dict):
        return {str(language): str(text).strip() for language, text in said.items()}
    return {"*": str(said).strip()}


def _moment(said: Any, now: datetime) -> datetime | None:  # noqa: ANN401 - YAML comes as anything
    if said is None or said == "":
        return None
    amount, _, unit = str(said).strip().partition(" ")
    if amount.isdecimal() and unit in {"minute", "minutes", "分"}:
        return now + timedelta(minutes=int(amount))
    try:
        return aware(said if isinstance(said, datetime) else datetime.fromisoformat(str(said)))
    except ValueError as fault:
        raise Invalid(
            f"“{said}” is not a time with its zone.",
            way_out="Write 2026-03-12T15:30+01:00, or “45 minutes”.",
            field="next_update",
        ) from fault


def _page(
    page: NotedPage, words: Words, languages: Sequence[str], *, now: datetime, history: str = ""
) -> bytes:
    """One file: in one language with the way to the others, or in all of them."""
    parts = [_part(page, words, language, now=now) for language in languages]
    others = [code for code in page.languages if code not in languages]
    css = Markup(_ENVIRONMENT.get_template("emergency.css").render())  # noqa: S704 - a file of ours
    html = _ENVIRONMENT.get_template("emergency.html").render(
        language=languages[0],
        company=page.company,
        parts=parts,
        history=history,
        others=[(code, words_for(code).own_name) for code in others],
        status=words_for(languages[0]),
        css=css,
        style=Markup(source_of(css)),  # noqa: S704 - a digest
    )
    return f"{html.strip()}\n".encode()


def _part(page: NotedPage, words: Words, language: str, *, now: datetime) -> _Part:
    vocabulary = words_for(language)
    times = Times(language=language, zone=page.time_zone, now=now)

    def told(at: datetime) -> str:
        day = times.full_day(times.day_of(at))
        return vocabulary.as_of.format(time=times.clock(at), zone=times.zone_name(at), date=day)

    return _Part(
        language=language,
        headline=one_line(_pick(words.headline, language)),
        text=markdown(_pick(words.text, language)),
        as_of=told(now),
        words=vocabulary,
        due=_due(words.next_update, times, vocabulary) if words.next_update else {},
    )


def _due(at: datetime, times: Times, vocabulary: Vocabulary) -> Mapping[str, str]:
    """The promise as every page of ours shows it: a large time, its zone, its day."""
    return {
        "iso": times.iso(at),
        "clock": times.clock(at),
        "by": vocabulary.next_after.format(zone=times.zone_name(at)),
        "day": times.full_day_of(at),
    }


def _pick(said: Mapping[str, str], language: str) -> str:
    return said.get(language) or said.get("*") or said.get("en") or next(iter(said.values()), "")


def _status(page: NotedPage, words: Words, now: datetime) -> bytes:
    return as_json(
        {
            "page": {
                "id": page.key,
                "name": page.company,
                "url": page.base_url,
                "time_zone": page.time_zone,
                "updated_at": now.isoformat(timespec="milliseconds"),
            },
            "status": {"indicator": "major", "description": _pick(words.headline, "en")},
        }
    )


def _flat(words: Words, now: datetime) -> bytes:
    due = words.next_update
    return json.dumps(
        {
            "ok": False,
            "emergency": True,
            "text": _pick(words.headline, "en"),
            "as_of": now.isoformat(timespec="seconds"),
            "next_update_by": due.isoformat(timespec="seconds") if due else None,
        }
    ).encode()
