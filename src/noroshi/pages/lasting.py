"""Names that outlive everything else about a thing: its title, its address, its page's domain.

Feed readers and calendars know an entry by its id alone. An id that moved with the page's address
would show every old entry again as new on the day of the move.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from noroshi.pages.state import PageSite
from noroshi.pages.text import one_line

_SPACE = uuid5(NAMESPACE_URL, "urn:noroshi:pages")


def lasting_id(site: PageSite, *parts: object) -> UUID:
    """The UUID (RFC 9562, version 5) of a thing on ``site``, the same for ever."""
    return uuid5(_SPACE, "\0".join((one_line(site.company), site.key, *map(str, parts))))
