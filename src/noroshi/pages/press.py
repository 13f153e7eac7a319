"""Build again only what a change touches: the same bytes as a whole build, sooner.

What is over stays as it is: the page of a closed incident is a function of that incident and of the
day, so between two versions it is the same file, which is neither rendered nor uploaded again.
"""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.pages.build import Settled, build
from noroshi.pages.state import PageState


class Press:
    """Builds pages, and remembers of each what is settled. One for a process."""

    def __init__(self) -> None:
        self._settled: dict[str, Mapping[tuple[str, int], Settled]] = {}

    def build(self, state: PageState) -> dict[str, bytes]:
        """The same as ``noroshi.pages.build.build``."""
        kept: dict[tuple[str, int], Settled] = {}
        files = build(state, known=self._settled.get(state.site.key, {}), keep=kept)
        self._settled[state.site.key] = kept
        return files
