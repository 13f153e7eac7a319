"""Printing: tables, lines and JSON. What comes from outside cannot steer the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

_WIDE = 160
"""Columns where nobody can see the width: a file or a pipe."""


def safe(text: str) -> str:
    """``text`` without control characters; line ends and tabs stay."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)


def line(text: str = "") -> None:
    """Print a line."""
    print(safe(text))


def remark(text: str) -> None:
    """Print a line beside the output, for people."""
    print(safe(text), file=sys.stderr)


def document(content: object) -> None:
    """Print JSON."""
    print(json.dumps(content, ensure_ascii=False, indent=2, default=_plain))


@dataclass(frozen=True, kw_only=True)
class Column:
    """A heading; numbers stand to the right."""

    title: str
    number: bool = False


def table(columns: Sequence[str | Column], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under headings."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wanted = [one if isinstance(one, Column) else Column(title=one) for one in columns]
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    made.show_header = any(one.title for one in wanted)
    for one in wanted:
        made.add_column(
            one.title, justify="right" if one.number else "left", overflow="fold", no_wrap=False
        )
    for row in rows:
        made.add_row(*(Text(safe(cell)) for cell in row))
    width = None if sys.stdout.isatty() else _WIDE
    Console(width=width, highlight=False, markup=False, emoji=False).print(made)


def at(moment: datetime | None, zone: tzinfo) -> str:
    """Date and time in ``zone``, or a dash."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "–"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
