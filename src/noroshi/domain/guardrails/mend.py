"""Doing what a finding suggests."""

from __future__ import annotations

from noroshi.domain.guardrails.rule import Field, Finding
from noroshi.kernel.errors import Conflict, Invalid


def apply(finding: Finding, subject: str, body: str) -> tuple[str, str]:
    """Subject and body with the finding's mend in place of its span.

    Raises:
        Invalid: the finding has no mend; a person must find the words.
        Conflict: the text has changed, and other words stand in the span now.
    """
    if finding.mend is None:
        raise Invalid("There is no ready mend for this.", way_out="Change the text by hand.")
    if finding.field is Field.SUBJECT:
        return _mended(finding, finding.mend, subject), body
    return subject, _mended(finding, finding.mend, body)


def _mended(finding: Finding, mend: str, text: str) -> str:
    if text[finding.start : finding.end] != finding.found or finding.end > len(text):
        raise Conflict(
            "The text has changed since this was found.", way_out="Check it again, then mend it."
        )
    return text[: finding.start] + mend + text[finding.end :]
