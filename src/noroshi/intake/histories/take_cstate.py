"""cState's issues: one Markdown file each, with a head of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from noroshi.domain.incident import ComponentStatus, Impact, Stage
from noroshi.intake.histories import plain
from noroshi.intake.histories.foreign import (
    ForeignComponent,
    ForeignIncident,
    ForeignPage,
    ForeignUpdate,
    Gathering,
)
from noroshi.intake.histories.markdown import from_markdown
from noroshi.kernel.errors import Invalid

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)(.*)", re.DOTALL)
_LARGEST = 1_000_000
_MOST_NESTED = 500
_MOST_ALIASES = 20
_ALIAS = re.compile(r"(?:^|[\s,\[{])\*\w", re.MULTILINE)
_SEVERITIES = {
    "down": (Impact.CRITICAL, ComponentStatus.MAJOR_OUTAGE),
    "disrupted": (Impact.MAJOR, ComponentStatus.PARTIAL_OUTAGE),
    "notice": (Impact.NONE, ComponentStatus.OPERATIONAL),
}


def take(path: Path, *, now: datetime, zone: tzinfo) -> ForeignPage:
    """The issues below ``path``: the site's folder, content/issues, or one file.

    Raises:
        Invalid: there is no Markdown file.
    """
    gathered = Gathering()
    for file in _files(path):
        _gather(gathered, file, now=now, zone=zone)
    return gathered.page("cstate:", list(_systems(path)))


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    files = sorted(file for file in path.rglob("*.md") if file.name != "_index.md")
    if not files:
        raise Invalid(
            f"There is no Markdown file in {path}.",
            way_out="Point to the folder content/issues of the site.",
            field=str(path),
        )
    return files


def _gather(gathered: Gathering, file: Path, *, now: datetime, zone: tzinfo) -> None:
    place = _place(file)
    try:
        text = file.read_text(encoding="utf-8") if file.stat().st_size < _LARGEST else ""
    except (OSError, UnicodeDecodeError) as error:
        gathered.skip(place, f"it cannot be read: {type(error).__name__}")
        return
    split = _HEAD.match(text)
    head = _yaml(split.group(1)) if split else None
    if split is None or not isinstance(head, dict):
        gathered.skip(place, "it has no head between lines of ---")
        return
    began = _moment(head.get("date"), zone)
    if began is None:
        gathered.skip(place, "it has no date")
        return
    if head.get("informational") is True:
        gathered.skip(place, "it is a notice, not an incident")
        return
    _take(gathered, file, head, body=split.group(2), began=began, now=now, zone=zone)


def _take(
    gathered: Gathering,
    file: Path,
    head: dict[object, object],
    *,
    body: str,
    began: datetime,
    now: datetime,
    zone: tzinfo,
) -> None:
    word = plain.word(head.get("severity"), "")
    if word not in _SEVERITIES:
        gathered.note(_place(file), f"the severity “{word[:40]}” is unknown: read as disrupted")
    impact, status = _SEVERITIES.get(word, _SEVERITIES["disrupted"])
    ended = _moment(head.get("resolvedWhen"), zone)
    if ended and ended < began:
        gathered.note(_place(file), "it ended before it began: its end is its beginning")
        ended = began
    resolved = head.get("resolved") is True
    text = from_markdown(body)
    updates = [ForeignUpdate(stage=Stage.INVESTIGATING, at=began, body=text)]
    if resolved:
        updates = [ForeignUpdate(stage=Stage.RESOLVED, at=ended or began, body=text)]
    affected = head.get("affected")
    names = [plain.word(n, "") for n in affected] if isinstance(affected, list) else []
    found = ForeignIncident(
        id=_name(file),
        title=plain.word(head.get("title"), _name(file)),
        impact=impact,
        status=status,
        started_at=began,
        ended_at=ended or began,
        updates=tuple(updates),
        components=tuple(name for name in dict.fromkeys(names) if name),
        url=f"/issues/{_name(file).lower()}/",
    )
    gathered.take(_place(file), found, is_over=resolved, now=now)


def _place(file: Path) -> str:
    """A name may hold bytes that are no letters."""
    return plain.word(str(file), "–")


def _name(file: Path) -> str:
    return plain.word(file.stem, "–")


def _systems(path: Path) -> Iterator[ForeignComponent]:
    """The systems of config.yml, if it lies there."""
    for name in ("config.yml", "config.yaml"):
        file = path / name
        if path.is_dir() and file.is_file():
            document = _yaml(file.read_text(encoding="utf-8", errors="replace"))
            params = document.get("params") if isinstance(document, dict) else None
            listed = params.get("systems") if isinstance(params, dict) else None
            for one in listed if isinstance(listed, list) else ():
                name_of = plain.word(one.get("name"), "") if isinstance(one, dict) else ""
                if name_of:
                    yield ForeignComponent(name=name_of)


def _yaml(text: str) -> object:
    if (
        text.count("[") + text.count("{") > _MOST_NESTED
        or len(_ALIAS.findall(text)) > _MOST_ALIASES
    ):
        return None  # small texts that unfold to gigabytes, or keep the reader busy for hours
    try:
        loaded: object = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError):
        return None
    return loaded


def _moment(value: object, zone: tzinfo) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, tzinfo=zone)
    if not isinstance(value, str):
        return None
    try:
        told = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=zone)
