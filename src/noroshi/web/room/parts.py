"""Which parts of the screens an entry of the event log concerns."""

from __future__ import annotations

from collections.abc import Iterable

from noroshi.domain.events import EventKind

HEAD, FACTS, WRITE, APPROVALS, DELIVERY, LOG, SIGNALS, DESK, REPORT = (
    "head",
    "facts",
    "write",
    "approvals",
    "delivery",
    "log",
    "signals",
    "desk",
    "report",
)

_K = EventKind
_INCIDENT = (HEAD, WRITE, FACTS)
_MESSAGE = (WRITE, APPROVALS, DESK)
_OUT = (HEAD, WRITE, APPROVALS, DELIVERY, FACTS, DESK, REPORT)

_CONCERNS: dict[EventKind, tuple[str, ...]] = {
    _K.SIGNAL_RECEIVED: (SIGNALS,),
    _K.INCIDENT_CONFIRMED: _INCIDENT,
    _K.INCIDENT_DISMISSED: _INCIDENT,
    _K.SEVERITY_CHANGED: (*_INCIDENT, APPROVALS),
    _K.SCOPE_CHANGED: (*_INCIDENT, APPROVALS),
    _K.FACT_ANSWERED: (FACTS, WRITE),
    _K.MESSAGE_DRAFTED: (*_MESSAGE, FACTS),
    _K.RENDITION_EDITED: (WRITE, APPROVALS, DESK),
    _K.GUARDRAIL_OVERRIDDEN: _MESSAGE,
    _K.OVERRIDE_WITHDRAWN: _MESSAGE,
    _K.APPROVAL_REQUESTED: _MESSAGE,
    _K.RENDITION_APPROVED: _MESSAGE,
    _K.RENDITION_REJECTED: _MESSAGE,
    _K.APPROVAL_VOIDED: _MESSAGE,
    _K.MESSAGE_PUBLISHED: _OUT,
    _K.CORRECTION_PUBLISHED: _OUT,
    _K.MESSAGE_WITHDRAWN: (*_MESSAGE, REPORT),
    _K.PAGE_PUBLISHED: (DELIVERY,),
    _K.PAGE_FAILED: (DELIVERY,),
    _K.DISPATCH_FINISHED: (DELIVERY,),
    _K.DISPATCH_PAUSED: (DELIVERY,),
    _K.DISPATCH_RESUMED: (DELIVERY,),
    _K.DISPATCH_STOPPED: (DELIVERY,),
    _K.POSTING_NOTED: (DELIVERY,),
    _K.PROMISE_MADE: (HEAD,),
    _K.PROMISE_KEPT: (HEAD,),
    _K.PROMISE_MISSED: (HEAD,),
    _K.RESOLUTION_PROPOSED: (HEAD, SIGNALS, WRITE),
    _K.INCIDENT_RESOLVED: _OUT,
    _K.REPORT_DUE: (HEAD,),
    _K.REPORT_EDITED: (REPORT,),
    _K.REPORT_PUBLISHED: _OUT,
}


def parts_of(kind: str) -> list[str]:
    """The parts that may look different after it. The log itself always does."""
    return [*dict.fromkeys((*_known(kind), LOG))]


def _known(kind: str) -> Iterable[str]:
    try:
        return _CONCERNS.get(EventKind(kind), ())
    except ValueError:
        return ()
