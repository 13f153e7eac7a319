"""The picture in words, for those who do not see it: its title and its description."""

from __future__ import annotations

from noroshi.domain.review.drawing.frame import Frame
from noroshi.domain.review.figures import Figures, LaneGap, figures


def heading(frame: Frame) -> str:
    """What the picture shows, and of which hours."""
    timeline, words = frame.timeline, frame.words
    begin = timeline.beginning
    since = min(timeline.end if begin is None else begin.at, timeline.end)
    pattern = words.heading_open if timeline.is_open else words.heading
    return pattern.format(
        title=timeline.title,
        since=frame.moment(since),
        until=frame.moment(timeline.end),
        zone=words.zone(timeline.end.astimezone(frame.zone)),
    )


def description(frame: Frame) -> str:
    """The same facts that the picture shows, in sentences."""
    words, found = frame.words, figures(frame.timeline)
    speaking = sum(1 for lane in frame.timeline.lanes if lane.dots)
    said = [
        words.told.format(n=speaking) if speaking else words.told_none,
        _first(frame, found),
        *_gaps(frame, found),
    ]
    if found.promises_due:
        said.append(words.told_promises.format(kept=found.promises_kept, due=found.promises_due))
    return words.sentence_joint.join([*said, words.told_table])


def _first(frame: Frame, found: Figures) -> str:
    if found.first_update is None:
        return frame.words.told_first_unknown
    return frame.words.told_first.format(length=frame.words.length(found.first_update))


def _gaps(frame: Frame, found: Figures) -> list[str]:
    words = frame.words
    over = words.told_over.format(n=found.over_limit) if found.over_limit else words.told_none_over
    return [over] if found.largest is None else [_largest(frame, found.largest), over]


def _largest(frame: Frame, largest: LaneGap) -> str:
    names = {lane.key: lane.name for lane in frame.timeline.lanes}
    return frame.words.told_largest.format(
        length=frame.words.length(largest.gap.length),
        lane=names[largest.lane_key],
        since=frame.moment(largest.gap.start),
        until=frame.moment(largest.gap.end),
    )
