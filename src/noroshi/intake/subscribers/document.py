"""A CSV file of any size: its letters, its separator, its heading, and its rows one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from noroshi.intake.subscribers.encoding import encoding_of
from noroshi.kernel.errors import Invalid

LONGEST_CELL: Final = 131_072
"""Characters (the csv module's limit). A longer one is a quote that was never closed."""
_SEPARATORS: Final = ",;\t"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file that was looked through once: every line of it can be read."""

    source: BinaryIO
    encoding: str
    separator: str
    first: tuple[str, ...]  # the cells of the first line
    size: int  # lines with something in them, the first included

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """The cells of each line that has any, with the number of the line it begins on."""
        return _lines(self.source, self.encoding, self.separator)


def look_through(source: BinaryIO) -> Document:
    """Read a seekable file once, keeping nothing of it.

    Raises:
        Invalid: it is empty, its letters cannot be read, or it is no CSV; with the line.
    """
    encoding = encoding_of(source)
    separator = _separator(source, encoding)
    first: tuple[str, ...] = ()
    size = 0
    for _, cells in _lines(source, encoding, separator):
        first = first or tuple(cells)
        size += 1
    return Document(source=source, encoding=encoding, separator=separator, first=first, size=size)


def _separator(source: BinaryIO, encoding: str) -> str:
    with _text(source, encoding) as text:
        heading = text.readline(LONGEST_CELL)
    return max(_SEPARATORS, key=heading.count) if heading else ","


def _lines(source: BinaryIO, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    with _text(source, encoding) as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        start = 1
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield start, cells
                start = reader.line_num + 1
        except csv.Error as error:
            raise Invalid(
                "Line {line}: this is not CSV ({fault}).",
                way_out="Look for a quote that is opened and never closed.",
                line=start,
                fault=str(error),
                field="file",
            ) from error


class _text:  # noqa: N801 - reads as a function
    """The file as text from its beginning; it stays open afterwards."""

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        source.seek(0)
        self._wrapper = io.TextIOWrapper(source, encoding=encoding, newline="")

    def __enter__(self) -> io.TextIOWrapper:
        return self._wrapper

    def __exit__(self, *_: object) -> None:
        self._wrapper.detach()
