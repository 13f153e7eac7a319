"""JSON as the page serves it: small, in readable Unicode, and harmless inside a script element."""

from __future__ import annotations

import json

# Whoever pastes a document into a page must not have it end his script or open a comment.
_INERT = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"))


def as_json(document: object) -> bytes:
    """``document`` as UTF-8 without blanks; ``<``, ``>`` and ``&`` only as escapes."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escape in _INERT:
        text = text.replace(sign, escape)
    return text.encode()
