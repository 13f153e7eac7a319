"""The products whose pages can be taken over, by the name that a person types."""

from __future__ import annotations

from datetime import datetime, tzinfo
from pathlib import Path

from noroshi.intake.histories import take_atom, take_cachet, take_cstate, take_statuspage
from noroshi.intake.histories.foreign import ForeignPage
from noroshi.kernel.errors import Invalid

SHAPES = ("statuspage", "cachet", "cstate", "atom")


def taken(shape: str, path: Path, *, now: datetime, zone: tzinfo) -> ForeignPage:
    """The page at ``path``. ``zone`` is for times that do not say theirs.

    Raises:
        Invalid: there is no such file, or it is not of this shape.
    """
    if not path.exists():
        raise Invalid(f"There is no {path}.", field="path")
    if shape == "statuspage":
        return take_statuspage.take(path, now=now)
    if shape == "cachet":
        return take_cachet.take(path, now=now, zone=zone)
    if shape == "cstate":
        return take_cstate.take(path, now=now, zone=zone)
    if shape == "atom":
        return take_atom.take(path, now=now)
    raise Invalid(f"There is no shape “{shape}”.", way_out=f"Say one of: {', '.join(SHAPES)}.")
