"""What a final report promises: an action with a day, tracked in public until it is done (F4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from noroshi.domain.language import Localised

LONGEST: Final = 300
"""Characters of a promise or a note: one sentence."""


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """One promised action. ``owner`` is for colleagues; all else is public with the report.

    ``first_due`` is what was promised at first: a day that was moved is never hidden.
    """

    id: int
    incident_number: int
    text: Localised
    due: date
    first_due: date
    owner: str
    made_by: str
    made_at: datetime
    version: int
    done_at: datetime | None = None
    done_by: str = ""
    note: Localised

    @property
    def is_done(self) -> bool:
        """Whether it was kept."""
        return self.done_at is not None

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over and it is not done; ``today`` is a day in the reader's zone."""
        return not self.is_done and self.due < today
