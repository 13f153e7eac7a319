"""Build every status page as it is now, publish it everywhere at once, and read it back."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from noroshi.actions.context import SYSTEM, Context
from noroshi.actions.note_routes import note_routes
from noroshi.actions.queries.page_readings import Readings
from noroshi.actions.queries.page_state import page_state
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sending import is_copy
from noroshi.actions.queries.targets import (
    Lane,
    PlacedTarget,
    all_targets,
    notes_of,
    targets_of,
)
from noroshi.actions.record_publication import publication_failed, publication_verified
from noroshi.actions.record_target import Shown, record_target
from noroshi.actions.want_pages import CLOCK, want_pages
from noroshi.domain.plan.model import Plan
from noroshi.domain.publication import BUILT_IN, Attempt, TargetStanding, TargetState, is_public
from noroshi.jobs.payloads import PublishPages
from noroshi.pages.crew import Outcome, Shift
from noroshi.pages.notes import note_targets
from noroshi.pages.proof import sums_of
from noroshi.pages.publish import Published
from noroshi.pages.registry import TARGETS
from noroshi.pages.target import EmergencyStays, Overtaken, PublicationFailed
from noroshi.storage import page_targets, pages
from noroshi.storage.page_targets import Edition
from noroshi.storage.pages import PublicationRecord
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.worker.duties.page_work import hand_over
from noroshi.worker.duties.tools import Toolbox

_TICK_S: Final = 0.25
_ATTEMPTS: Final = 3


def publish_pages(tools: Toolbox, job: PublishPages) -> None:
    """Publish the wanted version; the recipients of its message are written to afterwards.

    Raises:
        PublicationFailed: a page is shown nowhere; the sweep asks again.
    """
    plan = plan_or_none()
    wanted = pages.publication(job.version)
    if plan is None or wanted is None or wanted.verified_at:
        return
    note_routes(tools.context, plan)
    page_targets.forget_others({target.lane for target in all_targets(tools.context, plan)})
    for _ in range(_ATTEMPTS):
        newer = _Round(tools, plan, wanted).run()
        if newer is None:
            return
        # Readers see a newer version that we did not make: an emergency page, or one from before
        # a restored backup. What a person asked for goes above it.
        renumbered = pages.renumber(wanted.version, above=newer)
        if renumbered is None:
            return
        wanted = renumbered


@dataclass(kw_only=True)
class _Progress:
    """Where the round stands. ``shown_at`` is when the first target showed the version."""

    attempts: dict[Lane, Attempt] = field(default_factory=dict)
    failures: dict[Lane, str] = field(default_factory=dict)
    files: int = 0
    shown_at: float | None = None
    newer: int | None = None
    is_done: bool = False

    def settle(self, lane: Lane, state: TargetState) -> None:
        """Note how one target ended."""
        self.attempts[lane] = replace(self.attempts[lane], state=state)
        if state is TargetState.VERIFIED and self.shown_at is None:
            self.shown_at = time.monotonic()

    def may_begin(self) -> bool:
        """Whether the recipients may be written to now."""
        waited = 0.0 if self.shown_at is None else time.monotonic() - self.shown_at
        return is_public(self.attempts.values(), first_shown_for=timedelta(seconds=waited))


class _Round:
    """One version on its way to every target of every page."""

    def __init__(self, tools: Toolbox, plan: Plan, wanted: PublicationRecord) -> None:
        self._tools = tools
        self._context: Context = tools.context
        self._plan = plan
        self._wanted = wanted
        self._places: dict[Lane, PlacedTarget] = {}
        self._progress = _Progress()

    def run(self) -> int | None:
        """Publish and record; the number of a version that stands above ours, if there is one."""
        before = page_targets.standings()
        held = is_copy(self._context)
        shift: Shift[Published] = self._tools.crew.shift()
        for target, files in self._built():
            if held and target.name != BUILT_IN:
                self._hold(target)
            elif not self._may_wait(target, before.get(target.lane)):
                self._begin(shift, target, files, was_live=_was_live(before.get(target.lane)))
        note_targets(
            self._context.page_root, notes_of(self._context, self._plan, self._wanted.version)
        )
        for outcome in shift.outcomes(pause_s=_TICK_S):
            if outcome is not None:
                self._take(outcome)
            self._announce()
        return self._end()

    def _built(self) -> Iterable[tuple[PlacedTarget, Mapping[str, bytes]]]:
        """Each page is on its way before the next one is built; all show the same moment."""
        version, read = self._wanted.version, Readings(self._context.clock.now())
        for page in self._plan.pages:
            state = page_state(self._context, self._plan, page, version=version, read=read)
            files = self._tools.press.build(state)
            self._progress.files += len(files)
            page_targets.keep_edition(
                Edition(
                    page=page.key,
                    version=version,
                    made_at=state.built_at,
                    sums=sums_of(files),
                )
            )
            for target in targets_of(self._context, page):
                yield target, files

    def _begin(
        self,
        shift: Shift[Published],
        target: PlacedTarget,
        files: Mapping[str, bytes],
        *,
        was_live: bool,
    ) -> None:
        self._places[target.lane] = target
        self._progress.attempts[target.lane] = Attempt(
            page=target.page, target=target.name, was_live=was_live
        )
        shift.give(
            target.lane,
            hand_over(
                self._context,
                self._tools.crew,
                target,
                version=self._wanted.version,
                files=files,
                asked_for=self._wanted.reason != CLOCK,
            ),
        )

    def _may_wait(self, target: PlacedTarget, standing: TargetStanding | None) -> bool:
        """Whether only the time is new, and this kind of target does not want that each time."""
        kind = TARGETS.get(target.kind)
        if kind is None or not kind.clock_every or self._wanted.reason != CLOCK:
            return False
        last = standing.verified_at if standing and standing.is_live else None
        return last is not None and self._context.clock.now() - last < kind.clock_every

    def _hold(self, target: PlacedTarget) -> None:
        shown = Shown(
            state=TargetState.HELD,
            version=self._wanted.version,
            failure="This is a copy of the installation; the other one publishes.",
        )
        record_target(self._context, target, shown)

    def _take(self, outcome: Outcome[Published]) -> None:
        shown = self._judged(outcome)
        record_target(self._context, self._places[outcome.lane], shown)
        if shown.failure:
            self._progress.failures[outcome.lane] = shown.failure
        quiet = shown.state is TargetState.EMERGENCY
        self._progress.settle(outcome.lane, TargetState.VERIFIED if quiet else shown.state)

    def _judged(self, outcome: Outcome[Published]) -> Shown:
        version, failure = self._wanted.version, outcome.failure
        if failure is None:
            return Shown(state=TargetState.VERIFIED, version=version)
        if isinstance(failure, EmergencyStays):
            return Shown(
                state=TargetState.EMERGENCY,
                version=version,
                failure=failure.why,
                by_others=failure.public,
            )
        if isinstance(failure, Overtaken):
            newest = pages.newest()
            if newest and failure.public <= newest.version:
                # A newer version of ours, which has everything that this one has, is public.
                return Shown(state=TargetState.VERIFIED, version=failure.public)
            self._progress.newer = max(failure.public, self._progress.newer or 0)
            return Shown(
                state=TargetState.WRONG,
                version=version,
                failure=failure.why,
                by_others=failure.public,
            )
        return Shown(state=TargetState.FAILED, version=version, failure=failure.why)

    def _once_more(self) -> None:
        """One target shows a newer version that is not ours: the next one stands above it."""
        with unit_of_work():
            want_pages(self._context, self._wanted.reason)

    def _announce(self) -> None:
        if not self._progress.is_done and self._progress.may_begin():
            self._progress.is_done = True
            publication_verified(self._context, SYSTEM, self._wanted, files=self._progress.files)

    def _end(self) -> int | None:
        self._announce()
        if self._progress.is_done:
            if self._progress.newer is not None:
                self._once_more()
            return None
        if self._progress.newer is not None:
            return self._progress.newer
        said = "; ".join(
            f"{page}, {target}: {why}"
            for (page, target), why in sorted(self._progress.failures.items())
        )
        publication_failed(self._context, self._wanted, why=said or "No target shows the page.")
        raise PublicationFailed(
            said or "No target shows the page.", way_out="See “noroshi page status”."
        )


def _was_live(standing: TargetStanding | None) -> bool:
    return standing is None or standing.is_live
