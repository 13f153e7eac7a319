"""Public addresses. They come from configuration and the plan, never from a request."""

from __future__ import annotations

from urllib.parse import urlsplit

from noroshi.actions.context import Context
from noroshi.domain.compose.values import Links
from noroshi.domain.incident import Incident, Subject
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan, StatusPage
from noroshi.kernel.ids import Signer

STATUS = "status"
"""Below the public address: where the built-in server shows the status pages."""

CLOSED = "pages"
"""Below the public address: the pages that only their audience may read."""

_installed: list[str] = []


def install(public_url: str) -> None:
    """Say once per process where this installation is reached, for those who only read.

    The guardrails must judge alike on every screen and at the moment of publishing, whoever asks.
    """
    _installed[:] = [public_url]


def home_page_url(plan: Plan, incident: Incident) -> str:
    """The address of the page that messages about an incident point to; "" if not installed."""
    if not _installed:
        return ""
    return _page_below(_installed[0], home_page(plan, incident))


def public_room_url(number: int) -> str:
    """The incident's room, for colleagues; "" if not installed."""
    return _room_below(_installed[0], number) if _installed else ""


def page_url(context: Context, page: StatusPage) -> str:
    """The address of a status page, with a final slash."""
    return _page_below(context.public_url, page)


def _page_below(public_url: str, page: StatusPage) -> str:
    if page.audience:
        return f"{public_url}/{CLOSED}/{page.key}/"
    if page.address and not _is_ours(page.address, public_url):
        return f"{page.address}/"
    below = f"{page.path.strip('/')}/" if page.path.strip("/") else ""
    return f"{public_url}/{STATUS}/{below}"


def _is_ours(address: str, public_url: str) -> bool:
    """Whether a page's address names the installation itself, which is for the screens."""
    return urlsplit(address).hostname == urlsplit(public_url).hostname


def home_page(plan: Plan, incident: Incident) -> StatusPage:
    """The page that messages about an incident point to: the one that shows the most."""
    showing = select.pages_showing(plan, incident.scope) or plan.pages
    return min(showing, key=lambda page: (page.region is not None, plan.pages.index(page)))


def links_of(context: Context, plan: Plan, incident: Incident) -> Links:
    """The addresses that texts about an incident may name."""
    page = page_url(context, home_page(plan, incident))
    if incident.subject is Subject.MAINTENANCE:
        return Links(page=page, incident=f"{page}#maintenance-{incident.number}")
    return Links(
        page=page,
        incident=f"{page}incidents/{incident.number}.html",
        report=f"{page}incidents/{incident.number}/report.html",
    )


def room_url(context: Context, number: int) -> str:
    """The incident's room, for colleagues."""
    return _room_below(context.public_url, number)


def _room_below(public_url: str, number: int) -> str:
    return f"{public_url}/incidents/{number}/"


def unsubscribe_base(context: Context) -> str:
    """What every unsubscribe link begins with; the subscriber's id, a slash and a token follow."""
    return f"{context.public_url}/u/"


def unsubscribe_tokens(context: Context) -> Signer:
    """Signs the tokens of many unsubscribe links; ``sign`` is given the subscriber's id as text."""
    return Signer(context.key, "unsubscribe")


def unsubscribe_url(context: Context, subscriber_id: int) -> str:
    """One click, no sign-in: the link is the authority (RFC 8058)."""
    token = unsubscribe_tokens(context).sign(str(subscriber_id))
    return f"{unsubscribe_base(context)}{subscriber_id}/{token}"
