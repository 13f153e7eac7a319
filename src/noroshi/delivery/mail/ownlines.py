"""The header lines that differ per person: a template for ``%``, counted after each filling."""

from __future__ import annotations

from noroshi.delivery.mail.dkim.canonical import relaxed_field, relaxed_value
from noroshi.delivery.mail.stamp import Stamp
from noroshi.delivery.mail.verify import MailAltered

Values = tuple[bytes, ...]


class OwnLines:
    """To, Message-ID and, for subscriptions, List-Unsubscribe (RFC 2369).

    To stands before all others and the line breaks are counted in every copy, so whatever is
    filled in, a copy has no header but these.
    """

    def __init__(self, stamp: Stamp, *, one_click: bool, mailto: str) -> None:
        lines = ["To:%b", f"Message-ID:{stamp.start}%b{stamp.end}"]
        if one_click:
            also = f",\r\n <mailto:{mailto}?subject=unsubscribe.%b>" if mailto else ""
            lines.append(f"List-Unsubscribe:<{stamp.unsubscribe.replace('%', '%%')}%b>{also}")
        fields = [line.encode("ascii").split(b":", 1) for line in lines]
        self.names = [name.decode().lower() for name, _ in fields]
        self._mailto = bool(one_click and mailto)
        self._written = b"".join(b"%b: %b\r\n" % (name, value) for name, value in fields)
        self._signed = b"".join(relaxed_field(name, value) for name, value in fields)
        self._breaks = self._written.count(b"\n")

    def values(self, address: bytes, recipient: bytes, link: bytes) -> Values:
        """What is filled in, in order; ``link`` is the end of the unsubscribe link, if any."""
        if self._mailto:
            return address, recipient, link, link.replace(b"/", b".")
        return (address, recipient, link) if link else (address, recipient)

    def written(self, values: Values) -> bytes:
        """The lines as they are sent.

        Raises:
            MailAltered: a value has a line break in it.
        """
        lines = self._written % values
        if lines.count(b"\n") != self._breaks or lines.count(b"\r") != self._breaks:
            raise MailAltered("the lines To to List-Unsubscribe would have a line break too many")
        return lines

    def signed(self, values: Values) -> bytes:
        """The lines as they are signed (RFC 6376 3.4.2)."""
        address, *others = values
        if b" " in address:
            address = relaxed_value(address)
        return self._signed % (address, *others)
