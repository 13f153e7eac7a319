"""What a thread does for one target: open it, publish to it, look at it through readers' eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from noroshi.actions.context import Context
from noroshi.actions.queries.targets import PlacedTarget
from noroshi.pages.crew import Crew
from noroshi.pages.public import PublicEyes
from noroshi.pages.publish import Eyes, Published, publish


def hand_over(
    context: Context,
    crew: Crew,
    target: PlacedTarget,
    *,
    version: int,
    files: Mapping[str, bytes],
    asked_for: bool,
) -> Callable[[], Published]:
    """The work of publishing a version to one target, for its thread."""
    clock = context.clock

    def work() -> Published:
        return publish(
            target=crew.opened(target.kind, target.complete),
            version=version,
            files=files,
            clock=clock,
            eyes=eyes_of(context, target),
            asked_for=asked_for,
        )

    return work


def eyes_of(context: Context, target: PlacedTarget) -> Eyes | None:
    """Who reads a target as the public does; None when it has no public address."""
    if not target.public_url:
        return None
    return PublicEyes(target.public_url, internal_hosts=context.internal_hosts)
