"""Length as Mastodon counts it: letters as the eye sees them, an address 23, no servers.

From the documentation of Mastodon ("Posting toots": every link is 23 characters, the server of a
mention is not counted). Unverified against a server: an instance may also change its limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from noroshi.domain.lengths.web_address import web_addresses

ADDRESS = 23
_MENTION = re.compile(
    r"(?<![\w/])@(?P<who>[a-z0-9_]++(?:[.-]++[a-z0-9_]++)*+)@[a-z0-9-]++(?:\.[a-z0-9-]++)++",
    re.IGNORECASE,
)


def mastodon(text: str, graphemes: Callable[[str], int]) -> int:
    """The length of ``text``; most instances take 500."""
    pieces: list[str] = []
    done = 0
    for start, end in web_addresses(text, bare=False):
        pieces += text[done:start], "x" * ADDRESS
        done = end
    counted = "".join([*pieces, text[done:]])
    return graphemes(_MENTION.sub(r"@\g<who>", counted))
