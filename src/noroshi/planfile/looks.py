"""Kinds of value in a theme: colours, drawings, and pictures small and harmless enough to inline."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated, Final
from urllib.parse import quote
from xml.etree import ElementTree

from pydantic import AfterValidator, Field, StrictStr

from noroshi.domain.theme.colour import HEX
from noroshi.planfile.types import wrong

MOST_BYTES: Final = 1_500
"""Of a logo. It stands in the first 14 kB of every page, which arrive in one round trip."""

_PATH_DATA = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]*")
_PNG_ADDRESS: Final = "data:image/png;base64,"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SVG: Final = "{http://www.w3.org/2000/svg}"
_SHAPES: Final = frozenset(
    [
        "svg",
        "g",
        "path",
        "circle",
        "ellipse",
        "rect",
        "line",
        "polyline",
        "polygon",
        "title",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
    ]
)
_ATTRIBUTES: Final = frozenset(
    [
        "viewBox",
        "width",
        "height",
        "d",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "points",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "fill-rule",
        "clip-rule",
        "fill-opacity",
        "opacity",
        "stroke-opacity",
        "transform",
        "id",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "clip-path",
        "fx",
        "fy",
    ]
)
_HARMLESS = re.compile(
    r"(?:url\(#[\w-]+\)|[^:()<>\\&]|(?:rgb|rotate|translate|scale|matrix)\(|\))*"
)


def _colour(given: str) -> str:
    if given and not HEX.fullmatch(given):
        raise wrong(
            "COLOUR", f"“{given}” is not a colour.", "Write six hexadecimal digits: “#14508c”."
        )
    return given.lower()


def _path_data(given: str) -> str:
    if not _PATH_DATA.fullmatch(given):
        raise wrong(
            "MARK",
            "The mark is not SVG path data.",
            "Give the d attribute of one path, drawn as a line in a box of 24 by 24.",
        )
    return given


def _logo(given: str) -> str:
    """A ``data:`` address of the picture that was given as SVG text or as a PNG's address."""
    text = given.strip()
    if not text:
        return ""
    content, address = _png(text) if text.startswith(_PNG_ADDRESS) else _svg(text)
    if len(content) > MOST_BYTES:
        raise wrong(
            "LOGO",
            f"The logo has {len(content)} bytes; a page has room for {MOST_BYTES}.",
            "Make it simpler: fewer points and fewer decimals, or use “mark”.",
        )
    return address


def _png(text: str) -> tuple[bytes, str]:
    try:
        content = base64.b64decode(text.removeprefix(_PNG_ADDRESS), validate=True)
    except binascii.Error:
        content = b""
    if not content.startswith(_PNG):
        raise wrong("LOGO", "The logo is not a PNG.", "Give an SVG, or a PNG as base64.")
    return content, text


def _svg(text: str) -> tuple[bytes, str]:
    if "<!" in text or "<?" in text:
        raise wrong(
            "LOGO",
            "The logo has a declaration or a comment.",
            "Begin with <svg, nothing before it.",
        )
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no declarations, so no entities
    except ElementTree.ParseError:
        raise wrong("LOGO", "The logo is not SVG.", "Paste the whole <svg …>…</svg>.") from None
    _only_shapes(root)
    plain = " ".join(text.split())
    return plain.encode(), "data:image/svg+xml," + quote(plain, safe=" =:/'(),;-._~")


def _only_shapes(root: ElementTree.Element) -> None:
    """Refuse everything but shapes: no scripts, styles, links, pictures or foreign addresses."""
    for element in root.iter():
        name = element.tag.removeprefix(_SVG)
        bad = [
            attribute
            for attribute, value in element.attrib.items()
            if attribute not in _ATTRIBUTES or not _HARMLESS.fullmatch(value)
        ]
        if name not in _SHAPES or not element.tag.startswith(_SVG) or bad:
            what = f"attribute “{bad[0]}”" if bad and name in _SHAPES else f"element “{name}”"
            raise wrong(
                "LOGO",
                f"The logo has the {what}, which a page does not show.",
                "Export it as plain SVG: shapes and fills, xmlns on the first element, no styles.",
            )


MaybeColour = Annotated[StrictStr, AfterValidator(_colour)]
PathData = Annotated[StrictStr, AfterValidator(_path_data), Field(max_length=1_000)]
Logo = Annotated[StrictStr, AfterValidator(_logo), Field(max_length=8_000)]
