"""Reads a list of subscribers from CSV, whoever wrote it.

The shape is recognised from the heading. Nothing is dropped in silence: what cannot be taken comes
back as ``Bad`` or ``Skipped`` with its line. A file that is broken is refused whole, before any of
its rows is used.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from noroshi.intake.subscribers import cachet, listmonk, noroshi_shape, plain, statuspage
from noroshi.intake.subscribers.cells import heading
from noroshi.intake.subscribers.document import Document, look_through
from noroshi.intake.subscribers.row import Bad, Found
from noroshi.kernel.errors import Invalid


class Shape(StrEnum):
    """Who wrote the list."""

    NOROSHI = "noroshi"
    LISTMONK = "listmonk"
    CACHET = "cachet"
    STATUSPAGE = "statuspage"
    PLAIN = "plain"


_FITS: Mapping[Shape, Callable[[frozenset[str]], bool]] = {
    Shape.NOROSHI: noroshi_shape.fits,
    Shape.LISTMONK: listmonk.fits,
    Shape.CACHET: cachet.fits,
    Shape.STATUSPAGE: statuspage.fits,
    Shape.PLAIN: plain.fits,
}
_ROWS: Mapping[Shape, Callable[[int, Mapping[str, str]], tuple[Found, ...]]] = {
    Shape.NOROSHI: noroshi_shape.rows,
    Shape.LISTMONK: listmonk.rows,
    Shape.CACHET: cachet.rows,
    Shape.STATUSPAGE: statuspage.rows,
    Shape.PLAIN: plain.rows,
}


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list that can be read from end to end."""

    document: Document
    shape: Shape
    is_template: bool = False

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.document.size - (not self.is_template)

    def __iter__(self) -> Iterator[Found]:
        lines = self.document.lines()
        if self.is_template:
            for line, cells in lines:
                yield from statuspage.template_row(line, cells)
            return
        names = heading(next(lines)[1])
        read = _ROWS[self.shape]
        for line, cells in lines:
            if len(cells) != len(names) and not _padded(cells, len(names)):
                yield Bad(
                    line=line,
                    why="there are more or fewer cells than columns",
                    value=f"{len(cells)}/{len(names)}",
                )
                continue
            yield from read(line, dict(zip(names, map(_bare, cells), strict=False)))


def listing(source: BinaryIO, shape: str = "") -> Listing:
    """Look a file through, and recognise its shape unless one is named.

    Raises:
        Invalid: it is no CSV, nobody's heading, or lacks what the named shape must have.
    """
    document = look_through(source)
    wanted = _named(shape)
    if wanted in {None, Shape.STATUSPAGE} and statuspage.is_template(document.first):
        return Listing(document=document, shape=Shape.STATUSPAGE, is_template=True)
    names = heading(document.first)
    known = frozenset(names)
    found = wanted or next((each for each, fits in _FITS.items() if fits(known)), Shape.PLAIN)
    if found is Shape.PLAIN:
        plain.check(names)
    elif not _FITS[found](known):
        raise Invalid(
            "The first line does not look like a list of {shape}.",
            way_out="Leave the format out to have it recognised.",
            shape=found,
            field="format",
        )
    return Listing(document=document, shape=found)


def rows_in(text: str) -> Iterator[Found]:
    """The rows of a CSV document that is in memory."""
    return iter(listing(io.BytesIO(text.encode())))


def _named(shape: str) -> Shape | None:
    if not shape:
        return None
    try:
        return Shape(shape)
    except ValueError:
        raise Invalid(
            "There is no format “{shape}”.",
            way_out="Known: {known}.",
            shape=shape,
            known=", ".join(Shape),
            field="format",
        ) from None


def _padded(cells: list[str], wanted: int) -> bool:
    """Whether only empty cells are too many, as spreadsheets leave them."""
    return len(cells) > wanted and not any(map(str.strip, cells[wanted:]))


_bare = str.strip
