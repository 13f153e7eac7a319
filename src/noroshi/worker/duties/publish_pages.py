"""Build every status page as it is now, publish it, and read it back."""

from __future__ import annotations

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.queries.page_state import page_state
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sites import directory_of
from noroshi.actions.record_publication import publication_failed, publication_verified
from noroshi.domain.plan.model import Plan, StatusPage
from noroshi.jobs.payloads import PublishPages
from noroshi.pages.build import build
from noroshi.pages.publish import Published, publish
from noroshi.pages.registry import open_target
from noroshi.pages.target import Overtaken, PublicationFailed
from noroshi.storage import pages
from noroshi.worker.duties.tools import Toolbox


def publish_pages(tools: Toolbox, job: PublishPages) -> None:
    """Publish the wanted version; the recipients of its message are written to afterwards.

    Raises:
        PublicationFailed: a target does not show the page; the job is run again.
    """
    plan = plan_or_none()
    wanted = pages.publication(job.version)
    if plan is None or wanted is None or wanted.verified_at:
        return
    try:
        done = [_publish(tools.context, plan, page, job.version) for page in plan.pages]
    except PublicationFailed as failure:
        publication_failed(tools.context, wanted, why=failure.why)
        raise
    publication_verified(tools.context, SYSTEM, wanted, files=sum(p.files for p in done if p))


def _publish(context: Context, plan: Plan, page: StatusPage, version: int) -> Published | None:
    state = page_state(context, plan, page, version=version)
    target = open_target("directory", {"path": str(directory_of(context, page))})
    try:
        return publish(target=target, version=version, files=build(state), clock=context.clock)
    except Overtaken:
        return None  # a newer version, which has everything that this one has, is public
