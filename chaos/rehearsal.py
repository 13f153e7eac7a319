"""A small update, over and over on one stage: published, broken, taken over, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chaos.nursery import Forked, Nursery
from chaos.stage import Stage
from chaos.tripwire import KILLED
from noroshi.delivery.carrier import GROUPS_OPEN

if TYPE_CHECKING:
    from chaos.checker import Verdict

PEOPLE: Final = 240
BATCH: Final = 60
GROUP: Final = 20
IN_FLIGHT: Final = GROUPS_OPEN * GROUP
PACE: Final = {"heartbeat": 0.04, "stalled": 0.25, "poll": 0.05, "grace": 2.0, "deaths": 100}
_CALM: Final = {"refuse": 0.0, "cut": 0.0, "wait": 0.0, "rate": 0.0, "reply": "451 4.3.0 later"}


class Rehearsal:
    """``variants`` are changes that every worker has. Make one per stage and set of variants."""

    def __init__(
        self, here: Stage, nursery: Nursery, *, variants: tuple[str, ...] = (), within: float = 20.0
    ) -> None:
        here.scene.batches_of(BATCH)
        self.here = here
        self.within = within
        self._nursery = nursery
        self._variants = variants
        self._usual: int | None = None

    def calm(self, **manners: object) -> None:
        """Nothing is left of the last time; the sink behaves, but for ``manners``."""
        self.here.scene.end_all_work()
        self.here.witness.forget()
        self.here.witness.behave(**(_CALM | manners))

    def message(self) -> int:
        """An update that is public and waits for a worker; the same one each time, sent anew."""
        scene = self.here.scene
        if self._usual is None:
            self._usual = int(scene.draft())
            scene.publish(self._usual)
        else:
            scene.rewind(self._usual)
        return self._usual

    def worker(self, *variants: str, pace: dict[str, float] | None = None) -> Forked:
        """One more worker."""
        changed = ("small", *self._variants, *variants)
        return self._nursery.worker(*changed, pace=pace or PACE, concurrency=4)

    def dies(self, worker: Forked, message: int) -> bool:
        """Whether it dies at its point before everything is done."""
        scene = self.here.scene
        self.here.until(
            lambda: worker.ended() is not None or scene.is_finished(message),
            "it dies or is done",
            within=self.within,
        )
        ended = worker.ended()
        if ended is None:
            ended = worker.stop()  # on the way out it may still get to the point
        return ended == KILLED

    def publishes(self, message: int, *variants: str) -> bool:
        """Somebody publishes and may die; then somebody presses the button again. Whether he did."""
        changed = (*self._variants, *variants)
        first = self._nursery.start("publish", variants=changed, message=message)
        self.here.until(lambda: first.ended() is not None, "it is published or not")
        died = first.ended() == KILLED
        if died:
            again = self._nursery.start("publish", message=message)
            self.here.until(lambda: again.ended() is not None, "it is published")
        return died

    def to_the_end(self, message: int) -> None:
        """One more worker does the rest."""
        last = self.worker()
        try:
            self.until_finished(message)
        finally:
            last.stop()

    def until_finished(self, message: int) -> None:
        """Wait until everybody has an outcome.

        Raises:
            SystemExit: that takes too long.
        """
        scene = self.here.scene
        self.here.until(
            lambda: bool(scene.is_finished(message)), "everybody has an outcome", within=self.within
        )

    def judge(self, message: int, *, left: dict[int, float] | None = None) -> Verdict:
        """Compare."""
        return self.here.judge(message, left=left)
