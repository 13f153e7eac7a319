"""From the path of a request to the name of a file: only plain names pass.

Published names consist of unreserved characters (RFC 3986, 2.3), so an encoded slash, a dot
segment or a second encoding never names a file. What is not plain is "not found", like everything
that does not exist: two spellings of one address would be two entries in somebody's cache.
"""

from __future__ import annotations

import re

from noroshi.pages.target import safe_path

_LONGEST = 200
_ENCODED = re.compile(rb"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def file_name(raw: bytes) -> str | None:
    """The file that ``raw`` asks for: a path below the page as it was sent, without query.

    "" is the page itself (``/``), ``ja/index.html`` is ``/ja/``; ``ja`` may be a folder. None:
    no file can have this name.
    """
    if len(raw) > _LONGEST:
        return None
    if b"%" in raw:
        decoded = _decoded(raw)
        if decoded is None:
            return None
        raw = decoded
    try:
        path = raw.decode("ascii").removeprefix("/")
    except UnicodeDecodeError:
        return None
    if not path:
        return ""
    plain = path.removesuffix("/")
    if not safe_path(plain):
        return None
    return f"{plain}/index.html" if path.endswith("/") else plain


def _decoded(raw: bytes) -> bytes | None:
    """``raw`` in its normal form (RFC 3986, 6.2.2.2); None when it hides anything else."""
    normal = _ENCODED.sub(lambda found: _plain(int(found[1], 16)), raw)
    return None if b"%" in normal else normal


def _plain(code: int) -> bytes:
    return bytes([code]) if code in _UNRESERVED else b"%"
