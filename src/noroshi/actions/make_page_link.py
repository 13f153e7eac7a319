"""Make the link that opens a page for one audience, if whoever asked was invited."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.asking_limits import counted
from noroshi.actions.context import Context
from noroshi.actions.queries.closed_pages import open_to_invited
from noroshi.actions.queries.links import page_url
from noroshi.domain.page_access import LINK_LIVES, LINKS
from noroshi.domain.plan.model import StatusPage
from noroshi.kernel.ids import new_token, token_hash
from noroshi.storage import page_readers
from noroshi.storage.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """A link on its way to a reader."""

    pass_id: int
    page: StatusPage
    address: str
    language: str
    url: str


def make_page_link(context: Context, pass_id: int) -> PageLink | None:
    """A fresh link, of which only the hash is kept; None, and the wish is forgotten, if none may
    be sent: the address was not invited, or too many were sent to it."""
    now = context.clock.now()
    asked = page_readers.asked(pass_id)
    if asked is None or now > asked.at + LINK_LIVES:
        return None
    page = open_to_invited(asked.page)
    subject = f"{asked.page}\0{asked.address}"
    with unit_of_work():
        may_read = page is not None and page_readers.is_invited(asked.page, asked.address)
        if page is None or not may_read or not counted(context, LINKS, subject):
            page_readers.drop(pass_id)
            return None
        token = new_token()
        page_readers.arm(pass_id, token_hash(token), until=now + LINK_LIVES)
    return PageLink(
        pass_id=pass_id,
        page=page,
        address=asked.address,
        language=asked.language,
        url=f"{page_url(context, page)}enter/{token}",
    )
