"""Publish every status page anew, because a person asks for it."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.actions.queries.plan import current_plan
from noroshi.actions.want_pages import want_pages
from noroshi.domain.permissions import Deed
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.unit_of_work import unit_of_work


def publish_pages_now(context: Context, actor: Actor) -> PublicationRecord:
    """Ask for a new version of the pages; the worker makes it and reads it back.

    Raises:
        NotFound: there is no plan, so there are no pages.
    """
    actor.must_be_allowed(Deed.MANAGE_PLAN)
    current_plan()
    with unit_of_work():
        return want_pages(context, f"Asked for by {actor.person}")
