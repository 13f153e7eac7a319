"""The tables, one module per noun."""

from __future__ import annotations

from noroshi.storage.models.asking import AskedCount, Asking
from noroshi.storage.models.check import (
    CheckCoverage,
    CheckRow,
    ComponentHold,
    ImportedRow,
    WatchedEarlier,
)
from noroshi.storage.models.delivery import (
    Batch,
    BatchReceipts,
    DeliveryException,
    Dispatch,
    ProviderEvent,
)
from noroshi.storage.models.event import EventRow
from noroshi.storage.models.feedback import CommitmentRow, FeedbackRow
from noroshi.storage.models.incident import FactRow, IncidentRow, SignalRow
from noroshi.storage.models.installation import (
    AuditFinding,
    AuditRun,
    IngestToken,
    InstallationKey,
    OneTimeLink,
    SendingRight,
)
from noroshi.storage.models.maintenance import ClockStep, MaintenanceRow, NoticeRow
from noroshi.storage.models.message import (
    ApprovalRow,
    MessageRow,
    OverrideRow,
    RenditionRow,
    ReportRow,
)
from noroshi.storage.models.page import (
    ComponentChange,
    ComponentState,
    PageEdition,
    PageTargetRow,
    Publication,
)
from noroshi.storage.models.people import Account
from noroshi.storage.models.plan import PlanVersion
from noroshi.storage.models.posting import PostingRow
from noroshi.storage.models.promise import PromiseRow, PromiseStep
from noroshi.storage.models.provider import (
    ProviderAccountRow,
    ProviderPace,
    ProviderStanding,
)
from noroshi.storage.models.reader import PageInvitation, PagePass
from noroshi.storage.models.subscriber import SubscriberRow, Suppression

__all__ = [
    "Account",
    "ApprovalRow",
    "AskedCount",
    "Asking",
    "AuditFinding",
    "AuditRun",
    "Batch",
    "BatchReceipts",
    "CheckCoverage",
    "CheckRow",
    "ClockStep",
    "CommitmentRow",
    "ComponentChange",
    "ComponentHold",
    "ComponentState",
    "DeliveryException",
    "Dispatch",
    "EventRow",
    "FactRow",
    "FeedbackRow",
    "ImportedRow",
    "IncidentRow",
    "IngestToken",
    "InstallationKey",
    "MaintenanceRow",
    "MessageRow",
    "NoticeRow",
    "OneTimeLink",
    "OverrideRow",
    "PageEdition",
    "PageInvitation",
    "PagePass",
    "PageTargetRow",
    "PlanVersion",
    "PostingRow",
    "PromiseRow",
    "PromiseStep",
    "ProviderAccountRow",
    "ProviderEvent",
    "ProviderPace",
    "ProviderStanding",
    "Publication",
    "RenditionRow",
    "ReportRow",
    "SendingRight",
    "SignalRow",
    "SubscriberRow",
    "Suppression",
    "WatchedEarlier",
]
