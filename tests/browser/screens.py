"""Every screen there is to look at, by name."""

from __future__ import annotations

from tests.browser.people import Desk

INSIDE = {
    "home": "/",
    "declare": "/declare/",
    "confirm": "/incidents/2/confirm/",
    "room": "/incidents/1/",
    "approvals": "/approvals/",
    "report-editor": "/incidents/1/report/",
    "reviews": "/reviews/",
    "review": "/reviews/1/",
    "plan": "/plan/",
    "plan-roles": "/plan/roles/",
    "plan-texts": "/plan/service-outage/",
    "audiences": "/audiences/",
    "people": "/people/",
    "log": "/log/",
    "password": "/password/",
    "not-found": "/nowhere/",
    "no-such-incident": "/incidents/77/",
}
"""For people who have signed in."""

OUTSIDE = {
    "sign-in": "/sign-in/",
    "set-up": "/set-up/no-such-link",
    "mailbox": "/mailbox/",
    "subscribe": "/subscribe",
    "subscribe_slack": "/subscribe?by=slack",
    "manage": "/subscriptions/",
    "status": "/status/",
    "status-europe": "/status/eu/",
    "status-incident": "/status/incidents/1.html",
    "status-report": "/status/incidents/1/report.html",
    "status-history": "/status/history.html",
    "status-missing": "/status/nowhere.html",
}
"""For everybody."""


def outside(desk: Desk) -> dict[str, str]:
    """For everybody, with the addresses that only this demo has."""
    mails = desk.demo.mails
    last = next(m for m in reversed(list(mails.all())) if m.to.startswith("shop"))
    leave = mails.read(last)["List-Unsubscribe"].strip("<>").removeprefix(desk.demo.url)
    return OUTSIDE | {"mail": f"/mailbox/{last.number}/", "unsubscribe": leave}
