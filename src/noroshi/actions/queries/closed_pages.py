"""The pages that only one audience reads, and who somebody is there.

A page is looked up in the plan in force, an invitation and a colleague's account in the database,
with each request: whoever may not read any more does not read the next byte.
"""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.actions.context import Context
from noroshi.actions.queries.plan import current_plan, plan_or_none
from noroshi.domain.page_access import Pass, Proof
from noroshi.domain.plan.model import StatusPage
from noroshi.domain.plan.readers import is_internal
from noroshi.kernel.errors import NotFound
from noroshi.kernel.ids import token_hash
from noroshi.storage import accounts, page_readers


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a page: a colleague, or somebody by the address that they proved."""

    page: str
    address: str = ""
    person: str = ""


def closed_page(key: str) -> StatusPage:
    """The page for one audience under this key.

    Raises:
        NotFound: there is none; the same is said of public pages.
    """
    found = _closed(key)
    if found is None:
        raise NotFound("There is no such page.")
    return found


def invited_page(key: str) -> StatusPage:
    """The page, if others than colleagues can be invited to it.

    Raises:
        NotFound: there is none, or it is internal: nobody outside learns which.
    """
    found = open_to_invited(key)
    if found is None:
        raise NotFound("There is no such page.")
    return found


def open_to_invited(key: str) -> StatusPage | None:
    """The same, or None."""
    found = _closed(key)
    return None if found is None or is_internal(current_plan(), found) else found


def reader_by_session(context: Context, key: str, token: str) -> Reader | None:
    """Whose browser it is."""
    return _reader(context, key, Proof.SESSION, token)


def reader_by_feed(context: Context, key: str, token: str) -> Reader | None:
    """Whose feed address it is."""
    return _reader(context, key, Proof.FEED, token)


def _closed(key: str) -> StatusPage | None:
    plan = plan_or_none()
    return next((page for page in plan.audience_pages if page.key == key), None) if plan else None


def _reader(context: Context, key: str, proof: Proof, token: str) -> Reader | None:
    if not token or _closed(key) is None:
        return None
    found = page_readers.held(key, proof, token_hash(token))
    if found is None or not found.works(context.clock.now()) or not _may_read(found):
        return None
    return Reader(page=key, address=found.address, person=found.person)


def _may_read(found: Pass) -> bool:
    if found.person:
        member = accounts.by_person(found.person)
        return member is not None and member.is_active
    if open_to_invited(found.page) is None:
        return False
    return page_readers.is_invited(found.page, found.address)
