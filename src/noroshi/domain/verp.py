"""The envelope's sender, one for each copy: what comes back to it names the copy and proves itself.

    bounces+TEXT.SUBSCRIBER.SIGNATURE@status.example.com

Text and subscriber are the ids that a parcel's ``reference`` has. Without the signature anyone
could send a bounce in somebody's name and so stop that person's mail (reference/security.md,
forged bounces). It is written in hexadecimal, since relays on the way may change the case.
"""

from __future__ import annotations

import hmac
import re
from typing import Final

from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import Signer
from noroshi.kernel.secret import Secret

_PURPOSE: Final = "return path"
_SIGNATURE: Final = 14  # hexadecimal digits: 56 bits
_HIGHEST_ID: Final = 10**12 - 1
LONGEST_BASE: Final = 64 - len("+..") - 2 * len(str(_HIGHEST_ID)) - _SIGNATURE
"""How many characters the base may have before its @, so that RFC 5321's 64 octets always hold."""

_BASE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ID: Final = r"(0|[1-9][0-9]{0,11})"
_READ: Final = re.compile(rf"<?[^@<>\s]*\+{_ID}\.{_ID}\.([0-9a-fA-F]{{14}})@[^@<>\s]+>?")
_LONGEST: Final = 320


class ReturnPaths:
    """All return paths of one installation: ``base`` is the mailbox that takes bounces.

    Raises:
        Invalid: ``base`` is no plain address, or too long to carry the ids.
    """

    def __init__(self, base: str, key: Secret) -> None:
        local, _, domain = base.partition("@")
        if not _BASE.fullmatch(base) or ".." in local or local.endswith(".") or len(domain) > 189:
            raise Invalid(
                {
                    "en": "The address for bounces is not a plain mail address.",
                    "ja": "バウンスメールの受信アドレスの形式が正しくありません。",
                },
                way_out={
                    "en": "Write it like bounces@status.example.com.",
                    "ja": "例：bounces@status.example.com",
                },
                field="return_path",
            )
        if len(local) > LONGEST_BASE:
            raise Invalid(
                {
                    "en": f"The address for bounces has more than {LONGEST_BASE} characters before the @.",
                    "ja": f"バウンスメールの受信アドレスは、@より前を{LONGEST_BASE}文字以内にしてください。",
                },
                way_out={
                    "en": "Choose a shorter name, for example bounces.",
                    "ja": "「bounces」など、短い名前にしてください。",
                },
                field="return_path",
            )
        self._before, self._after = f"{local}+", f"@{domain.lower()}"
        self._signer = Signer(key, _PURPOSE)

    def address(self, text_id: int, subscriber_id: int) -> str:
        """The envelope's sender of one copy; its local part never has more than 64 octets.

        Raises:
            ValueError: an id is not between 0 and 999,999,999,999.
        """
        if not (0 <= text_id <= _HIGHEST_ID and 0 <= subscriber_id <= _HIGHEST_ID):
            msg = "a return path carries ids of at most twelve digits"
            raise ValueError(msg)
        ids = f"{text_id}.{subscriber_id}"
        signature = self._signer.digest(ids).hex()[:_SIGNATURE]
        return f"{self._before}{ids}.{signature}{self._after}"

    def read(self, address: str) -> tuple[int, int] | None:
        """Text and subscriber of a return path that this installation made; else None.

        Never raises, whatever ``address`` is; in constant time as far as the signature goes. The
        part before the plus and the domain are not looked at: a mailbox may move.
        """
        if len(address) > _LONGEST:
            return None
        found = _READ.fullmatch(address)
        if found is None:
            return None
        text, subscriber, signature = found.groups()
        expected = self._signer.digest(f"{text}.{subscriber}").hex()[:_SIGNATURE]
        if not hmac.compare_digest(expected, signature.lower()):
            return None
        return int(text), int(subscriber)


def return_path(base: str, text_id: int, subscriber_id: int, key: Secret) -> str:
    """One return path; for many, make ``ReturnPaths`` once.

    Raises:
        Invalid: see ``ReturnPaths``.
    """
    return ReturnPaths(base, key).address(text_id, subscriber_id)


def read_return_path(address: str, key: Secret) -> tuple[int, int] | None:
    """What ``ReturnPaths.read`` gives for an address; any key but the right one gives None."""
    return ReturnPaths("bounces@example.com", key).read(address)
