"""The content policy that goes with a file as a header.

A page carries its own policy in a meta element, with the hash of its style: it holds on every
target, also on one that sends no headers. The header repeats it and adds what a meta element
cannot say: nobody may frame the page. A browser keeps to both.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re

NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""For files that load nothing."""

_HEAD = 4_096
_META = re.compile(
    rb"""<meta\s+http-equiv=["']Content-Security-Policy["']\s+content="([^"]*)"\s*/?>""",
    re.IGNORECASE,
)
_STYLE = re.compile(rb"<style[^>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
_PLAIN = re.compile(r"[ -~]+")
_ENOUGH = 16


def policy_of(page: bytes) -> str:
    """The policy of an HTML file: its own, or one that allows its inline styles and no more."""
    found = _META.search(page[:_HEAD])
    own = html.unescape(found[1].decode("utf-8", "replace")) if found else _styles_only(page)
    if not _PLAIN.fullmatch(own):
        return NOTHING
    return f"{own.strip().rstrip(';')}; frame-ancestors 'none'"


def _styles_only(page: bytes) -> str:
    """For a page written by hand in an emergency: it looks as written, and loads nothing."""
    sources = [f"'sha256-{_hash(style)}'" for style in _STYLE.findall(page)[:_ENOUGH]]
    allowed = f"style-src {' '.join(sources)}; " if sources else ""
    return f"default-src 'none'; {allowed}img-src data:; form-action 'none'; base-uri 'none'"


def _hash(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
