"""What a delivery is said to do: its parts, its pace, its end, and what it waits for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from noroshi.actions.queries.progress import Wait, WaitsFor
from noroshi.domain.delivery import State
from noroshi.domain.pace import Expected, Pace
from noroshi.domain.receipts import ReceiptKind
from noroshi.web import moments

RETRYING: Final = "retrying"
"""Refused for now, waiting for another attempt: a part of its own in every picture."""

_PARTS: dict[str, Promise] = {
    State.DELIVERED: gettext_lazy("Receipt confirmed"),
    State.ACCEPTED: gettext_lazy("Handed over"),
    State.SENDING: gettext_lazy("Being handed over"),
    State.QUEUED: gettext_lazy("Not sent yet"),
    RETRYING: gettext_lazy("Refused for now"),
    State.UNKNOWN: gettext_lazy("Unknown"),
    State.COMPLAINED: gettext_lazy("Reported as spam"),
    State.BOUNCED: gettext_lazy("Came back"),
    State.FAILED: gettext_lazy("Failed"),
    State.SUPPRESSED: gettext_lazy("Not sent on purpose"),
    State.SUPERSEDED: gettext_lazy("Overtaken"),
}


_TOLD: dict[str, Promise] = {
    ReceiptKind.DELIVERED: gettext_lazy("The receiving side confirmed that it took it."),
    ReceiptKind.BOUNCED: gettext_lazy("It came back."),
    ReceiptKind.COMPLAINED: gettext_lazy("The reader reported it as spam."),
    ReceiptKind.DEFERRED: gettext_lazy("The receiving side put it off; the provider tries again."),
    ReceiptKind.UNSUBSCRIBED: gettext_lazy("The reader unsubscribed at the provider."),
}


def told_word(kind: str) -> str:
    """What a provider told later; an unknown kind is shown as it is."""
    return str(_TOLD.get(kind, kind))


def part_word(key: str) -> str:
    """What a part of the bar, or the state of one copy, is called."""
    return str(_PARTS[key])


def retry_promise() -> str:
    """What is promised to those who were refused for now."""
    return _("It will be tried again, at growing distances, as long as the message is useful.")


def pace_words(pace: Pace) -> str:
    """ "184 a second", or "12 a minute" when it is slow."""
    if pace.per_second >= 10:
        return _("%(n)s a second") % {"n": f"{pace.per_second:,.0f}"}
    if pace.per_second >= 1:
        return _("%(n)s a second") % {"n": f"{pace.per_second:.1f}"}
    return _("%(n)s a minute") % {"n": f"{pace.per_second * 60:,.0f}"}


def end_words(expected: Expected, now: datetime) -> str:
    """ "17:05 CET, in about 3 min"; from and to where the pace varies."""
    early, late = moments.clock(expected.earliest), moments.clock_in_zone(expected.latest)
    if expected.is_range and early != moments.clock(expected.latest):
        return _("between %(early)s and %(late)s") % {"early": early, "late": late}
    return _("%(time)s, in about %(span)s") % {
        "time": late,
        "span": short_span(expected.latest - now),
    }


def short_span(length: timedelta) -> str:
    """ "14 s", "2 min 5 s" up to ten minutes, then as everywhere."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return _("%(n)s s") % {"n": max(seconds, 1)}
    if seconds < 600 and seconds % 60:
        return _("%(m)s min %(s)s s") % {"m": seconds // 60, "s": seconds % 60}
    return moments.span(length)


def wait_words(wait: Wait) -> tuple[str, str]:
    """What it waits for, and what happens next."""
    since = moments.moment(wait.since) if wait.since else ""
    if wait.what is WaitsFor.PAGE:
        return (
            _("Waits for the status page"),
            _("The page goes first. Sending begins as soon as it was read back."),
        )
    if wait.what is WaitsFor.PAGE_FAILED:
        return (
            _("The status page is not public since %(time)s") % {"time": since},
            _("It is tried again by itself. Sending waits 30 seconds for it, not longer."),
        )
    if wait.what is WaitsFor.ACCOUNTS_DOWN:
        return _("Every provider account is down since %(time)s") % {"time": since}, _probe(wait)
    if wait.what is WaitsFor.NO_ACCOUNT:
        return (
            _("No provider account is set up for this channel"),
            _("Nobody is lost. Sending begins by itself once there is an account."),
        )
    if wait.what is WaitsFor.WORKER:
        return (
            _("No worker has begun since %(time)s") % {"time": since},
            _("Nobody is lost. Sending begins as soon as a worker runs; “noroshi doctor” knows."),
        )
    return (
        _("As fast as the provider account allows"),
        ngettext(
            "It is set to %(n)s message a second.", "It is set to %(n)s messages a second.",
            max(1, round(wait.per_second or 0)),
        )
        % {"n": f"{wait.per_second or 0:,.10g}"},
    )  # fmt: skip


def _probe(wait: Wait) -> str:
    said = _("Nobody is lost. An attempt now and then tells when one of them works again.")
    if wait.until:
        said = _("Nobody is lost. The next attempt to reach one of them is at %(time)s.") % {
            "time": moments.clock(wait.until)
        }
    return f"{said} {wait.detail}".strip()
