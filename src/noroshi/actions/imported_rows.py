"""A row of a foreign list, weighed against the plan: as it would be kept, or why it is not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from noroshi.actions.address import (
    fingerprints,
    typed_address,
    typed_endpoint,
    typed_number,
)
from noroshi.actions.context import Context
from noroshi.actions.signing_key import new_signing_key
from noroshi.domain.channel import Channel
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.domain.suppression import normalised
from noroshi.intake.subscribers.cachet import CHOICE_UNKNOWN
from noroshi.intake.subscribers.cells import fault
from noroshi.intake.subscribers.row import Bad, Row, Skipped, Standing
from noroshi.kernel.errors import Refusal
from noroshi.kernel.ids import Signer
from noroshi.storage.subscriber_stage import Staged

OTHER_CHANNEL = "is for another channel than the one that is taken over"
ONLY_UNKNOWN = "chose only components that the plan does not have"
DEFAULT_LANGUAGE = "language unknown to the plan: the company's default is taken"
DEFAULT_ZONE = "time zone unknown: UTC is taken"
_MOST_NAMES = 1_000
_Chosen = tuple[list[str], list[str], list[str]]  # components, regions, groups


@dataclass(kw_only=True)
class Remarks:
    """What was noticed on the way: counted, so that a million rows say it in a few lines."""

    unknown: Counter[str] = field(default_factory=Counter)  # components and regions, by name
    notes: Counter[str] = field(default_factory=Counter)

    def nobody_knows(self, name: str) -> None:
        """Count a name that the plan does not have."""
        if name in self.unknown or len(self.unknown) < _MOST_NAMES:
            self.unknown[name] += 1


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On which terms the rows are taken."""

    audience: str  # "" when each row names its own
    channel: str  # "" for every channel
    country: str
    proof: Mapping[str, object]  # goes with each of them


class Desk:
    """Weighs rows. Made once for a list."""

    def __init__(self, context: Context, plan: Plan, terms: Terms, *, now: datetime) -> None:
        self._plan, self._terms, self._now = plan, terms, now
        self._languages = frozenset(plan.company.languages)
        self._components = _by_name(plan.components)
        self._regions = _by_name(plan.regions)
        self._groups = _by_name(plan.groups)
        self._signers: dict[str, Signer] = {
            channel: fingerprints(context.key, channel)
            for channel in (Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)
        }
        self._proof = json.dumps(terms.proof, ensure_ascii=False)[:-1]
        self.remarks = Remarks()

    def weigh(self, row: Row) -> Staged | Bad | Skipped:
        """The row as it would be kept."""
        if self._terms.channel and row.channel != self._terms.channel:
            return Skipped(line=row.line, why=OTHER_CHANNEL)
        try:
            address = self._address(row)
            audience = self._terms.audience or select.audience(self._plan, row.audience).key
        except Refusal as refusal:
            value = row.audience if refusal.field == "" else row.address
            return Bad(line=row.line, why=refusal.why, value=value[:80])
        language = self._language(row)
        if not language:
            return Bad(line=row.line, why="the plan has no such language", value=row.language[:40])
        chosen = self._chosen(row)
        if not isinstance(chosen, tuple):
            return chosen
        return self._staged(row, address, audience, language=language, chosen=chosen)

    def _address(self, row: Row) -> str:
        found = fault(row.address.strip())
        if found and not (row.channel is Channel.SMS and row.address.startswith("+")):
            raise Refusal(found, field="address")
        if row.channel is Channel.SMS:
            return typed_number(
                row.address, country=row.country or self._terms.country, field="phone"
            )
        if row.channel is Channel.WEBHOOK:
            return typed_endpoint(row.address, field="endpoint")
        return typed_address(row.address, field="email").lower()

    def _language(self, row: Row) -> str:
        default = self._plan.company.default_language
        if not row.language or row.language in self._languages:
            return row.language or default
        short = row.language.replace("_", "-").partition("-")[0]
        if short in self._languages:
            return short
        if row.strict:
            return ""
        self.remarks.notes[DEFAULT_LANGUAGE] += 1
        return default

    def _zone(self, row: Row) -> str:
        if not row.time_zone or _is_zone(row.time_zone):
            return row.time_zone or "UTC"
        self.remarks.notes[DEFAULT_ZONE] += 1
        return "UTC"

    def _chosen(self, row: Row) -> _Chosen | Bad | Skipped:
        if not row.components and not row.regions and not row.groups:
            return [], [], []
        components, lost = _known(self._components, row.components)
        groups, lost_groups = _known(self._groups, row.groups)
        lost += lost_groups
        regions, lost_regions = _known(self._regions, row.regions)
        if row.strict and (lost or lost_regions):
            name = (lost + lost_regions)[0]
            return Bad(line=row.line, why="the plan has no such component or region", value=name)
        for name in lost + lost_regions:
            self.remarks.nobody_knows(name)
        if (lost and not components and not groups) or (lost_regions and not regions):
            # To take them for everything would be more than they asked for.
            return Skipped(line=row.line, why=ONLY_UNKNOWN)
        return components, regions, groups

    def _staged(
        self,
        row: Row,
        address: str,
        audience: str,
        *,
        language: str,
        chosen: _Chosen,
    ) -> Staged:
        if row.there == CHOICE_UNKNOWN:
            self.remarks.notes[CHOICE_UNKNOWN] += 1
        one = normalised(row.channel, address)
        since = min(row.created_at or row.confirmed_at or self._now, self._now)
        sure, left = row.standing is Standing.CONFIRMED, row.standing is Standing.UNSUBSCRIBED
        return Staged(
            line=row.line,
            channel=row.channel,
            address=address,
            folded=one,
            address_hash=self._signers[row.channel].sign(one),
            audience=audience,
            language=language,
            time_zone=self._zone(row),
            state=row.standing,
            components=chosen[0],
            regions=chosen[1],
            secret=new_signing_key() if row.channel is Channel.WEBHOOK else "",
            consent=self._consent(row),
            created_at=since,
            confirmed_at=min(row.confirmed_at or since, self._now) if sure else row.confirmed_at,
            unsubscribed_at=min(row.unsubscribed_at or self._now, self._now) if left else None,
            suppressed=row.suppressed,
            groups=chosen[2],
            topics=list(row.topics),
            min_severity=row.min_severity,
            paused_until=row.paused_until,
        )

    def _consent(self, row: Row) -> str:
        # By hand: a million of them, and their only free text is the other system's word.
        before = f', "before": {json.dumps(row.consent)}' if row.consent else ""
        return (
            f'{self._proof}, "row": {row.line}, "there": {{"state": {json.dumps(row.there)}, '
            f'"created_at": {_quoted(row.created_at)}, '
            f'"confirmed_at": {_quoted(row.confirmed_at)}}}{before}}}'
        )


def _by_name(items: Iterable[select.K]) -> dict[str, str]:
    """Keys by key and by name in each language, in small letters."""
    found: dict[str, str] = {}
    for item in items:
        for name in (item.key, *getattr(item, "name", {}).values()):
            found.setdefault(name.casefold(), item.key)
    return found


def _known(keys: Mapping[str, str], names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    found = {name: keys.get(name.casefold()) for name in names}
    known = dict.fromkeys(key for key in found.values() if key)
    return list(known), [name[:100] for name, key in found.items() if key is None]


def _quoted(moment: datetime | None) -> str:
    return f'"{moment.isoformat()}"' if moment else "null"


@lru_cache(maxsize=1_000)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
