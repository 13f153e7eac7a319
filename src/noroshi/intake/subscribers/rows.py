"""Reads a list of subscribers from CSV: columns email, language, regions, components.

Only ``email`` must be there; several keys in one cell stand apart by spaces or semicolons. A row
that could hurt (a formula for the next spreadsheet, a line break inside a cell) is refused.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from noroshi.kernel.errors import Invalid

COLUMNS = ("email", "language", "regions", "components")
LONGEST_CELL = 1_000
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One subscriber as written; ``line`` counts from 1, the heading included."""

    line: int
    email: str
    language: str = ""
    regions: tuple[str, ...] = ()
    components: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Bad:
    """A row that is not taken, and why."""

    line: int
    why: str


def rows_in(text: str) -> Iterator[Row | Bad]:
    """The rows of a CSV document, empty ones left out.

    Raises:
        Invalid: the heading lacks the column email, or the document is no CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [name.strip().lower() for name in next(reader, [])]
        _check(heading)
        start = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(start, heading, cells)
            start = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(
            f"Line {reader.line_num}: this is not CSV ({error}).",
            way_out="Save the list as CSV in UTF-8, with commas.",
        ) from error


def _check(heading: list[str]) -> None:
    unknown = [name for name in heading if name not in COLUMNS]
    if "email" not in heading or unknown or len(set(heading)) < len(heading):
        raise Invalid(
            f"The first line must name the columns: {', '.join(COLUMNS)}.",
            way_out="Only email must be there; leave other columns out.",
        )


def _row(line: int, heading: list[str], cells: list[str]) -> Row | Bad:
    if len(cells) != len(heading):
        return Bad(line=line, why=f"{len(cells)} cells under {len(heading)} columns")
    for cell in cells:
        fault = _fault(cell)
        if fault:
            return Bad(line=line, why=fault)
    found = dict(zip(heading, (cell.strip() for cell in cells), strict=True))
    return Row(
        line=line,
        email=found["email"],
        language=found.get("language", "").lower(),
        regions=_keys(found.get("regions", "")),
        components=_keys(found.get("components", "")),
    )


def _fault(cell: str) -> str:
    if not cell.isprintable():
        return "a cell has a line break or a control character"
    if cell.lstrip().startswith(_FORMULA):
        return "a cell begins like a formula"
    return "a cell is too long" if len(cell) > LONGEST_CELL else ""


def _keys(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.replace(";", " ").split()))
