"""Somebody subscribes, and what a worker does about it."""

from __future__ import annotations

from noroshi.actions.consider_asking import consider_asking
from noroshi.actions.prove_address import new_code
from noroshi.actions.subscribe import subscribe
from noroshi.actions.wish import Wish
from noroshi.domain.asking import Means
from noroshi.jobs.names import TaskName
from tests.actions.waiting import waiting_jobs
from tests.cast import World

RIN = "rin@reader.example"


def wish(address: str = RIN, means: Means = Means.EMAIL, **changed: object) -> Wish:
    """What Rin types."""
    return Wish(address=address, means=means, language="en", **changed)  # type: ignore[arg-type]


def consider(world: World) -> None:
    """Do what a worker does with everything that was asked for."""
    for job in waiting_jobs(TaskName.CONSIDER_ASKING):
        consider_asking(world.context, int(str(job["asking_id"])))


def asked(world: World, what: Wish) -> str:
    """Ask, and let a worker consider it; the token of whoever asked."""
    token = subscribe(world.context, what)
    consider(world)
    return token


def codes(world: World) -> list[str]:
    """The codes that would be sent, made as a worker makes them."""
    jobs = waiting_jobs(TaskName.SEND_CODE)
    return [new_code(world.context, int(str(job["asking_id"]))) for job in jobs]
