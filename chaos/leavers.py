"""Readers who unsubscribe by one click while an update is on its way, whatever the web goes through."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

_BODY = "List-Unsubscribe=One-Click"  # RFC 8058
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Leavers:
    """A thread that posts, one link after the other. Use it as a context manager."""

    def __init__(self, links: Sequence[tuple[int, str]], *, port: int, every: float) -> None:
        self.left: dict[int, float] = {}
        """Who was told that he has left, and when; on the machine's monotonic clock."""
        self.asked_again = 0
        self._links = links
        self._port = port
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._leave, daemon=True)

    def __enter__(self) -> Leavers:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(10)

    def _leave(self) -> None:
        for person, link in self._links:
            while not self._over.wait(self._every):
                if self._click(link):
                    self.left[person] = time.monotonic()
                    break
                self.asked_again += 1

    def _click(self, link: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=3)
        try:
            connection.request("POST", urlsplit(link).path, _BODY, _FORM)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False  # the web was killed a moment ago
        finally:
            connection.close()


def chosen(people: Sequence[int], how_many: int, chance: random.Random) -> list[tuple[int, str]]:
    """Some of them, each with the link in his mails. Django must be set up."""
    from noroshi.actions.queries.links import unsubscribe_base, unsubscribe_tokens
    from noroshi.bootstrap.context import context

    base, sign = unsubscribe_base(context()), unsubscribe_tokens(context()).sign
    return [
        (person, f"{base}{person}/{sign(str(person))}")
        for person in chance.sample(people, min(how_many, len(people)))
    ]
