"""Let a job that was given up start afresh, after its cause was mended."""

from __future__ import annotations

from noroshi.actions.context import Actor, Context
from noroshi.domain.events import EventKind
from noroshi.domain.permissions import Deed
from noroshi.jobs import board
from noroshi.kernel.errors import NotFound
from noroshi.storage import events
from noroshi.storage.unit_of_work import unit_of_work


def run_job_again(context: Context, actor: Actor, job_id: int) -> None:
    """Queue the job again. Jobs ask the tables what is left to do, so nothing is done twice.

    Raises:
        NotFound: it is not a failed job, or not any more.
    """
    actor.must_be_allowed(Deed.MANAGE_PEOPLE)
    with unit_of_work():
        failed = {job.id: job for job in board.failed_jobs(limit=1_000)}
        job = failed.get(job_id)
        if job is None or not board.run_again(job_id):
            raise NotFound(f"Job {job_id} is not a failed job.", way_out="See “noroshi jobs”.")
        events.append(
            at=context.clock.now(),
            kind=EventKind.JOB_RUN_AGAIN,
            actor=actor.person,
            data={"job": str(job_id), "task": job.task},
        )
