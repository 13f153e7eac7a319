"""Look at every target every half minute: wrong and missing bytes are found, told and mended.

What is looked at is everything that readers get: the files as the target stores them, and those at
its public address, if it has one. (Reliability reference, R14: found within 60 s.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from noroshi.actions.context import Context
from noroshi.actions.queries.plan import plan_or_none
from noroshi.actions.queries.sending import is_copy
from noroshi.actions.queries.targets import Lane, PlacedTarget, targets_of
from noroshi.actions.record_target import Shown, record_tampering, record_target
from noroshi.actions.want_pages import CLOCK, want_pages
from noroshi.domain.plan.model import Plan
from noroshi.domain.publication import BUILT_IN, TargetStanding, TargetState
from noroshi.jobs.payloads import WatchPages
from noroshi.pages.crew import Crew, Outcome, Shift
from noroshi.pages.earlier import before, wrong_to_readers
from noroshi.pages.proof import PROOF, Proof, read_proof, sums_of
from noroshi.pages.publish import Published, prompt, wrong_files
from noroshi.pages.registry import TARGETS
from noroshi.storage import page_targets, pages
from noroshi.storage.page_targets import Edition
from noroshi.storage.unit_of_work import unit_of_work
from noroshi.worker.duties.page_work import eyes_of, hand_over
from noroshi.worker.duties.tools import Toolbox

ON_ITS_WAY: Final = timedelta(seconds=30)
"""A version that was made so lately may still be uploading."""
CACHED_FOR: Final = timedelta(seconds=45)
"""So long caches may show the version before to readers, by the rules that we give them."""
_DEADLINE_S: Final = 25.0
_TICK_S: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a target shows: its proof, and the files that are not as they should be: where they are
    stored, or only on their way to readers."""

    proof: Proof | None
    wrong: tuple[str, ...] = ()
    on_the_way: tuple[str, ...] = ()


def watch_pages(tools: Toolbox, _job: WatchPages) -> None:
    """Look at every target once, write down what it shows, and mend what is wrong."""
    plan = plan_or_none()
    if plan is not None:
        _Watch(tools, plan).go_round()


