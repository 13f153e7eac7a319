"""Headings and cells, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_GAPS: Final = re.compile(r"[^0-9a-z\u3040-\u30ff\u4e00-\u9fff]+")
_SYNONYMS: Final[Mapping[str, str]] = {
    "e_mail": "email",
    "mail": "email",
    "email_address": "email",
    "メール": "email",
    "メールアドレス": "email",
    "電話番号": "phone_number",
    "国": "phone_country",
    "言語": "language",
    "タイムゾーン": "time_zone",
    "地域": "regions",
    "サービス": "components",
    "locale": "language",
    "lang": "language",
    "timezone": "time_zone",
    "tz": "time_zone",
    "phone": "phone_number",
    "country": "phone_country",
    "webhook": "endpoint",
    "webhook_url": "endpoint",
    "component_subscriptions": "components",
    "component_ids": "components",
}
_FORMULA: Final = ("=", "+", "-", "@")
_MANY: Final = re.compile(r"[;|\n]")


def heading(cells: Sequence[str]) -> list[str]:
    """Column names as we call them: "Phone Country" is phone_country."""
    named = [_GAPS.sub("_", cell.strip().lower()).strip("_") for cell in cells]
    return [_SYNONYMS.get(name, name) for name in named]


def fault(cell: str) -> str:
    """What makes a cell unfit to be kept, or nothing."""
    if not cell.isprintable():
        return "a cell has a line break or a control character"
    if cell.startswith(_FORMULA):
        return "a cell begins like a formula"
    return "a cell is too long" if len(cell) > 1_000 else ""


def keys(cell: str) -> tuple[str, ...]:
    """Keys of the plan in one cell, apart by spaces or semicolons."""
    return tuple(dict.fromkeys(cell.replace(";", " ").split())) if cell else ()


def names(cell: str) -> tuple[str, ...]:
    """Names in one cell, apart by semicolons, bars or lines; a comma too when there is no other.

    "All" and its like mean everything, as an empty cell does.
    """
    text = cell.strip().strip("[]")
    if not text or text.lower() in {"all", "all components", "*"}:
        return ()
    parts = _MANY.split(text) if _MANY.search(text) else text.split(",")
    cleaned = (part.strip().strip("'\"").strip() for part in parts)
    return tuple(dict.fromkeys(part for part in cleaned if part))
