"""``noroshi jobs``: background work, and what was given up."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering, opened

app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@app.callback()
def listing(ctx: typer.Context, *, as_json: Json = False) -> None:
    """Background work: count the jobs, and list those that were given up with the reason."""
    if ctx.invoked_subcommand:
        return
    opened(ctx)
    from noroshi.jobs.board import failed_jobs, standing

    found, failed = standing(), failed_jobs()
    if as_json:
        show.document(
            {
                "waiting": found.waiting,
                "running": found.running,
                "failed": found.failed,
                "workers_alive": found.workers > 0,
                "failed_jobs": [
                    {
                        "id": job.id,
                        "task": job.task,
                        "attempts": job.attempts,
                        "failed_at": job.failed_at,
                        "reason": job.reason,
                    }
                    for job in failed
                ],
            }
        )
        return
    alive = "alive" if found.workers else "NOT ALIVE"
    show.line(f"Waiting {found.waiting}, running {found.running}, failed {found.failed}.")
    show.line(f"Workers are {alive}.")
    rows = [
        (str(job.id), job.task, show.at(job.failed_at, UTC), str(job.attempts), job.reason)
        for job in failed
    ]
    if rows:
        show.table(("Job", "Task", "Failed (UTC)", "Tries", "Reason"), rows)


@app.command()
def again(
    ctx: typer.Context,
    *,
    job: Annotated[int, typer.Argument(min=1, help="The id of a failed job.")],
    person: As = "",
) -> None:
    """Start a job again that was given up, once its cause is mended."""
    desk = administering(ctx, person)
    from noroshi.actions.run_job_again import run_job_again

    run_job_again(desk.context, desk.actor, job)
    show.line(f"Job {job} waits for a worker again.")