class _Watch:
    """One round."""

    def __init__(self, tools: Toolbox, plan: Plan) -> None:
        self._crew: Crew = tools.crew
        self._context: Context = tools.context
        held = is_copy(self._context)
        self._targets: dict[Lane, PlacedTarget] = {
            target.lane: target
            for page in plan.pages
            for target in targets_of(self._context, page)
            if not held or target.name == BUILT_IN
        }
        self._before = page_targets.standings()
        found = ((page.key, page_targets.edition_of(page.key)) for page in plan.pages)
        self._editions: dict[str, Edition] = {key: made for key, made in found if made}

    def go_round(self) -> None:
        """Look, judge, and mend what is wrong at once: nobody waits for those who do not answer."""
        shift: Shift[Seen | Published] = self._crew.shift(deadline_s=_DEADLINE_S)
        for lane, target in self._targets.items():
            if target.page in self._editions:
                edition = self._editions[target.page]
                shift.give(lane, self._look(target, edition))
        under_repair: set[Lane] = set()
        for outcome in shift.outcomes(pause_s=_TICK_S):
            if outcome is None:
                continue
            if outcome.lane in under_repair:
                self._note_repair(outcome)
            elif self._judge(outcome) and self._mend(shift, outcome.lane):
                under_repair.add(outcome.lane)

    def _look(self, target: PlacedTarget, edition: Edition) -> Callable[[], Seen]:
        """The look at one target, for its thread. Readers' caches may keep a young version waiting,
        but what they show then is a version before it, byte for byte."""
        is_young = self._context.clock.now() - edition.made_at <= CACHED_FOR
        built_in = Path(self._targets[target.page, BUILT_IN].settings["path"])
        allowed = before(built_in, edition.version) if is_young else _nothing

        def look() -> Seen:
            place = self._crew.opened(target.kind, target.complete)
            proof = read_proof(place.read_all([PROOF]).get(PROOF))
            if proof is None or proof.emergency or proof.version != edition.version:
                return Seen(proof=proof)
            wrong = wrong_files(place, edition.sums)
            eyes = eyes_of(self._context, target)
            if wrong or eyes is None:
                return Seen(proof=proof, wrong=tuple(wrong))
            on_the_way = wrong_to_readers(eyes, prompt(edition.sums), allowed)
            return Seen(proof=proof, on_the_way=tuple(on_the_way))

        return look

    def _judge(self, outcome: Outcome[Seen | Published]) -> bool:
        """Write down what was seen; whether the target has to be written anew."""
        target = self._targets[outcome.lane]
        edition = self._editions[target.page]
        if outcome.failure is not None:
            why = outcome.failure.why
            self._note(target, TargetState.FAILED, edition.version, failure=why)
            return False
        if not isinstance(outcome.result, Seen):
            return False
        return self._weigh(target, edition, outcome.result)

    def _weigh(self, target: PlacedTarget, edition: Edition, seen: Seen) -> bool:
        proof, version = seen.proof, edition.version
        if proof and proof.emergency:
            failure = f"The emergency page (version {proof.version}) is public."
            self._note(
                target, TargetState.EMERGENCY, version, failure=failure, by_others=proof.version
            )
            return False
        if proof and proof.version > version:
            return self._someone_elses(target, proof.version)
        if proof is None or proof.version < version:
            return self._behind(target, edition, proof)
        if seen.on_the_way:
            return self._spoilt_on_the_way(target, version, seen.on_the_way)
        if not seen.wrong:
            self._note(target, TargetState.VERIFIED, version)
            return False
        record_tampering(self._context, target, list(seen.wrong))
        failure = f"{len(seen.wrong)} files are not what was published, first {seen.wrong[0]}."
        self._note(target, TargetState.WRONG, version, failure=failure)
        return True

    def _spoilt_on_the_way(
        self, target: PlacedTarget, version: int, files: tuple[str, ...]
    ) -> bool:
        """What is stored is right, so there is nothing to write; people have to look at the cache."""
        known = self._before.get(target.lane)
        if known is None or known.is_live:
            record_tampering(self._context, target, list(files))
        failure = (
            f"{len(files)} files are stored right and reach readers as something else, "
            f"first {files[0]}: look at what stands before {target.public_url}."
        )
        self._note(target, TargetState.WRONG, version, failure=failure)
        return False

    def _someone_elses(self, target: PlacedTarget, version: int) -> bool:
        newest = pages.newest()
        if newest is None or version > newest.version:
            failure = f"Version {version} is shown, which is newer than ours."
            self._note(target, TargetState.WRONG, version, failure=failure, by_others=version)
            self._want_anew()
        return False

    def _behind(self, target: PlacedTarget, edition: Edition, proof: Proof | None) -> bool:
        now = self._context.clock.now()
        if now - edition.made_at < ON_ITS_WAY or self._may_lag(target, proof, now):
            return False
        shown = f"version {proof.version}" if proof else "no page"
        failure = f"It shows {shown} instead of version {edition.version}."
        self._note(target, TargetState.WRONG, edition.version, failure=failure)
        return True

    def _may_lag(self, target: PlacedTarget, proof: Proof | None, now: datetime) -> bool:
        """Some kinds do not get each version in which only the time is new."""
        kind, standing = TARGETS.get(target.kind), self._before.get(target.lane)
        if kind is None or not kind.clock_every or proof is None or standing is None:
            return False
        return standing.version == proof.version and _is_fresh(standing, now, kind.clock_every)

    def _mend(self, shift: Shift[Seen | Published], lane: Lane) -> bool:
        """Begin to write the newest version again, from our own copy; whether there is one."""
        target = self._targets[lane]
        edition = self._editions[target.page]
        files = self._own_copy(edition)
        if files is None:
            self._want_anew()
            return False
        work = hand_over(
            self._context,
            self._crew,
            target,
            version=edition.version,
            files=files,
            asked_for=False,
        )
        shift.give(lane, work)
        return True

    def _note_repair(self, outcome: Outcome[Seen | Published]) -> None:
        target = self._targets[outcome.lane]
        version = self._editions[target.page].version
        if outcome.failure is None:
            self._note(target, TargetState.VERIFIED, version)
        else:
            self._note(target, TargetState.FAILED, version, failure=outcome.failure.why)

    def _own_copy(self, edition: Edition) -> Mapping[str, bytes] | None:
        built_in = self._targets.get((edition.page, BUILT_IN))
        if built_in is None:
            return None
        files = self._crew.opened(built_in.kind, built_in.complete).read_all(list(edition.sums))
        return files if sums_of(files) == edition.sums else None

    def _want_anew(self) -> None:
        newest = pages.newest()
        if newest is None or self._context.clock.now() - newest.wanted_at >= ON_ITS_WAY:
            with unit_of_work():
                want_pages(self._context, CLOCK)

    def _note(
        self,
        target: PlacedTarget,
        state: TargetState,
        version: int,
        *,
        failure: str = "",
        by_others: int | None = None,
    ) -> None:
        shown = Shown(state=state, version=version, failure=failure, by_others=by_others)
        record_target(self._context, target, shown)


def _nothing(_path: str) -> frozenset[str | None]:
    return frozenset()


def _is_fresh(standing: TargetStanding, now: datetime, every: timedelta) -> bool:
    seen = standing.verified_at
    return seen is not None and now - seen < every + ON_ITS_WAY
