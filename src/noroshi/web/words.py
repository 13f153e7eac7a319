"""The words of states, stages, roles and channels, each with its shape.

Shape first, then word, then colour: every state can be told without its colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from noroshi.domain.channel import NAMES, Channel
from noroshi.domain.language import pick
from noroshi.domain.permissions import ROLE_NAMES
from noroshi.domain.plan.model import Role
from noroshi.web.reader import language


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How a state looks and what it is called."""

    shape: str  # a symbol of the sprite
    tone: str  # a class that gives the colour
    word: str | Promise


SIGNS: dict[str, Sign] = {
    # components
    "operational": Sign(shape="s-ok", tone="is-quiet", word=_("Operational")),
    "degraded_performance": Sign(
        shape="s-degraded", tone="is-degraded", word=_("Degraded performance")
    ),
    "partial_outage": Sign(shape="s-partial", tone="is-partial", word=_("Partial outage")),
    "major_outage": Sign(shape="s-major", tone="is-major", word=_("Major outage")),
    "under_maintenance": Sign(shape="s-maint", tone="is-maint", word=_("Under maintenance")),
    "not_monitored": Sign(shape="s-none", tone="is-none", word=_("Not monitored")),
    # what customers are told
    "investigating": Sign(shape="r-advice", tone="is-open", word=_("Investigating")),
    "identified": Sign(shape="r-advice", tone="is-open", word=_("Identified")),
    "monitoring": Sign(shape="r-waiting", tone="is-open", word=_("Monitoring")),
    "resolved": Sign(shape="s-ok", tone="is-quiet", word=_("Resolved")),
    "postmortem": Sign(shape="s-ok", tone="is-quiet", word=_("Final report")),
    # planned work
    "planned": Sign(shape="r-draft", tone="is-draft", word=_("Not announced")),
    "scheduled": Sign(shape="r-waiting", tone="is-maint", word=_("Scheduled")),
    "in_progress": Sign(shape="s-maint", tone="is-maint", word=_("In progress")),
    "verifying": Sign(shape="s-maint", tone="is-maint", word=_("Verifying")),
    "completed": Sign(shape="s-ok", tone="is-quiet", word=_("Completed")),
    "entered": Sign(shape="r-draft", tone="is-draft", word=_("Entered afterwards")),
    "overruns": Sign(shape="k-miss", tone="is-due", word=_("Takes longer than planned")),
    # incidents before and beside that
    "proposed": Sign(shape="r-waiting", tone="is-waiting", word=_("Proposed by a signal")),
    "open": Sign(shape="s-partial", tone="is-partial", word=_("Open")),
    "dismissed": Sign(shape="s-none", tone="is-none", word=_("Dismissed")),
    "nothing_said": Sign(shape="s-none", tone="is-none", word=_("Nothing published yet")),
    # messages and their renditions
    "draft": Sign(shape="r-draft", tone="is-draft", word=_("Draft")),
    "in_approval": Sign(shape="r-waiting", tone="is-waiting", word=_("In approval")),
    "approved": Sign(shape="r-approved", tone="is-approved", word=_("Approved")),
    "rejected": Sign(shape="r-blocked", tone="is-blocked", word=_("Rejected")),
    "blocked": Sign(shape="r-blocked", tone="is-blocked", word=_("Blocked")),
    "published": Sign(shape="s-ok", tone="is-ok", word=_("Published")),
    "withdrawn": Sign(shape="s-none", tone="is-none", word=_("Withdrawn")),
    # texts that a person posts
    "owed": Sign(shape="r-waiting", tone="is-waiting", word=_("To be posted")),
    "posted": Sign(shape="s-ok", tone="is-ok", word=_("Posted")),
    "overtaken": Sign(shape="s-none", tone="is-none", word=_("Overtaken")),
    # promises
    "kept": Sign(shape="s-ok", tone="is-ok", word=_("Kept")),
    "missed": Sign(shape="k-miss", tone="is-due", word=_("Missed")),
    "cancelled": Sign(shape="s-none", tone="is-none", word=_("Cancelled")),
    # subscribers
    "pending": Sign(shape="r-waiting", tone="is-waiting", word=_("Not confirmed yet")),
    "confirmed": Sign(shape="s-ok", tone="is-quiet", word=_("Confirmed")),
    "unsubscribed": Sign(shape="s-none", tone="is-none", word=_("Unsubscribed")),
    # sign-ins
    "invited": Sign(shape="r-waiting", tone="is-waiting", word=_("Invited")),
    "no_sign_in": Sign(shape="s-none", tone="is-none", word=_("No sign-in")),
    "signs_in": Sign(shape="s-ok", tone="is-quiet", word=_("Has a sign-in")),
    # advice and warnings
    "warning": Sign(shape="s-degraded", tone="is-degraded", word=_("Warning")),
    "advice": Sign(shape="r-advice", tone="is-degraded", word=_("Advice")),
    "error": Sign(shape="r-blocked", tone="is-blocked", word=_("Error")),
    "passed": Sign(shape="s-ok", tone="is-ok", word=_("Passed")),
}


def sign_of(state: str) -> Sign:
    """The sign of a state; an unknown one is shown as it is, never as good."""
    return SIGNS.get(str(state)) or Sign(shape="s-none", tone="is-none", word=str(state))


def channel_name(channel: str) -> str:
    """What a channel is called."""
    known = channel in set(Channel)
    return pick(NAMES[Channel(channel)], language()) if known else str(channel)


def role_name(role: Role) -> str:
    """What a role is called, with a capital letter where the language has them."""
    name = pick(ROLE_NAMES[role], language())
    return name[:1].upper() + name[1:]
