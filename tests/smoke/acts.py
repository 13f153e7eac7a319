"""What people do while the product is being broken: a process that is told by lines of JSON.

Usage: python -m tests.smoke.acts DATA_DIR
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg

from noroshi.bootstrap.installation import Here

_DATA_DIR = Path(sys.argv[1])
_HERE = Here()
_HERE.use(_DATA_DIR)
_CONTEXT = _HERE.context()

from noroshi import planfile  # noqa: E402 - models need Django set up
from noroshi.actions.apply_plan import apply_plan  # noqa: E402
from noroshi.actions.context import SYSTEM  # noqa: E402
from noroshi.actions.declare_incident import Declaration, declare_incident  # noqa: E402
from noroshi.actions.invite_person import add_member  # noqa: E402
from noroshi.actions.publish_update import publish_update  # noqa: E402
from noroshi.domain.fanout import BATCH_SIZE, GROUP_SIZE  # noqa: E402
from noroshi.domain.incident import Stage  # noqa: E402
from noroshi.domain.plan import select  # noqa: E402
from noroshi.kernel.clock import OffsetClock  # noqa: E402
from noroshi.kernel.ids import new_token  # noqa: E402
from noroshi.kernel.secret import Secret  # noqa: E402
from noroshi.practice.demo import moves  # noqa: E402
from noroshi.practice.demo.readers import readers  # noqa: E402
from noroshi.practice.demo.stage import Stage as Scene  # noqa: E402
from noroshi.practice.demo.texts import FIRST, IDENTIFIED, TITLE  # noqa: E402
from noroshi.practice.mailbox.store import MailStore  # noqa: E402
from noroshi.storage import ledger, subscribers  # noqa: E402
from noroshi.storage.unit_of_work import unit_of_work  # noqa: E402
from noroshi.worker.threads import patiently  # noqa: E402
from tests.smoke.checker import compare, mail_dispatches  # noqa: E402

_JOBS_AT_ONCE = 8
_INDEX = _DATA_DIR / "mailbox" / "mails.jsonl"
_SCENE = Scene(
    context=_CONTEXT,
    clock=OffsetClock(_DATA_DIR / "clock.json"),
    mailbox=MailStore(_INDEX.parent),
    token=Secret("none"),
    tell=lambda at, who, what: None,
    begins_at=_CONTEXT.clock.now(),
)


def set_up(_: int) -> int:
    """The sample plan, and two thousand readers."""
    loaded = planfile.load(planfile.sample_directory())
    plan = loaded.require()
    apply_plan(_CONTEXT, SYSTEM, plan, digest=loaded.digest)
    everybody = list(readers(_CONTEXT.clock.now()))
    with unit_of_work():
        for approver in moves.APPROVERS:
            add_member(_CONTEXT, select.person(plan, approver), password=Secret(new_token()))
        subscribers.add_many(everybody)
    return len(everybody)


def publish(_: int) -> int:
    """A new incident, its first update approved and published; the number of the message."""
    declaration = Declaration(
        title=TITLE,
        severity=4,
        scope=moves.SCOPE,
        started_at=_CONTEXT.clock.now() - timedelta(minutes=5),
        scenario="service-outage",
        request_key=new_token(),
    )
    liaison = _SCENE.actor(moves.LIAISON)
    incident = declare_incident(_CONTEXT, liaison, declaration)
    moves.answer(_SCENE, incident.number, (*FIRST, *IDENTIFIED))
    message = moves.draft(_SCENE, incident.number, Stage.IDENTIFIED)
    moves.approve(_SCENE, message)
    publish_update(_CONTEXT, liaison, message.id)
    return message.id


def arrived(_: int) -> int:
    """How many mails there are in the mailbox, of all messages."""
    return _INDEX.read_bytes().count(b"\n") if _INDEX.exists() else 0


def unfinished(message: int) -> bool:
    """Whether mails are still to be handed over."""
    return not mail_dispatches(message) or bool(ledger.unfinished_batches(message))


def compared(message: int) -> dict[str, int]:
    """See tests.smoke.checker; and how many may be in flight at any moment."""
    sizes = [len(ledger.members(dispatch.id)) for dispatch in mail_dispatches(message)]
    batches = sum(-(-size // BATCH_SIZE) for size in sizes)
    return compare(message, _INDEX.parent) | {"in_flight": GROUP_SIZE * min(batches, _JOBS_AT_ONCE)}


def workers(_: int) -> int:
    """How many queues have somebody who serves them; a worker process serves two."""
    return _count("SELECT count(*) FROM procrastinate_workers")


def beating(_: int) -> int:
    """How many of them were heard of in the last seconds."""
    return _count(
        "SELECT count(*) FROM procrastinate_workers"
        " WHERE last_heartbeat > now() - interval '4 seconds'"
    )


def _count(query: str) -> int:
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
        row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


_ACTS: dict[str, Callable[[int], int | bool | dict[str, int]]] = {
    act.__name__: act for act in (set_up, publish, arrived, unfinished, compared, workers, beating)
}


def main() -> None:
    """One act a line, until the input ends."""
    for line in sys.stdin:
        name, message = json.loads(line)
        result = patiently(lambda act=_ACTS[name], about=message: act(about))  # type: ignore[misc]
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
