"""What people type: texts by language, moments, files. Each mistake is one sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from noroshi.kernel.errors import Invalid

LARGEST = 10_000_000


def by_language(pairs: Sequence[str], *, field: str) -> dict[str, str]:
    """``en=Checkout is down`` and so on, by language.

    Raises:
        Invalid: a pair has no language, or a language comes twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, text = pair.partition("=")
        if not sign or not key.isalpha() or len(key) > 8:
            raise Invalid(
                f"“{pair}” does not say its language.",
                way_out=f"Write it as --{field} en=… --{field} ja=….",
                field=field,
            )
        if key in found:
            raise Invalid(f"There are two texts for {key}.", field=field)
        found[key] = text
    return found


def moment(text: str, *, now: datetime, zone: tzinfo) -> datetime:
    """An ISO time with its zone, or HH:MM: the last time the clock in ``zone`` showed it.

    Raises:
        Invalid: it is neither.
    """
    try:
        if len(text) <= len("HH:MM"):
            return _last(time.fromisoformat(text.zfill(5)), now.astimezone(zone))
        told = datetime.fromisoformat(text)
    except ValueError:
        raise _no_moment(text) from None
    if told.tzinfo is None:
        raise _no_moment(text)
    return told


def content(file: Path) -> str:
    """The text of a file; "-" is the standard input.

    Raises:
        Invalid: it cannot be read, is not UTF-8, or is too large.
    """
    try:
        raw = _bytes(file)
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from error
    if len(raw) > LARGEST:
        raise Invalid(f"{file} is larger than {LARGEST:,} bytes.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(f"{file} is not UTF-8 text.", way_out="Save it as UTF-8.") from None


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _last(clock: time, here: datetime) -> datetime:
    today = here.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today <= here else today - timedelta(days=1)


def _no_moment(text: str) -> Invalid:
    return Invalid(
        f"“{text}” is not a moment.",
        way_out="Write 14:02, or 2026-03-12T14:02+01:00 with its zone.",
        field="started",
    )
