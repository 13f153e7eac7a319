"""Webhooks beside the mail: what every endpoint got, compared with what was approved (R8).

Each endpoint has an address of its own, so that one that is asked twice does not hold up others.
Django must be set up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chaos.checker import SENT, fates_of
from chaos.scene import endpoints, hook_dispatches
from chaos.sink import digest
from chaos.witness import Witness
from noroshi.bootstrap.wiring import toolbox
from noroshi.delivery.ledger import Recipient
from noroshi.domain.delivery import MOST_COPIES
from noroshi.kernel.secret import Secret
from noroshi.storage.ledger import PlannedDispatch
from noroshi.worker.duties.parcels import parcel_maker

_ID: Final = re.compile(r"msg_[\d-]*?(\d+)-(\d+)")
_SOMEBODY: Final = Recipient(
    id=1, address="https://somebody.example/", language="en", secret=Secret("whsec_a2V5")
)


@dataclass(frozen=True, kw_only=True)
class HooksVerdict:
    """Numbers of endpoints and texts; ``copies`` of requests. See ``chaos.checker``."""

    people: int
    copies: int
    accepted: int
    lost: int
    altered: int
    strangers: int
    duplicates: int
    most_copies: int

    def complaints(self, *, bound: int) -> list[str]:
        """Every promise that is broken."""
        never = ("lost", "altered", "strangers")
        found = [f"webhooks {name} {count}" for name in never if (count := getattr(self, name))]
        if self.most_copies > MOST_COPIES:
            found.append(f"{self.most_copies} copies to one endpoint")
        if self.duplicates > bound:
            found.append(f"{self.duplicates} webhooks twice, {bound} allowed")
        return found


def judge_hooks(messages: Sequence[int], witness: Witness) -> HooksVerdict:
    """Compare. A copy under another id than the first one's is a stranger: receivers know by the id
    that it is the same."""
    dispatches = [each for message in messages for each in hook_dispatches(message)]
    right = {each.rendition_id: _right_form(each) for each in dispatches}
    fates, paths = dict(fates_of(dispatches)), endpoints()
    copies: Counter[tuple[int, int]] = Counter()
    strangers = altered = 0
    for hook in witness.hooks():
        key = _key(hook.webhook_id, hook.path, paths)
        if key not in fates:
            strangers += 1
            continue
        copies[key] += 1
        altered += hook.form != right[key[0]]
    accepted = [key for key, fate in fates.items() if fate.state in SENT]
    return HooksVerdict(
        people=len(fates),
        copies=copies.total(),
        accepted=len(accepted),
        lost=sum(not copies[key] for key in accepted),
        altered=altered,
        strangers=strangers,
        duplicates=sum(count - 1 for count in copies.values() if count),
        most_copies=max(copies.values(), default=0),
    )


def _key(webhook_id: str, path: str, paths: Mapping[int, str]) -> tuple[int, int]:
    found = _ID.fullmatch(webhook_id)
    if not found or paths.get(int(found.group(2))) != path:
        return (0, 0)
    return int(found.group(1)), int(found.group(2))


def _right_form(dispatch: PlannedDispatch) -> str:
    content = parcel_maker(toolbox(), dispatch)(_SOMEBODY).content
    assert isinstance(content, bytes)  # noqa: S101 - for the type checker
    return digest(content)
