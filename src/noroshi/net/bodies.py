"""Bodies of requests, built so that no value can become a second field, and credentials."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from noroshi.kernel.secret import Secret


class Body(NamedTuple):
    """Bytes, and the Content-Type that says what they are."""

    content: bytes
    content_type: str


def json_body(value: object) -> Body:
    """``value`` as JSON in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Body(text.encode(), "application/json")


def form_body(fields: Mapping[str, str]) -> Body:
    """``fields`` as a form; every value is escaped, so ``&`` and ``=`` stay inside it."""
    return Body(urlencode(fields).encode("ascii"), "application/x-www-form-urlencoded")


def parts_body(fields: Mapping[str, str], *, file: str, content: bytes) -> Body:
    """``fields`` and one file called ``file`` as multipart/form-data (RFC 7578).

    The boundary follows from the content, so the same copy gives the same bytes on every attempt.

    Raises:
        ValueError: the content or a value holds the boundary, or a value breaks its line.
    """
    boundary = "noroshi-" + hashlib.sha256(content + b"parts").hexdigest()
    pieces = [_part(name, value) for name, value in fields.items()]
    head = f'Content-Disposition: form-data; name="{file}"; filename="{file}"\r\n\r\n'
    pieces.append(head.encode() + content)
    mark = b"--" + boundary.encode()
    if any(mark in piece for piece in pieces):
        msg = "a part holds the boundary"
        raise ValueError(msg)
    body = b"".join(mark + b"\r\n" + piece + b"\r\n" for piece in pieces) + mark + b"--\r\n"
    return Body(body, f"multipart/form-data; boundary={boundary}")


def _part(name: str, value: str) -> bytes:
    if "\r" in value or "\n" in value or '"' in name:
        msg = "a form value has a line break in it"
        raise ValueError(msg)
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()


def basic_auth(user: str, password: Secret) -> str:
    """The value of an Authorization header (RFC 7617). Show it to nobody."""
    pair = f"{user}:{password.reveal()}".encode()
    return "Basic " + base64.b64encode(pair).decode("ascii")
