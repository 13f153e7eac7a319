"""Puts one copy together from the template and a person's own parts, signed where keys are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from noroshi.delivery.mail.dkim import DkimKey, MailSigner
from noroshi.delivery.mail.template import Template


class Assembly:
    """A template ready to be filled. ``own`` are the names of the person's headers."""

    def __init__(
        self, template: Template, *, own: Sequence[str], keys: Sequence[DkimKey], at: datetime
    ) -> None:
        first, *rest = template.pieces
        self._first = template.head + b"\r\n" + first
        self._rest = rest
        self.signer = MailSigner(keys, template=template, own=own, at=at) if keys else None

    def copy(self, own: bytes, canonical: bytes, link: bytes) -> bytes:
        """The finished mail. ``own``: the person's header lines; ``canonical``: the same as they
        are signed (unused without keys); ``link``: what goes into the body's cuts."""
        if self.signer is not None:
            own = self.signer.sign(canonical, link) + own
        if not self._rest:
            return own + self._first
        second, third = self._rest
        return b"".join((own, self._first, link, second, link, third))
