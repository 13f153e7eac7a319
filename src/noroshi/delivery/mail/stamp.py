"""What the ids and links of all copies of one mail have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from noroshi.delivery.mail.safety import check_link
from noroshi.delivery.mail.text import check_id_parts
from noroshi.kernel.errors import Invalid

_MESSAGE_ID: Final = re.compile(r"<[A-Za-z0-9._+=-]{1,300}@[A-Za-z0-9.-]{1,255}>")
_LINK: Final = re.compile(r"(.*/)([0-9]{1,19})/([A-Za-z0-9_-]+)")


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """A Message-ID is ``start``, the recipient's id and ``end``; see ``stamp``.

    ``unsubscribe`` is what each unsubscribe link begins with, up to a slash: the recipient's id, a
    slash and the token follow. Empty for mail that is no subscription.

    Raises:
        Invalid: an id or a link could break out of its place.
    """

    start: str
    end: str
    unsubscribe: str = ""

    def __post_init__(self) -> None:
        if not _MESSAGE_ID.fullmatch(f"{self.start}1{self.end}" if self.end else self.start):
            raise Invalid("The message id could break out of its header.", field="message id")
        if self.unsubscribe:
            check_link(self.unsubscribe, field="unsubscribe link")
            if not self.unsubscribe.endswith("/"):
                raise Invalid("The unsubscribe link has no slash at its end.", field="public url")

    def message_id(self, recipient: int | str) -> str:
        """The Message-ID of one person's copy."""
        return f"{self.start}{recipient}{self.end}"

    def unsubscribe_url(self, recipient: int | str, token: str) -> str:
        """The whole link of one person."""
        return f"{self.unsubscribe}{recipient}/{token}"


def stamp(message: str, domain: str, *, unsubscribe: str = "") -> Stamp:
    """The stamp that makes the ids of ``mail_message_id(message, …, domain)``.

    Raises:
        ValueError: a Message-ID cannot carry ``message`` or ``domain``.
        Invalid: the link could break out of its place.
    """
    check_id_parts(message, domain)
    return Stamp(start=f"<msg-{message}.", end=f"@{domain}>", unsubscribe=unsubscribe)


def taken_apart(message_id: str, unsubscribe_url: str) -> tuple[Stamp, str, str]:
    """The stamp, recipient and token of whole ids; without a link there is nothing to take apart.

    Raises:
        Invalid: they are not made as a ``Stamp`` makes them, or name two recipients.
    """
    if not unsubscribe_url:
        return Stamp(start=message_id, end=""), "", ""
    link = _LINK.fullmatch(unsubscribe_url)
    start, found, end = message_id.partition(f".{link[2]}@" if link else "@")
    if link is None or not found:
        raise Invalid(
            "The unsubscribe link is not one that Noroshi makes.", field="unsubscribe link"
        )
    return Stamp(start=f"{start}.", end=f"@{end}", unsubscribe=link[1]), link[2], link[3]
