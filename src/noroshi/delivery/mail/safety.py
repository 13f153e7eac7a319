"""Texts that must not break out of a header or a link, refused before anything is built.

The standard library stops plain line breaks, but some releases decode an encoded word inside a
name into a real extra header. So names with ``=?`` are refused, and the finished bytes are read
back and compared (``verify``).
"""

from __future__ import annotations

import re
from typing import Final

from noroshi.kernel.errors import Invalid

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BODY_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the reading direction around: a name could show as another one.
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINK: Final = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_LIST_ID: Final = re.compile(r"(?=.{1,255}\Z)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")  # RFC 2919 2
_MAILTO: Final = re.compile(r"(?=.{1,254}\Z)[A-Za-z0-9._-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONGEST_LINE: Final = 1_000
_LONGEST_LINK: Final = 900  # a header line has at most 998 octets (RFC 5322 2.1.1)


def check_line(text: str, *, field: str) -> None:
    """Refuse a single-line text that could start a header of its own."""
    if _CONTROLS.search(text):
        raise Invalid(
            f"The {field} has a line break or a control character in it.",
            way_out="Write it on one line.",
            field=field,
        )
    if "=?" in text:
        raise Invalid(
            f"The {field} has the characters =? in it, which mail programs decode.",
            way_out="Put a space between = and ?.",
            field=field,
        )
    if len(text) > _LONGEST_LINE:
        raise Invalid(f"The {field} is longer than {_LONGEST_LINE} characters.", field=field)


def check_filled(text: str, *, field: str) -> None:
    """Refuse a single-line text that is empty as well."""
    if not text.strip():
        raise Invalid(f"The {field} is empty.", field=field)
    check_line(text, field=field)


def check_name(text: str, *, field: str) -> None:
    """Refuse a name that could pose as another, or as a header."""
    check_filled(text, field=field)
    if _DIRECTION.search(text):
        raise Invalid(
            f"The {field} has a character that reverses the reading direction.", field=field
        )


def check_body(text: str, *, field: str) -> None:
    """Refuse control characters other than line breaks and tabs."""
    if _BODY_CONTROLS.search(text.replace("\r\n", "\n")):
        raise Invalid(f"The {field} has a control character in it.", field=field)


def check_link(text: str, *, field: str) -> None:
    """Refuse anything but one plain http(s) address."""
    if len(text) > _LONGEST_LINK or not _LINK.fullmatch(text):
        raise Invalid(f"The {field} is not an address that begins with https://.", field=field)


def check_list_id(text: str, *, field: str) -> None:
    """Refuse anything but labels with dots between them."""
    if not _LIST_ID.fullmatch(text):
        raise Invalid(
            f"The {field} is not like customers.status.example.com.",
            way_out="Use letters, digits and hyphens with dots between.",
            field=field,
        )


def check_mailto(text: str, *, field: str) -> None:
    """Refuse an address that could not stand in a mailto: link as it is (RFC 6068)."""
    if not _MAILTO.fullmatch(text):
        raise Invalid(
            f"The {field} is not a plain mail address.",
            way_out="Write it like unsubscribe@status.example.com.",
            field=field,
        )
