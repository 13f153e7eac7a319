"""What was promised in final reports, in the order in which a reader asks (F4)."""

from __future__ import annotations

from datetime import timedelta

from noroshi.pages.reader import Reader
from noroshi.pages.state import CommitmentView, PageState

_DONE_SHOWN_FOR = timedelta(days=30)


def commitments_of(state: PageState, incident: int | None = None) -> tuple[CommitmentView, ...]:
    """Those of one incident; or, for the overview, all that are open and those done lately.

    Open ones come first, the longest due before the others.
    """
    shown = [
        kept
        for kept in state.commitments
        if (kept.incident == incident if incident is not None else _is_news(state, kept))
    ]
    return tuple(sorted(shown, key=lambda kept: (kept.done_at is not None, kept.due)))


def is_overdue(kept: CommitmentView, reader: Reader) -> bool:
    """Whether its day has passed, in the zone of the page's reader, and it is not done."""
    return kept.done_at is None and kept.due < reader.times.day_of(reader.now)


def _is_news(state: PageState, kept: CommitmentView) -> bool:
    return kept.done_at is None or state.built_at - kept.done_at <= _DONE_SHOWN_FOR
