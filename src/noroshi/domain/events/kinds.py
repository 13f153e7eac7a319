"""Everything that can happen, and the shape of an entry in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from noroshi.kernel.clock import aware


class EventKind(StrEnum):
    """What happened. The comment names the keys of ``data`` that the log's sentence uses.

    Data about a subscriber is an id, never an address: the log outlives their erasure.
    """

    PLAN_APPLIED = "plan_applied"  # version
    SIGNAL_RECEIVED = "signal_received"  # name, status
    SIGNAL_REPEATED = "signal_repeated"  # name
    SIGNAL_REJECTED = "signal_rejected"  # source, reason
    INCIDENT_PROPOSED = "incident_proposed"  # name
    INCIDENT_CONFIRMED = "incident_confirmed"  # severity
    INCIDENT_DISMISSED = "incident_dismissed"  # reason
    INCIDENT_DECLARED = "incident_declared"  # severity
    SEVERITY_CHANGED = "severity_changed"  # from, to
    SCOPE_CHANGED = "scope_changed"  # components, regions
    FACT_ANSWERED = "fact_answered"  # question, values, unknown (true: nobody knows yet)
    MESSAGE_DRAFTED = "message_drafted"  # message, stage
    RENDITION_EDITED = "rendition_edited"  # message, rendition
    GUARDRAIL_OVERRIDDEN = "guardrail_overridden"  # message, rendition, rule, reason
    OVERRIDE_WITHDRAWN = "override_withdrawn"  # message, rendition, rule
    APPROVAL_REQUESTED = "approval_requested"  # message
    RENDITION_APPROVED = "rendition_approved"  # message, rendition
    RENDITION_REJECTED = "rendition_rejected"  # message, rendition, reason
    APPROVAL_VOIDED = "approval_voided"  # message, rendition
    MESSAGE_PUBLISHED = "message_published"  # message, promise_kept (true, false, null: none)
    CORRECTION_PUBLISHED = "correction_published"  # message, recipients
    POSTING_NOTED = "posting_noted"  # message, rendition, address
    MESSAGE_WITHDRAWN = "message_withdrawn"  # message
    PAGE_PUBLISHED = "page_published"  # page, version
    PAGE_FAILED = "page_failed"  # page, reason
    PAGE_TARGET_DOWN = "page_target_down"  # page, target, reason
    PAGE_TARGET_UP = "page_target_up"  # page, target
    PAGE_CHANGED_ELSEWHERE = "page_changed_elsewhere"  # page, target, files, path
    DISPATCH_PLANNED = "dispatch_planned"  # message, channel, recipients
    DISPATCH_FINISHED = "dispatch_finished"  # message, channel, accepted, recipients
    DISPATCH_PAUSED = "dispatch_paused"  # message, channel, left, reason
    DISPATCH_RESUMED = "dispatch_resumed"  # message, channel, left
    DISPATCH_STOPPED = "dispatch_stopped"  # message, channel, left, reason
    PROVIDER_ADDED = "provider_added"  # provider (the account's name), channel
    PROVIDER_CHANGED = "provider_changed"  # provider
    PROVIDER_REMOVED = "provider_removed"  # provider
    PROVIDER_DOWN = "provider_down"  # provider, reason
    PROVIDER_UP = "provider_up"  # provider
    PROVIDER_SHARE_MOVED = "provider_share_moved"  # provider, from, to, reason (shares in percent)
    CANARY_LATE = "canary_late"  # provider, minutes
    GAP_FOUND = "gap_found"  # gap (what the auditor found), about
    GAP_CLOSED = "gap_closed"  # gap, about
    INSTALLATION_MOVED = "installation_moved"  # reason: a copy of the database was told to send
    PROMISE_MADE = "promise_made"  # due_at (ISO 8601)
    PROMISE_REMINDED = "promise_reminded"  # due_at, person
    PROMISE_ESCALATED = "promise_escalated"  # due_at, person
    PROMISE_KEPT = "promise_kept"  # due_at
    PROMISE_MISSED = "promise_missed"  # due_at, late_seconds
    PROMISE_CANCELLED = "promise_cancelled"  # due_at
    RESOLUTION_PROPOSED = "resolution_proposed"
    INCIDENT_RESOLVED = "incident_resolved"
    REPORT_DUE = "report_due"  # due_at: the clock of the final report was started
    REPORT_WARNED = "report_warned"  # due_at
    REPORT_EDITED = "report_edited"  # version
    REPORT_PUBLISHED = "report_published"
    REPORT_OVERDUE = "report_overdue"  # due_at
    COMMITMENT_MADE = "commitment_made"  # commitment (its number), due (a day)
    COMMITMENT_CHANGED = "commitment_changed"  # commitment, from, to (days; the same if only words)
    COMMITMENT_DONE = "commitment_done"  # commitment, due
    COMMITMENT_REOPENED = "commitment_reopened"  # commitment, due
    COMMITMENT_REMOVED = "commitment_removed"  # commitment
    FEEDBACK_ERASED = "feedback_erased"  # message: a reader's words were taken away
    MAINTENANCE_PLANNED = "maintenance_planned"  # number, title
    MAINTENANCE_CHANGED = "maintenance_changed"  # due_at (the new start), ends_at, revision
    MAINTENANCE_STARTED = "maintenance_started"
    MAINTENANCE_VERIFYING = "maintenance_verifying"
    MAINTENANCE_RESUMED = "maintenance_resumed"  # the check showed that there is more to do
    MAINTENANCE_COMPLETED = "maintenance_completed"  # late_seconds (null: in time)
    MAINTENANCE_CANCELLED = "maintenance_cancelled"  # reason
    MAINTENANCE_OVERRUN = "maintenance_overrun"  # due_at
    MAINTENANCE_CALLED = "maintenance_called"  # person, about (what they were told)
    NOTICE_PUBLISHED = "notice_published"  # message, notice (what it is for), recipients
    NOTICE_SUPERSEDED = "notice_superseded"  # message, notice
    NOTICE_HELD = "notice_held"  # message, notice, reason
    MESSAGE_SCHEDULED = "message_scheduled"  # message, due_at
    SCHEDULE_CALLED_OFF = "schedule_called_off"  # message, reason
    PAST_INCIDENT_ENTERED = "past_incident_entered"  # updates
    PAST_INCIDENT_PUBLISHED = "past_incident_published"  # updates
    SUBSCRIBER_ADDED = "subscriber_added"  # subscriber
    SUBSCRIBER_CONFIRMED = "subscriber_confirmed"  # subscriber
    SUBSCRIBER_CHANGED = "subscriber_changed"  # subscriber
    SUBSCRIBER_UNSUBSCRIBED = "subscriber_unsubscribed"  # subscriber
    SUBSCRIBER_SUPPRESSED = "subscriber_suppressed"  # subscriber, reason
    CONFIRMATIONS_HELD = "confirmations_held"  # count: more were asked for within the hour
    SUPPRESSION_ADDED = "suppression_added"  # reason, count
    SENDER_REFUSED = "sender_refused"  # provider, code, reason: mail refused because of us
    SUPPRESSION_LIFTED = "suppression_lifted"  # subscriber, reason
    SUBSCRIBERS_EXPORTED = "subscribers_exported"  # count, audience, channel
    SUBSCRIBERS_IMPORTED = "subscribers_imported"  # added, audience, channel
    HISTORY_IMPORTED = "history_imported"  # source, incidents
    COMPONENT_SET = "component_set"  # components, regions, state (in words), reason
    COMPONENT_RELEASED = "component_released"  # components, regions, state, reason
    COMPONENT_NOTICED = "component_noticed"  # source, components, regions, state, reason
    COMPONENT_ACCEPTED = "component_accepted"  # components, regions, state
    COMPONENT_DISMISSED = "component_dismissed"  # components, regions, state, reason
    CHECK_FAILED = "check_failed"  # check, reason
    CHECK_RECOVERED = "check_recovered"  # check
    CERTIFICATE_ENDS = "certificate_ends"  # check, day
    READER_INVITED = "reader_invited"  # page, reader (masked)
    READER_UNINVITED = "reader_uninvited"  # page, reader
    PAGE_ENTERED = "page_entered"  # page, reader
    FEED_ADDRESS_MADE = "feed_address_made"  # page, reader
    FEED_ADDRESS_ENDED = "feed_address_ended"  # page, reader
    TOKEN_ADDED = "token_added"  # noqa: S105 - token (its name)
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - token
    JOB_RUN_AGAIN = "job_run_again"  # job, task
    ADMINISTRATOR_CREATED = "administrator_created"
    PERSON_ADDED = "person_added"  # person
    PERSON_DISABLED = "person_disabled"  # person
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_FAILED = "sign_in_failed"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One entry of the log.

    ``actor`` is the key of a person, or "system" when Noroshi acted by itself. ``data`` holds
    what JSON holds: text, numbers, true, false, null, and lists and mappings of these.

    Raises:
        ValueError: ``at`` has no zone.
    """

    id: int
    at: datetime
    kind: EventKind
    actor: str = "system"
    incident_number: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        aware(self.at)
