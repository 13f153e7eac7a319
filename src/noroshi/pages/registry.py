"""The kinds of page targets: one line each. Nothing else names a target."""

from __future__ import annotations

from collections.abc import Mapping

from noroshi.kernel.errors import Invalid
from noroshi.pages.target import Target, TargetKind
from noroshi.pages.targets.directory.kind import DIRECTORY
from noroshi.pages.targets.git.kind import GIT
from noroshi.pages.targets.rsync.kind import RSYNC
from noroshi.pages.targets.s3.kind import S3
from noroshi.pages.targets.sftp.kind import SFTP

TARGETS: Mapping[str, TargetKind] = {kind.key: kind for kind in (DIRECTORY, S3, GIT, RSYNC, SFTP)}


def kind_of(key: str) -> TargetKind:
    """The kind of that name.

    Raises:
        Invalid: there is none.
    """
    kind = TARGETS.get(key)
    if kind is None:
        raise Invalid(
            f"There is no page target of the kind “{key}”.",
            way_out=f"Choose one of: {', '.join(TARGETS)}.",
            field="kind",
        )
    return kind


def open_target(key: str, settings: Mapping[str, str]) -> Target:
    """The target of kind ``key`` with ``settings``, its secrets among them.

    Raises:
        Invalid: no such kind, or a setting is missing, unknown or wrong; ``field`` names it.
    """
    kind = kind_of(key)
    check_settings(key, settings)
    given = {each.name: settings.get(each.name) or each.default for each in kind.fields}
    return kind.open(given)


def check_settings(key: str, settings: Mapping[str, str], *, with_secrets: bool = True) -> None:
    """Check the settings of a target as far as they can be seen without talking to it.

    Raises:
        Invalid: no such kind, or a setting is missing, unknown or not among its choices.
    """
    kind = kind_of(key)
    unknown = sorted(set(settings) - {each.name for each in kind.fields})
    if unknown:
        raise Invalid(
            f"The page target “{key}” has no setting called “{unknown[0]}”.",
            way_out=f"It has: {', '.join(each.name for each in kind.fields)}.",
            field=unknown[0],
        )
    for each in kind.fields:
        if each.secret and not with_secrets:
            continue
        value = settings.get(each.name, "")
        if each.required and not value and not each.default:
            raise Invalid(
                f"The page target “{key}” has no {each.name}.",
                way_out=each.help["en"],
                field=each.name,
            )
        if value and each.choices and value not in each.choices:
            raise Invalid(
                f"The page target “{key}” cannot have {each.name} “{value}”.",
                way_out=f"Choose one of: {', '.join(each.choices)}.",
                field=each.name,
            )
