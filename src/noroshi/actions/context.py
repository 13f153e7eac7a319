"""What every action is handed: the world it acts in, and who acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from noroshi.domain.permissions import Deed, allowed
from noroshi.domain.plan.model import Role
from noroshi.domain.provider_account import WEBHOOK
from noroshi.domain.room import Room, plenty
from noroshi.kernel.clock import Clock
from noroshi.kernel.errors import NotAllowed
from noroshi.kernel.secret import Secret


@dataclass(frozen=True, kw_only=True)
class Context:
    """The installation, as far as an action needs to know it."""

    clock: Clock
    public_url: str  # where readers and colleagues reach this installation, without a final slash
    page_root: Path  # the directory that the status pages are published to
    key: Secret  # signs links; see noroshi.kernel.ids.sign
    sealing_keys: tuple[Secret, ...] = ()  # the first seals providers' secrets, all of them open
    sms_countries: frozenset[str] = frozenset()  # where readers may ask for text messages (ISO)
    target_secrets: Mapping[str, Secret] = field(default_factory=dict)  # by <TARGET>_<FIELD>
    internal_hosts: tuple[str, ...] = ()  # that may be called although they are internal
    built_in: frozenset[str] = frozenset({WEBHOOK})  # provider accounts that nobody has to add
    room: Callable[[], Room] = plenty  # the disk that everything lies on


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does it: a person of the plan, or the product itself."""

    person: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    is_admin: bool = False
    is_system: bool = False

    def must_be_allowed(self, deed: Deed) -> None:
        """Refuse with the reason when the actor's roles do not include the deed (P6).

        Raises:
            NotAllowed: with the roles that may.
        """
        if self.is_system:
            return
        verdict = allowed(self.roles, deed, is_admin=self.is_admin)
        if not verdict:
            raise NotAllowed(verdict.reason, way_out="Ask one of them to do it.")


SYSTEM = Actor(person="system", is_system=True)
