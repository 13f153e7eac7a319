"""Which words a status page needs. A language is complete or it does not type-check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Every word and sentence that the page itself says, in one language.

    Fields with braces are templates for ``str.format``; their slots are named in the field's use.
    """

    own_name: str
    status_page: str
    title_region: str
    skip: str
    nav: str
    language: str
    regions: str
    region_only: str
    elsewhere: str
    all_regions: str
    get_updates: str

    component: Mapping[str, str]
    short: Mapping[str, str]
    incident: Mapping[str, str]
    not_monitored: str

    all_well: str
    maintenance_now: str
    none_open: str
    watching: str
    last_incident: str
    all_well_in: str
    no_incident: str
    others_fine: str
    others_fine_in: str
    as_of: str

    since: str
    updates_one: str
    updates_many: str
    updates_title: str
    earlier_updates: str
    all_updates: str
    also_open: str
    also_more: str

    next_by: str
    next_after: str
    was_due: str
    was_due_after: str
    last_update: str
    kept_even_if: str
    reload: str
    late: str
    wick_left: str
    wick_over: str
    no_promise: str
    no_promise_text: str
    facts: Mapping[str, str]
    affected: str
    affected_note: str
    was_clear: str
    was_report_clear: str
    yes: str
    no: str

    resolved_at: str
    resolved_on: str
    lasted: str
    lasted_from: str
    recently: str
    read_report: str
    report_due: str
    read_incident: str

    services: str
    services_by_region: str
    service: str
    state: str
    tally: str
    fold_ok: str
    fold_same: str
    more_fine: str
    group_fine: str
    group_fine_one: str
    ungrouped: str

    maintenance_title: str
    work: Mapping[str, str]
    work_done: str
    calendar: str
    calendar_name: str
    maintenance_past: str
    maintenance_overruns: str
    added_on: str
    what_is_hit: str
    list_sep: str
    window_sep: str

    last_90: str
    last_90_region: str
    uptime: str
    uptime_unknown: str
    watched_since: str
    days_missing_one: str
    days_missing_many: str
    days_as_list: str
    no_bad_days: str
    today: str
    legend: str
    all_services_uptime: str

    subscribe: str
    subscribe_text: str
    subscribe_choice: str
    follow: str
    follow_text: str
    only_for: str
    feeds_here: str
    feeds_here_text: str
    feeds_link: str
    email: str
    subscribe_button: str
    other_ways: str

    history: str
    history_text: str
    history_empty: str
    newer: str
    older: str
    pages: str
    page_of: str
    back: str
    incident_number: str

    report: str
    report_of: str
    report_published: str
    report_parts: Mapping[str, str]
    course: str
    commitments: str
    commitments_text: str
    due_by: str
    due_missed: str
    first_due: str
    done_on: str
    open_promises: str

    zone_note: str
    zone_own: str
    also_at: str
    contact: str
    made_with: str

    by_hand: str
    missing_title: str
    missing_text: str
    missing_link: str
    feed_title: str
    feed_next: str
    maintenance_cancelled: str
    calendar_title: str
    calendar_cancelled: str
    minutes: str
    minute: str
    hours: str
    hours_minutes: str
    colon: str
