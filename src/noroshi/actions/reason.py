"""Reasons that people type: of a rejection, of a dismissal."""

from __future__ import annotations

from noroshi.kernel.errors import Invalid


def typed_reason(text: str, *, missing: str, most: int) -> str:
    """A reason as it is kept: without what cannot be shown, and not longer than ``most``.

    Raises:
        Invalid: nothing is left of it; ``missing`` asks for it.
    """
    seen = "".join(char if char.isprintable() or char in "\n\u3000" else " " for char in text)
    reason = seen.strip()[:most]
    if not reason:
        raise Invalid(missing, field="reason")
    return reason
