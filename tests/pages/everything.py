"""One page that uses every part of a page, and the same page with one text in all its texts."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import TypeVar, cast

from noroshi.pages.former import Former
from noroshi.pages.state import CommitmentView, GroupView, PageState
from tests.pages import kitsune

Value = TypeVar("Value")
OLD = Former(api_id="x0ljvc9m1wxj", folder="incidents/x0ljvc9m1wxj")
"""Where one of the incidents stood on the page that it was taken over from."""

# Read by machines: codes and addresses, which are checked where they enter.
_NOT_TEXT = {"time_zones"}


def whole(*, languages: tuple[str, ...] = ("en", "ja")) -> PageState:
    """Open, overdue, resolved and reported incidents, groups, promises, and all kinds of work."""
    running = replace(kitsune.INVOICE_WORK, key="m13", number=13, status="in_progress")
    over = replace(
        kitsune.INVOICE_WORK,
        key="m14",
        number=14,
        status="completed",
        former=Former(api_id="w1zdr745wmfy", folder="incidents/w1zdr745wmfy"),
    )
    off = replace(kitsune.INVOICE_WORK, key="m15", number=15, cancelled_at=kitsune.at("10:00"))
    state = kitsune.page(
        kitsune.CHECKOUT_FAILS,
        replace(kitsune.REPORTED, key="inc-147", number=147, started_at=kitsune.at("08:00", 11)),
        replace(kitsune.WEBHOOKS_LATE, former=OLD),
        built_at=kitsune.at("11:00", day=13),
        hit=True,
        site=replace(kitsune.SITE, languages=languages),
    )
    return replace(
        state,
        maintenances=(kitsune.INVOICE_WORK, running, over, off),
        groups=(
            GroupView(key="selling", name={"en": "Selling", "ja": "販売"}),
            GroupView(key="office", name={"en": "Back office", "ja": "管理"}),
        ),
        components=tuple(
            replace(
                part,
                description={"en": "What it does", "ja": "できること"},
                group=("selling", "office", None)[n % 3],
            )
            for n, part in enumerate(state.components)
        ),
        commitments=(
            CommitmentView(
                incident=147,
                text={"en": "Switch by itself", "ja": "自動で切り替える"},
                due=date(2026, 3, 31),
            ),
            CommitmentView(
                incident=147,
                text={"en": "Practise monthly", "ja": "毎月訓練する"},
                due=date(2026, 4, 2),
                done_at=kitsune.at("10:00", day=13),
            ),
        ),
    )


def saying(state: PageState, text: str) -> PageState:
    """``state`` with ``text`` in the company's name and in every text of every value below it.

    New fields of kind ``Text`` are found by themselves.
    """
    said = _said(state, text)
    return replace(said, site=replace(said.site, company=text))


def _said(value: Value, text: str) -> Value:
    if isinstance(value, tuple):
        return cast("Value", tuple(_said(part, text) for part in value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, object] = {}
    for part in fields(value):
        old = getattr(value, part.name)
        if part.type == "Text" and part.name not in _NOT_TEXT:
            changed[part.name] = dict.fromkeys(old, text)
        elif isinstance(old, tuple) or (is_dataclass(old) and part.name != "theme"):
            changed[part.name] = _said(old, text)
    return replace(value, **changed)
