"""What a job carries: keys into the tables, never content.

A payload outlives the release that wrote it: fields of a later release are ignored, and a new
field needs a default until the jobs of the previous release are gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import ClassVar, Self, get_type_hints

from noroshi.jobs.names import TaskName

JsonValue = str | int | bool | None


class UnreadablePayload(ValueError):
    """The stored arguments of a job do not fit its task; repeating it would not help."""


@dataclass(frozen=True, kw_only=True)
class Payload:
    """Base of all payloads; ``task`` names the one task that takes it."""

    task: ClassVar[TaskName]

    def as_json(self) -> dict[str, JsonValue]:
        """The fields by name, as stored in the job."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Self:
        """The payload that ``as_json`` stored.

        Raises:
            UnreadablePayload: a field is missing or has another type.
        """
        hints = get_type_hints(cls)
        values = {}
        for field in fields(cls):
            if field.name not in stored and field.default is not MISSING:
                continue
            value = stored.get(field.name)
            if not _fits(value, hints[field.name]):
                msg = f"{cls.task}: {field.name} is {value!r}"
                raise UnreadablePayload(msg)
            values[field.name] = value
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class PublishPages(Payload):
    """Build all status pages as they are now and swap them in as ``version`` or a newer one."""

    task: ClassVar = TaskName.PUBLISH_PAGES
    version: int


@dataclass(frozen=True, kw_only=True)
class WatchPages(Payload):
    """Look at every target of the pages, and mend what is wrong there."""

    task: ClassVar = TaskName.WATCH_PAGES


@dataclass(frozen=True, kw_only=True)
class ConfirmSubscription(Payload):
    """Send the link that confirms a subscription."""

    task: ClassVar = TaskName.CONFIRM_SUBSCRIPTION
    subscriber_id: int


@dataclass(frozen=True, kw_only=True)
class ConsiderAsking(Payload):
    """Do what a reader asked for about an address, if it may be done."""

    task: ClassVar = TaskName.CONSIDER_ASKING
    asking_id: int


@dataclass(frozen=True, kw_only=True)
class SendCode(Payload):
    """Send the code that proves whose address it is; made anew by each attempt."""

    task: ClassVar = TaskName.SEND_CODE
    asking_id: int


@dataclass(frozen=True, kw_only=True)
class SendPageLink(Payload):
    """Send the link to a page for one audience, if whoever asked is invited."""

    task: ClassVar = TaskName.SEND_PAGE_LINK
    pass_id: int


@dataclass(frozen=True, kw_only=True)
class NotifyColleague(Payload):
    """Write to a colleague; the words are made from what is true when it is sent."""

    task: ClassVar = TaskName.NOTIFY_COLLEAGUE
    person: str
    kind: str
    incident_number: int
    about: int


@dataclass(frozen=True, kw_only=True)
class SendBatch(Payload):
    """Hand one batch of parcels to its provider."""

    task: ClassVar = TaskName.SEND_BATCH
    batch_id: int


@dataclass(frozen=True, kw_only=True)
class RetryDeliveries(Payload):
    """Try again the deliveries of a batch that met a passing failure."""

    task: ClassVar = TaskName.RETRY_DELIVERIES
    batch_id: int


@dataclass(frozen=True, kw_only=True)
class LookAtTimers(Payload):
    """Look for timers whose time has come."""

    task: ClassVar = TaskName.LOOK_AT_TIMERS


@dataclass(frozen=True, kw_only=True)
class Sweep(Payload):
    """Give a job to every batch that is not done and has none."""

    task: ClassVar = TaskName.SWEEP


@dataclass(frozen=True, kw_only=True)
class Audit(Payload):
    """Prove that everybody is accounted for."""

    task: ClassVar = TaskName.AUDIT


@dataclass(frozen=True, kw_only=True)
class FetchBounces(Payload):
    """Look into the bounce mailbox, and at receipts that came too early."""

    task: ClassVar = TaskName.FETCH_BOUNCES


@dataclass(frozen=True, kw_only=True)
class LookAtProviders(Payload):
    """Judge the last minute of every provider account."""

    task: ClassVar = TaskName.LOOK_AT_PROVIDERS


@dataclass(frozen=True, kw_only=True)
class SendCanary(Payload):
    """Send a test message through an account to its canary address."""

    task: ClassVar = TaskName.SEND_CANARY
    account: str


@dataclass(frozen=True, kw_only=True)
class TryProvider(Payload):
    """Send the test message that a person asked for; the address stands with the account."""

    task: ClassVar = TaskName.TRY_PROVIDER
    account: str


def _fits(value: object, hint: object) -> bool:
    if isinstance(value, bool) and hint is int:
        return False
    return isinstance(value, hint)  # type: ignore[arg-type]  # a class or a union of classes
