"""The kinds of page targets: one line each. Nothing else names a target."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.kernel.errors import Invalid
from noroshi.pages.target import Target, TargetKind
from noroshi.pages.targets.directory.kind import DIRECTORY

TARGETS: Mapping[str, TargetKind] = {kind.key: kind for kind in (DIRECTORY,)}


def open_target(key: str, settings: Mapping[str, str]) -> Target:
    """The target of kind ``key`` with ``settings``.

    Raises:
        Invalid: no such kind, or a setting is missing; ``field`` names it.
    """
    kind = TARGETS.get(key)
    if kind is None:
        raise Invalid(
            f"There is no page target of the kind “{key}”.",
            way_out=f"Choose one of: {', '.join(TARGETS)}.",
            field="kind",
        )
    for setting in kind.fields:
        if not settings.get(setting.name):
            raise Invalid(
                f"The page target “{key}” has no {setting.name}.",
                way_out=setting.help["en"],
                field=setting.name,
            )
    return kind.open(settings)
