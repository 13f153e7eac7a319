"""The named points: around every commit, every call of the ledger, every word to the relay."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from procrastinate import PsycopgConnector

from chaos.tripwire import WIRE, around, tripping
from chaos.variants import swap
from noroshi.actions import publish_update as publishing
from noroshi.actions import record_publication
from noroshi.delivery.carrier import Carrier
from noroshi.delivery.engine import _Run
from noroshi.delivery.load import Load
from noroshi.delivery.providers.smtp import line
from noroshi.delivery.providers.smtp.conversation import Conversation
from noroshi.delivery.providers.smtp.provider import SmtpProvider
from noroshi.jobs import queue
from noroshi.storage import events
from noroshi.storage.book import StoredLedger
from noroshi.worker import statements
from noroshi.worker.duties import publish_pages, send_batch, watching

_JOBS: Final = {
    statements.BEAT: "heartbeat",
    statements.RESCUE: "rescue",
    statements.FINISH: "job finish",
    statements.TRY_AGAIN: "job try again",
}


def install() -> None:
    """Put a wire at every point of this process."""
    _ledger()
    _commits()
    _jobs()
    _engine()
    _mail()
    _publishing()


def _ledger() -> None:
    marks: dict[tuple[int, int], int] = {}

    def kind(
        _: object, claim: Any, progress: Any, *__: object, ask: Any = (), **___: object
    ) -> str:
        key = claim.batch, claim.run
        moved = progress.mark != marks.get(key, claim.progress.mark)
        marks[key] = progress.mark
        if progress.mark == progress.size:
            return "ledger end"
        if not ask:
            return "ledger done"
        second = "again" if progress.repeated > progress.mark else "begin"
        return f"ledger done and {second}" if moved else f"ledger {second}"

    around(StoredLedger, "advance", kind)
    for name in (
        "claim", "allowed", "settle_late", "claim_retries", "retry_started", "retry_done",
    ):  # fmt: skip
        around(StoredLedger, name, f"ledger {name}")


def _commits() -> None:
    around(BaseDatabaseWrapper, "commit", lambda _: f"commit of {_who_commits()}")


def _who_commits() -> str:
    """The action, or the call of the ledger, whose transaction this is."""
    frame = sys._getframe(2)
    while frame := frame.f_back:  # type: ignore[assignment]
        module = frame.f_globals.get("__name__", "")
        ours = module.startswith("noroshi.actions.") or module == "noroshi.storage.book"
        if ours and frame.f_code.co_name != "<lambda>":
            return frame.f_code.co_name
    return "something else"


def _jobs() -> None:
    def which(_: object, query: str, *__: object, **___: object) -> str:
        if "procrastinate_fetch_job" in query:
            return "job fetch"
        return _JOBS.get(query, "job statement")

    around(PsycopgConnector, "execute_query_all_async", which)
    around(PsycopgConnector, "execute_query_one_async", which)
    around(queue, "_insert", lambda wanted, **_: f"defer {wanted[0].payload.task}")
    for name in ("_prepare", "_after", "finish_dispatch"):
        around(send_batch, name, f"duty {name.strip('_')}")
    around(watching, "report_results", "duty report")


def _engine() -> None:
    for name in ("_begin", "_finish_first", "_end", "_list_as_unknown", "_let_others_first"):
        around(_Run, name, f"engine {name.strip('_').replace('_', ' ')}")
    around(Carrier, "add", "group to the session")
    around(Carrier, "remove", "group from the session")
    around(Carrier, "take", "take of a copy")
    around(Carrier, "settle", "settling of a copy")
    around(Load, "_parcel", "rendering of a copy")
    around(send_batch, "parcel_maker", "reading of the text")


def _mail() -> None:
    around(Conversation, "_write", lambda _, data: f"write of {_words(data)}")
    around(Conversation, "data_received", lambda _, data: f"hearing of {_reply(data)}")
    around(line, "reach", "connecting")
    swap(SmtpProvider, "open", _tripping_session(SmtpProvider.open))


def _words(data: bytes) -> str:
    for word in (b"MAIL", b"QUIT", b"RSET"):
        if data.startswith(word):
            return {b"MAIL": "an envelope", b"QUIT": "goodbye", b"RSET": "a reset"}[word]
    return "a body" if data.endswith(b"\r\n.\r\n") else "a body and an envelope"


def _reply(data: bytes) -> str:
    if data.startswith(b"354") or b"\n354" in data:
        return "an answer and leave to send" if data.count(b"\n") > 3 else "leave to send"
    return "an answer" if data.startswith(b"250") else "a refusal"


def _tripping_session(inner: Callable[..., Any]) -> Callable[..., Any]:
    @asynccontextmanager
    async def opened(provider: SmtpProvider) -> AsyncIterator[Any]:
        WIRE.hit("before session open")
        async with inner(provider) as session:
            WIRE.hit("after session open")
            yield session
            WIRE.hit("before session close")
        WIRE.hit("after session close")

    return opened


def _publishing() -> None:
    around(publish_pages._Round, "run", "publishing of the pages")
    around(publish_pages, "publication_verified", "page is public")
    around(record_publication, "start_sending", "start of sending")
    for name in ("plan_dispatches", "settle_promises", "want_pages", "owe_postings"):
        around(publishing, name, f"step {name}")
    around(events, "append", "step event")


__all__ = ["install", "tripping"]
