"""Ask for the link that opens a page for one audience. The answer tells nobody who is invited."""

from __future__ import annotations

from noroshi.actions.asking_limits import may_ask
from noroshi.actions.context import Context
from noroshi.actions.queries.closed_pages import invited_page
from noroshi.actions.wish import typed
from noroshi.domain.asking import Means
from noroshi.jobs.payloads import SendPageLink
from noroshi.jobs.queue import defer
from noroshi.storage import page_readers
from noroshi.storage.unit_of_work import unit_of_work


def ask_for_page_link(
    context: Context, key: str, address: str, *, language: str, network: str = ""
) -> None:
    """Keep the wish, to be considered by a worker: for every address the same is done here.

    Raises:
        Invalid: the address cannot be one.
        NotFound: there is no such page that others than colleagues may read.
        TooMany: this network has asked too often.
    """
    page = invited_page(key)
    if network:
        may_ask(context, network)
    reader = typed(context, Means.EMAIL, address)
    with unit_of_work():
        wish = page_readers.ask(page.key, reader, language=language, at=context.clock.now())
        defer(SendPageLink(pass_id=wish))
