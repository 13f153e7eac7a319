"""Checks for what ends up in an address or a drawing on the public page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from noroshi.kernel.errors import Invalid

# Quotes, semicolons and commas would end a source in the page's content policy.
_WEB = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~!$&()*+=:@%/?#\-]*)?")
_MAIL = re.compile(r"mailto:[A-Za-z0-9.+_\-]+@[A-Za-z0-9.\-]+")
_PATH_DATA = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 ,.\-]*")


def web_address(url: str, *, field: str, mail: bool = False) -> str:
    """``url``, when it is a plain http(s) address (or, with ``mail``, a mailto link).

    Raises:
        Invalid: anything else, among it ``javascript:`` and addresses with quotes or blanks.
    """
    if _WEB.fullmatch(url) or (mail and _MAIL.fullmatch(url)):
        return url
    raise Invalid(
        f"“{url[:80]}” is not a web address that a public page may use.",
        way_out="Use a full address that begins with https://.",
        field=field,
    )


def mark_only(data: str) -> str:
    """``data``, when it is nothing but SVG path data.

    Raises:
        Invalid: it holds other characters.
    """
    if _PATH_DATA.fullmatch(data):
        return data
    raise Invalid(
        "The company's mark is not SVG path data.",
        way_out="Give the d attribute of one path, drawn in a box of 24 by 24.",
        field="mark",
    )


def origin(url: str) -> str:
    """Scheme and host of a checked address, as a source in a content policy."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
