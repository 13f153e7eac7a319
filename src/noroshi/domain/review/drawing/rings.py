"""Which gaps of a lane get a brush circle, how large, and where its words stand."""

from __future__ import annotations

from dataclasses import dataclass

from noroshi.domain.review.drawing import svg
from noroshi.domain.review.drawing.brush import enso
from noroshi.domain.review.drawing.fit import Taken, width
from noroshi.domain.review.drawing.frame import LEFT, WIDTH, Frame
from noroshi.domain.review.gaps import Gap

_NARROW = 64.0
"""Neighbouring gaps narrower than this share one circle: chains of small rings say nothing."""

_OVERSHOOT, _OVERSHOOT_CROWDED = 17.0, 11.0
_SIZE, _SIZE_MAX = 16.0, 20.0
_HEIGHT, _HEIGHT_MAX = 21.0, 30.0
_DOT_ROOM = 40.0
_LABEL_ROOM = 24.0


@dataclass(frozen=True, kw_only=True)
class Ring:
    """One brush circle around one gap or a run of narrow ones."""

    gaps: tuple[Gap, ...]
    left: float
    right: float
    is_max: bool
    crowded: bool

    @property
    def size(self) -> float:
        """The font size of its words."""
        return _SIZE_MAX if self.is_max else _SIZE

    @property
    def height(self) -> float:
        """How far the circle reaches above and below the lane."""
        return _HEIGHT_MAX if self.is_max else _HEIGHT

    @property
    def centre(self) -> float:
        """The middle of the silence."""
        return (self.left + self.right) / 2

    @property
    def reach(self) -> float:
        """Half its width, the brush's overshoot included."""
        extra = _OVERSHOOT_CROWDED if self.crowded else _OVERSHOOT
        return (self.right - self.left) / 2 + extra

    @property
    def longest(self) -> Gap:
        """The gap whose length is written."""
        return max(self.gaps, key=lambda gap: gap.length)


@dataclass(frozen=True, kw_only=True)
class LaidRing:
    """A ring with its words; ``raised`` words stand above it, absent ones in the table only."""

    ring: Ring
    said: str
    raised: bool
    x: float


def rings(frame: Frame, gaps: tuple[Gap, ...], largest: Gap | None) -> list[Ring]:
    """The circles of one lane, in order of time; ``largest`` is the one for the ember."""
    runs: list[list[Gap]] = []
    over = [gap for gap in gaps if gap.is_gap]
    for gap in over:
        if runs and _joins(frame, runs[-1], gap):
            runs[-1].append(gap)
        else:
            runs.append([gap])
    return [
        Ring(
            gaps=tuple(run),
            left=frame.x(run[0].start),
            right=frame.x(run[-1].end),
            is_max=largest in run,
            crowded=sum(run[0].start <= gap.end and gap.start <= run[-1].end for gap in over)
            > len(run),
        )
        for run in runs
    ]


def laid(frame: Frame, found: list[Ring]) -> list[LaidRing]:
    """Give each ring its words, the longest first; words that would collide are left out."""
    inside, above, done = Taken(), Taken(), []
    for ring in sorted(found, key=lambda each: (not each.is_max, -_seconds(each))):
        said = _said(frame, ring)
        room = width(said, ring.size)
        if room + _DOT_ROOM <= ring.right - ring.left:
            inside.take(ring.left, ring.right)
            done.append(LaidRing(ring=ring, said=said, raised=False, x=ring.centre))
            continue
        x = min(max(ring.centre, LEFT + room / 2), WIDTH - room / 2)
        free = above.take_if_free(x - room / 2 - 6, x + room / 2 + 6)
        done.append(LaidRing(ring=ring, said=said if free else "", raised=free, x=x))
    return done


def headroom(laid_rings: list[LaidRing]) -> tuple[float, float]:
    """How far the rings of a lane reach above and below it."""
    if not laid_rings:
        return 0.0, 0.0
    up = max(each.ring.height + (_LABEL_ROOM if each.raised else 4.0) for each in laid_rings)
    return up, max(each.ring.height for each in laid_rings) + 4.0


def words_on_the_line(laid_ring: LaidRing) -> tuple[float, float] | None:
    """The stretch of the lane on which the ring's words stand."""
    if laid_ring.raised or not laid_ring.said:
        return None
    half = width(laid_ring.said, laid_ring.ring.size) / 2 + 6
    return laid_ring.x - half, laid_ring.x + half


def drawn(frame: Frame, laid_ring: LaidRing, y: float) -> list[str]:
    """The circle and its words."""
    ring = laid_ring.ring
    gap = ring.longest
    told = f"{frame.words.gap(gap)}: {frame.words.length(gap.length)}"
    path = svg.element(
        "path",
        svg.title(told),
        class_="enso enso-max" if ring.is_max else "enso",
        d=enso((ring.centre, y), (ring.reach, ring.height)),
    )
    return [path, _label(laid_ring, y)]


def _label(laid_ring: LaidRing, y: float) -> str:
    if not laid_ring.said:
        return ""
    ring = laid_ring.ring
    base = y - ring.height - 8 if laid_ring.raised else y + ring.size * 0.35
    name = "gap-t gap-max" if ring.is_max else "gap-t"
    return svg.text(laid_ring.said, class_=name, x=laid_ring.x, y=base)


def _said(frame: Frame, ring: Ring) -> str:
    length = frame.words.length(ring.longest.length)
    if len(ring.gaps) == 1:
        return length
    return frame.words.run.format(n=len(ring.gaps), length=length)


def _seconds(ring: Ring) -> float:
    return ring.longest.length.total_seconds()


def _joins(frame: Frame, run: list[Gap], gap: Gap) -> bool:
    if run[-1].until != gap.since:
        return False
    return _is_narrow(frame, run[-1]) and _is_narrow(frame, gap)


def _is_narrow(frame: Frame, gap: Gap) -> bool:
    return frame.x(gap.end) - frame.x(gap.start) < _NARROW
