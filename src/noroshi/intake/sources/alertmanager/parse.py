"""Reads the webhook bodies of Prometheus Alertmanager, version 4."""

from __future__ import annotations

import hashlib
import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
)

from noroshi.intake.contract import Alert, Batch
from noroshi.kernel.errors import Invalid

MAX_BYTES = 1_000_000
MAX_ALERTS = 1_000
_MAX_TEXT = 300
_MAX_LABELS = 64
# C0 and C1 controls, line separators and the marks that turn text around.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def _clean(text: object) -> object:
    return _UNSEEN.sub(" ", text).strip()[:_MAX_TEXT] if isinstance(text, str) else text


def _fewer(labels: object) -> object:
    return dict(list(labels.items())[:_MAX_LABELS]) if isinstance(labels, dict) else labels


def _is_shown_everywhere(at: datetime) -> bool:
    # The first and the last year that Python knows cannot be shown in every zone.
    return MINYEAR < at.year < MAXYEAR


def _within_time(at: datetime) -> datetime:
    if not _is_shown_everywhere(at):
        msg = "the moment is out of range"
        raise ValueError(msg)
    return at


Text = Annotated[str, BeforeValidator(_clean)]
Labels = Annotated[dict[Text, Text], BeforeValidator(_fewer)]


class _Alert(BaseModel):
    # Unknown fields are ignored, so that a newer Alertmanager can still be read.
    status: Literal["firing", "resolved"]
    labels: Labels
    annotations: Labels = {}
    startsAt: Annotated[AwareDatetime, AfterValidator(_within_time)]  # noqa: N815 - Alertmanager's name
    endsAt: AwareDatetime | None = None  # noqa: N815
    fingerprint: Text = ""


class _Body(BaseModel):
    version: Literal["4"]
    groupKey: str = Field(max_length=10_000)  # noqa: N815
    alerts: list[_Alert] = Field(min_length=1, max_length=MAX_ALERTS)


class Alertmanager:
    """The source "alertmanager"."""

    def parse(self, body: bytes) -> Batch:
        """The alerts in a version 4 body.

        Raises:
            Invalid: it is no such body; the error names the first field at fault.
        """
        if len(body) > MAX_BYTES:
            raise Invalid(
                "The body has {size} bytes; {most} is the limit.",
                way_out="Lower max_alerts in Alertmanager's webhook_config.",
                size=len(body),
                most=MAX_BYTES,
            )
        try:
            read = _Body.model_validate_json(body)
        except ValidationError as error:
            raise _refusal(error) from None
        group = hashlib.sha256(read.groupKey.encode("utf-8", "replace")).hexdigest()
        return Batch(group=group, alerts=tuple(_alert(alert) for alert in read.alerts))


def _refusal(error: ValidationError) -> Invalid:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "body"
    return Invalid(
        "This is not an Alertmanager version 4 body: {place}: {problem}.",
        way_out="Point Alertmanager's webhook_config at this address and send its JSON unchanged.",
        field=place,
        place=place,
        problem=first["msg"],
    )


def _alert(read: _Alert) -> Alert:
    ended = read.endsAt if read.status == "resolved" else None
    return Alert(
        fingerprint=(read.fingerprint or _fingerprint(read))[:100],
        status=read.status,
        started_at=read.startsAt.astimezone(UTC),
        ended_at=_known(ended),
        name=read.labels.get("alertname") or "Alert",
        title=read.annotations.get("summary", ""),
        severity=read.labels.get("severity", ""),
        component=read.labels.get("component", "") or read.labels.get("service", ""),
        region=read.labels.get("region", ""),
        labels=read.labels,
        annotations=read.annotations,
    )


def _known(at: datetime | None) -> datetime | None:
    # Alertmanager writes the year 1 for "no end yet".
    return at.astimezone(UTC) if at and _is_shown_everywhere(at) else None


def _fingerprint(read: _Alert) -> str:
    labels = "\0".join(f"{name}\0{value}" for name, value in sorted(read.labels.items()))
    return hashlib.sha256(labels.encode("utf-8", "replace")).hexdigest()[:16]
