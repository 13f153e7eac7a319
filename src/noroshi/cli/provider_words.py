"""What ``noroshi provider`` reads and shows."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.cli import given
from noroshi.cli.show import Column
from noroshi.kernel.errors import Invalid

if TYPE_CHECKING:
    from noroshi.actions.queries.provider_accounts import Shown

_PAUSE = 0.25  # seconds between two looks for the answer


def settings_of(kind: str, pairs: Sequence[str], files: Sequence[str]) -> dict[str, str]:
    """The settings of NAME=VALUE and the secrets of NAME=FILE.

    Raises:
        Invalid: a pair is none, or a secret stands on the command line, where others read it.
    """
    from noroshi.actions.queries.provider_accounts import descriptor_of

    secret = {field.name for field in descriptor_of(kind).fields if field.secret}
    found = {}
    for pair in pairs:
        name, value = _pair(pair, "setting")
        if name in secret:
            raise Invalid(
                f"{name} is a secret: everybody on this machine can read a command line.",
                way_out=f"Say --secret-file {name}=FILE, or {name}=- for the standard input.",
                field="setting",
            )
        found[name] = value
    for pair in files:
        name, file = _pair(pair, "secret-file")
        found[name] = given.content(Path(file)).strip()
    return found


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise Invalid(f"“{text.partition(' ')[0]}” is not NAME=VALUE.", field=option)
    return name, value


def as_document(shown: Shown) -> dict[str, object]:
    """An account for programs; secrets are never part of it."""
    account, standing = shown.account, shown.candidate.standing
    canary = shown.candidate.canary
    return {
        "name": account.name,
        "kind": account.kind,
        "channel": account.channel,
        "built_in": account.is_built_in,
        "enabled": account.enabled,
        "weight": account.weight,
        "share": shown.share,
        "rate_per_second": account.rate_per_second,
        "circuit": standing.circuit,
        "next_probe_at": standing.probe_at,
        "note": dict(standing.note),
        "last_minute": {
            "attempts": standing.last.attempts,
            "accepted": standing.last.accepted,
            "failing": standing.last.failing,
            "slow": standing.last.slow,
        },
        "last_accepted_at": standing.last_accepted_at,
        "last_failure": standing.last_failure,
        "canary": {
            "address": account.canary_address,
            "sent_at": canary.sent_at,
            "seen_at": canary.seen_at,
            "late": canary.is_late,
        },
        "test": dict(shown.test),
        "settings": dict(account.settings),
    }


def table_of(
    found: Sequence[Shown], language: str
) -> tuple[Sequence[str | Column], list[Sequence[str]]]:
    """Headings and rows for people."""
    from noroshi.domain.channel import NAMES

    rows: list[Sequence[str]] = [
        (
            each.account.name,
            NAMES[each.account.channel][language],
            each.account.kind,
            f"{each.weight} %" if each.candidate.is_weighted else "reserve",
            f"{each.share} %",
            f"{each.account.rate_per_second:g}/s" if each.account.rate_per_second else "–",
            _state(each),
        )
        for each in found
    ]
    number = [Column(title=title, number=True) for title in ("Weight", "Share", "Limit")]
    return ("Name", "Channel", "Kind", *number, "State"), rows


def _state(shown: Shown) -> str:
    standing = shown.candidate.standing
    if not shown.account.enabled:
        return "paused by hand"
    if standing.circuit != "closed":
        probe = f", next probe {standing.probe_at:%H:%M:%S} UTC" if standing.probe_at else ""
        return f"DOWN since {standing.opened_at:%H:%M} UTC{probe}: {standing.last_failure}"
    return "works, but its test message is late" if shown.candidate.canary.is_late else "works"


def outcome_of(name: str, *, seconds: int) -> Mapping[str, str]:
    """What came of a test message, waiting at most so long for it."""
    from noroshi.storage import standings

    end = time.monotonic() + seconds
    while True:
        found = standings.test_of(name)
        if "done_at" in found or time.monotonic() >= end:
            return found
        threading.Event().wait(_PAUSE)
