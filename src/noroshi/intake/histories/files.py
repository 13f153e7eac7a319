"""History files: found, read and taken apart into incidents, whatever shape they come in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from noroshi.kernel.errors import Invalid

_SHAPES = (
    "Expected JSON of Statuspage's API v2: incidents.json, scheduled-maintenances.json or "
    "summary.json, a list of incidents, one incident per file, or a folder of such files. For the "
    "page of another product, see docs/import.md."
)
_LISTS = ("incidents", "scheduled_maintenances")
LARGEST = 128 * 1024 * 1024
"""A history of a hundred thousand updates; JSON takes ten times as much memory as disk."""

Json = object


@dataclass(frozen=True, kw_only=True)
class Found:
    """One incident as it stands in its file, not yet looked into."""

    place: str
    page: dict[str, Json]
    raw: Json
    is_maintenance: bool


def found_in(path: Path) -> Iterator[Found]:
    """Every incident in the file or folder at ``path``.

    Raises:
        Invalid: a file is not JSON, or not of a known shape; ``field`` is the file and place.
    """
    for file in _files(path):
        yield from _taken_apart(file, _loaded(file))


def documents_in(path: Path) -> Iterator[Json]:
    """Every file at ``path`` as it is."""
    for file in _files(path):
        yield _loaded(file)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(each for each in path.rglob("*.json") if each.is_file())
    if not files:
        raise Invalid(f"There is no .json file in {path}.", way_out=_SHAPES, field=str(path))
    return files


def _loaded(file: Path) -> Json:
    try:
        if file.stat().st_size > LARGEST:
            raise Invalid(
                f"{file} is larger than 128 MB.",
                way_out="Split it into files of fewer incidents.",
                field=str(file),
            )
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _wrong(file, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise _wrong(file, "is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        place = f"{file}:{error.lineno}:{error.colno}"
        raise Invalid(f"{place}: {error.msg}.", way_out=_SHAPES, field=place) from error
    except (ValueError, RecursionError) as error:
        raise _wrong(file, "holds a number or a nesting that is too large") from error


def _taken_apart(file: Path, document: Json) -> Iterator[Found]:
    if isinstance(document, list):
        yield from _listed(f"{file}:", {}, document)
    elif not isinstance(document, dict):
        raise _wrong(file, "holds neither an object nor a list")
    elif "incident_updates" in document:
        yield Found(place=str(file), page={}, raw=document, is_maintenance=False)
    elif isinstance(document.get("incident"), dict):
        page = _page(document)
        raw = document["incident"]
        yield Found(place=f"{file}: incident", page=page, raw=raw, is_maintenance=False)
    else:
        yield from _of_api(file, document)


def _of_api(file: Path, document: dict[str, Json]) -> Iterator[Found]:
    present = [key for key in _LISTS if document.get(key) is not None]
    if "components" in document and not present:
        return  # components.json beside the incidents
    if not present and not any(key in document for key in _LISTS):
        raise _wrong(file, "has no key “incidents”")
    for key in present:
        listed = document[key]
        if not isinstance(listed, list):
            place = f"{file}: {key}"
            raise Invalid(f"{place} is not a list.", way_out=_SHAPES, field=place)
        yield from _listed(f"{file}: {key}", _page(document), listed)


def _listed(place: str, page: dict[str, Json], listed: list[Json]) -> Iterator[Found]:
    for index, raw in enumerate(listed):
        yield Found(
            place=f"{place}[{index}]",
            page=page,
            raw=raw,
            is_maintenance=place.endswith("scheduled_maintenances"),
        )


def _page(document: dict[str, Json]) -> dict[str, Json]:
    page = document.get("page")
    return page if isinstance(page, dict) else {}


def _wrong(file: Path, what: str) -> Invalid:
    return Invalid(f"{file} {what}.", way_out=_SHAPES, field=str(file))
