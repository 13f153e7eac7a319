"""What all copies of one mail share, cut where a person's own parts go."""

from __future__ import annotations

from typing import NamedTuple


class Template(NamedTuple):
    """``head``: the shared header lines, each with its CRLF, without the empty line after them.

    ``pieces``: the body, cut at each unsubscribe link. On both sides of a cut is a soft line break
    (RFC 2045 6.7), so a link of at most 75 characters makes no line too long, and no white space
    meets a cut, which the signing counts on.
    """

    head: bytes
    pieces: tuple[bytes, ...]

    def with_link_start(self, starts: tuple[bytes, ...]) -> Template:
        """The same with what all links begin with already written, cut after it."""
        *before, last = self.pieces
        filled = (piece + start + b"=\r\n" for piece, start in zip(before, starts, strict=True))
        return Template(self.head, (*filled, last))
