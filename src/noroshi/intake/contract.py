"""What every inbound source gives: alerts, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert of a monitoring system. Texts are cleaned: no control characters, bounded."""

    fingerprint: str  # the source's own id of the alert
    status: str  # "firing" or "resolved"
    started_at: datetime
    ended_at: datetime | None
    name: str
    title: str = ""  # a sentence for people, if the source has one
    severity: str = ""
    component: str = ""
    region: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_firing(self) -> bool:
        """Whether the trouble lasts."""
        return self.status == "firing"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What one request of a source reports. ``group`` ties alerts of one trouble together."""

    group: str
    alerts: tuple[Alert, ...]


class Source(Protocol):
    """Reads the bodies of one monitoring system."""

    def parse(self, body: bytes) -> Batch:
        """The alerts in ``body``.

        Raises:
            Invalid: the body has not the shape of this source; the error says where.
        """
        ...
