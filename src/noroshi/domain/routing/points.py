"""Dividing 100 points, and moving them one by one."""

from __future__ import annotations

from collections.abc import Mapping

WHOLE = 100


def divided(parts: Mapping[str, int], whole: int = WHOLE) -> dict[str, int]:
    """``whole`` divided in proportion to ``parts``, in whole points (largest remainder).

    Equal shares when all parts are 0; nothing for nobody.
    """
    if not parts:
        return {}
    total = sum(parts.values())
    fair = parts if total else dict.fromkeys(parts, 1)
    total = total or len(parts)
    points = {name: part * whole // total for name, part in fair.items()}
    by_rest = sorted(fair, key=lambda name: (-(fair[name] * whole % total), name))
    for name in by_rest[: whole - sum(points.values())]:
        points[name] += 1
    return points


def transferred(
    present: Mapping[str, int], *, give: Mapping[str, int], take: Mapping[str, int]
) -> dict[str, int]:
    """``present`` after moving as many points as there are givers and takers for.

    ``give`` and ``take`` say how many points each may lose or gain; the one with the most left
    goes first, so that several givers or takers share what moves.
    """
    after, left, room = dict(present), dict(give), dict(take)
    for _ in range(min(sum(left.values()), sum(room.values()))):
        giver = max(sorted(left), key=left.__getitem__)
        taker = max(sorted(room), key=room.__getitem__)
        left[giver] -= 1
        room[taker] -= 1
        after[giver] -= 1
        after[taker] += 1
    return after
