"""In which letters a list is written. The whole file is looked at before a line of it is used."""

from __future__ import annotations

import codecs
from typing import BinaryIO, Final

from noroshi.kernel.errors import Invalid

_CHUNK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(source: BinaryIO) -> str:
    """UTF-8 or UTF-16 with or without a mark, else Shift_JIS as Japanese Excel writes it (CP932).

    Raises:
        Invalid: none of them, with the first line that none can read.
    """
    source.seek(0)
    head = source.read(4)
    candidates = _marked(head) or ("utf-8", "cp932")
    lines = [_unreadable_line(source, name) for name in candidates]
    for name, line in zip(candidates, lines, strict=True):
        if not line:
            return name
    raise Invalid(
        "Line {line}: this is not UTF-8, UTF-16 or Shift_JIS text.",
        way_out="Save the list as CSV in UTF-8.",
        line=max(lines),
        field="file",
    )


def _marked(head: bytes) -> tuple[str, ...]:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return (name,)
    if len(head) == 4 and head[0] and head[2] and not head[1] and not head[3]:
        return ("utf-16-le",)
    if len(head) == 4 and head[1] and head[3] and not head[0] and not head[2]:
        return ("utf-16-be",)
    return ()


def _unreadable_line(source: BinaryIO, name: str) -> int:
    """The first line that cannot be read so; 0 when all can."""
    source.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    line = 1
    while True:
        chunk = source.read(_CHUNK)
        try:
            line += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].count(b"\n")
        if not chunk:
            return 0
