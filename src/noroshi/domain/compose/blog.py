"""The one blog post of an incident: its updates in order of time (R10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from noroshi.domain.compose import moments, wording
from noroshi.domain.incident import Stage


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One update as it was approved, and when it came out."""

    at: datetime
    stage: Stage
    body: str


def post(entries: Iterable[Entry], *, language: str, zone: str) -> str:
    """The post as Markdown: a heading with time and stage for each entry, the oldest first.

    The words of an entry are exactly those that were approved.
    """
    ordered = sorted(entries, key=lambda entry: entry.at)
    return "\n\n".join(_section(entry, ordered, language, zone) for entry in ordered)


def _section(entry: Entry, all_of_them: Sequence[Entry], language: str, zone: str) -> str:
    days = {one.at.astimezone(ZoneInfo(zone)).date() for one in all_of_them}
    time = moments.moment(
        entry.at, language, zone=zone, now=all_of_them[-1].at, with_day=len(days) > 1
    )
    stage = wording.STAGES[entry.stage].get(language) or wording.STAGES[entry.stage]["en"]
    between = "　" if language == "ja" else " · "
    return f"## {time}{between}{stage}\n\n{entry.body.strip()}"
