"""What the story is played on: a running installation, a clock to move, and somebody to tell."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode

import httpx2

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.domain.plan import select
from noroshi.kernel.clock import OffsetClock
from noroshi.kernel.errors import SetupProblem
from noroshi.kernel.secret import Secret
from noroshi.practice.mailbox.store import MailStore

PATIENCE_S = 120.0
_LOOK_EVERY_S = 0.05


class Narrator(Protocol):
    """Shows the story to whoever watches."""

    def __call__(self, at: datetime, who: str, what: str) -> None:
        """At this moment of the story, somebody did something."""
        ...


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A running installation with a movable clock."""

    context: Context
    clock: OffsetClock
    mailbox: MailStore
    token: Secret  # with which the sample's monitoring sends signals
    tell: Narrator
    begins_at: datetime
    ended: threading.Event = field(default_factory=threading.Event)

    def at(self, minutes: float) -> datetime:
        """Move the story's clock to so many minutes after its beginning, never back."""
        moment = self.begins_at + timedelta(minutes=minutes)
        if moment > self.clock.now():
            self.clock.move_to(moment)
        return self.clock.now()

    def say(self, who: str, what: str) -> None:
        """Tell what has just happened."""
        self.tell(self.clock.now(), who, what)

    def actor(self, person: str) -> Actor:
        """Somebody of the plan, acting."""
        return Actor(person=person, roles=select.roles_of(current_plan(), person))

    def name(self, person: str) -> str:
        """The person's name."""
        return select.person(current_plan(), person).name

    def wait_until(self, done: Callable[[], bool], what: str) -> None:
        """Wait for the real workers to do something.

        Raises:
            SetupProblem: it did not happen in a minute.
        """
        for _ in range(int(PATIENCE_S / _LOOK_EVERY_S)):
            if done():
                return
            self.ended.wait(_LOOK_EVERY_S)
        raise SetupProblem(
            f"The demo waited {PATIENCE_S:.0f} seconds for {what}, in vain.",
            way_out="Look at the end of noroshi.log in the demo's directory.",
        )

    def post(self, path: str, *, content: bytes, headers: dict[str, str]) -> httpx2.Response:
        """Ask the web process something, over HTTP."""
        url = f"{self.context.public_url}{path}"
        return httpx2.post(url, content=content, headers=headers, timeout=30, trust_env=False)

    def must_post(self, path: str, form: Mapping[str, str]) -> None:
        """Send a form, as a browser without JavaScript does.

        Raises:
            SetupProblem: it was refused.
        """
        answer = self.post(
            path,
            content=urlencode(form).encode(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        if answer.status_code >= 400:
            raise SetupProblem(f"{path} answered {answer.status_code}.")
