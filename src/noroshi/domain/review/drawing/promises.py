"""The row of promises: a mark at each promised time, and words where one was missed."""

from __future__ import annotations

from datetime import timedelta

from noroshi.domain.review.drawing import brush, svg
from noroshi.domain.review.drawing.fit import Taken, width
from noroshi.domain.review.drawing.frame import LEFT, RIGHT, Frame
from noroshi.domain.review.drawing.lanes import names
from noroshi.domain.review.figures import figures
from noroshi.domain.timeline import PromiseMark

_MARK = 9.0
_SIZE = 13.0
_RANK = {"missed": 0, "open": 1, "kept": 2}


def drawn(frame: Frame, y: float) -> list[str]:
    """The row at height ``y``; marks that would cover each other give way to the worse one."""
    taken, shown = Taken(), []
    for promise in _worst_first(frame):
        x = _place(frame, promise)
        if taken.take_if_free(x - _MARK, x + _MARK):
            shown.append(promise)
    parts = [*names(frame.words.promises, _note(frame), y)]
    for promise in shown:
        parts += [_mark(frame, promise, y - 1), _label(frame, promise, taken, y)]
    return parts


def told(frame: Frame, promise: PromiseMark) -> str:
    """What became of one promise."""
    words, time = frame.words, frame.clock(promise.due_at)
    if promise.state != "missed":
        return words.due.format(time=time)
    if promise.late_by is None:
        return words.missed.format(time=time)
    return words.missed_by.format(time=time, length=words.length(promise.late_by))


def _worst_first(frame: Frame) -> list[PromiseMark]:
    def rank(promise: PromiseMark) -> tuple[int, timedelta, float]:
        late = promise.late_by or timedelta(0)
        return _RANK[promise.state], -late, promise.due_at.timestamp()

    return sorted((each for each in frame.timeline.promises if each.state in _RANK), key=rank)


def _note(frame: Frame) -> str:
    found = figures(frame.timeline)
    if not found.promises_due:
        return ""
    return frame.words.promises_kept.format(kept=found.promises_kept, due=found.promises_due)


def _place(frame: Frame, promise: PromiseMark) -> float:
    return min(frame.scale.place(promise.due_at), frame.scale.right - _MARK - 2)


def _mark(frame: Frame, promise: PromiseMark, y: float) -> str:
    x, said = _place(frame, promise), told(frame, promise)
    if promise.state == "missed":
        return brush.missed(x, y, said)
    if promise.state == "open":
        return brush.awaited(x, y, said)
    return brush.kept(x, y, said)


def _label(frame: Frame, promise: PromiseMark, taken: Taken, y: float) -> str:
    if promise.state == "kept":
        return ""
    said = told(frame, promise)
    name = "missed-t" if promise.state == "missed" else "sub"
    x, room = _place(frame, promise), width(said, _SIZE) * 1.06
    right = (x + 14, x + 14 + room)
    if right[1] <= RIGHT and taken.take_if_free(*right):
        return svg.text(said, class_=name, x=right[0], y=y + 4)
    if x - 14 - room >= LEFT and taken.take_if_free(x - 14 - room, x - 14):
        return svg.text(said, class_=name, x=x - 14, y=y + 4, text_anchor="end")
    return ""
