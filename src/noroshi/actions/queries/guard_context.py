"""What the guardrails are told beside a text: the incident, its facts, and the other texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from noroshi.actions.queries.house_rules import house_context, names_of
from noroshi.actions.queries.known_facts import known_of
from noroshi.actions.queries.links import home_page_url, public_room_url
from noroshi.domain.compose import moments
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.guardrails.override import Override
from noroshi.domain.guardrails.rule import Context, Sibling, Text
from noroshi.domain.incident import Fact, Incident
from noroshi.domain.message import Message, MessageKind, Rendition
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Component, Plan, Region
from noroshi.domain.plan.readers import own_page
from noroshi.linguistics.linguist import LINGUIST
from noroshi.storage import incidents, messages, overrides


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Everything about a message that its texts are held to, read from the database once."""

    plan: Plan
    incident: Incident
    message: Message
    facts: dict[str, Fact]
    texts: tuple[Rendition, ...]
    overrides: dict[int, list[Override]]

    def as_read(self, text: Rendition) -> Text:
        """The text as the rules read it; it may have words that were not saved."""
        audience = select.audience(self.plan, text.key.audience)
        return Text(
            subject=text.subject,
            body=text.body,
            language=text.key.language,
            audience=text.key.audience,
            channel=text.key.channel,
            stage=self.message.stage,
            linguist=LINGUIST,
            technical=audience.technical,
            internal=audience.internal,
            context=self._context(text),
        )

    def _context(self, text: Rendition) -> Context:
        plan, incident, language = self.plan, self.incident, text.key.language
        zone = ZoneInfo(time_zone_of(plan, language))
        hit, others = _scope_words(plan, incident, language)
        promised = self.message.next_update_at
        page_url = home_page_url(plan, incident)
        return replace(
            house_context(plan, language, page_url=page_url),
            next_update_at=promised.astimezone(zone) if promised else None,
            next_update_text=self._promise(promised, language),
            owes_next_update=promised is not None or not (self._is_correction or self._is_calm),
            scope_words=hit,
            internal_links=tuple(_internal_links(plan, incident)),
            languages=self._languages,
            siblings=tuple(each for key, each in self._siblings if key != text.id),
            has_own_page=own_page(plan, text.key.audience) is not None,
            known=known_of(
                plan, incident, self.message, self.facts, language=language, others=others
            ),
        )

    @property
    def _is_correction(self) -> bool:
        return self.message.kind is MessageKind.CORRECTION

    @property
    def _is_calm(self) -> bool:
        # Planned work has its window instead; what is entered afterwards is over.
        return self.message.in_parallel

    @property
    def _languages(self) -> tuple[str, ...]:
        # A correction has only the texts that were wrong.
        return () if self._is_correction else self.plan.company.languages

    def _promise(self, promised: datetime | None, language: str) -> str:
        if promised is None:
            return ""
        zone = time_zone_of(self.plan, language)
        return moments.moment(promised, language, zone=zone, now=self.message.drafted_at)

    @cached_property
    def _siblings(self) -> tuple[tuple[int, Sibling], ...]:
        return tuple((text.id, self._sibling(text)) for text in self.texts)

    def _sibling(self, text: Rendition) -> Sibling:
        zone = ZoneInfo(time_zone_of(self.plan, text.key.language))
        offset = self.message.drafted_at.astimezone(zone).utcoffset()
        return Sibling(
            language=text.key.language,
            audience=text.key.audience,
            channel=text.key.channel,
            subject=text.subject,
            body=text.body,
            internal=select.audience(self.plan, text.key.audience).internal,
            utc_offset=round(offset.total_seconds() / 60) if offset is not None else None,
        )


def surroundings(plan: Plan, incident: Incident, message: Message) -> Surroundings:
    """Read what there is about a message: three questions to the database, however many texts."""
    return Surroundings(
        plan=plan,
        incident=incident,
        message=message,
        facts=incidents.facts(incident.number),
        texts=tuple(messages.renditions(message.id)),
        overrides=overrides.of_message(message.id),
    )


def _scope_words(
    plan: Plan, incident: Incident, language: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of what is hit, and the names of all else; no region means that every one is."""
    scope = incident.scope
    parts: tuple[Component | Region, ...] = (*plan.components, *plan.regions)
    hit = [p for p in parts if p.key in {*scope.components, *scope.regions}]
    spared: list[Component | Region] = [
        *(part for part in plan.components if part.key not in scope.components),
        *(part for part in plan.regions if scope.regions and part.key not in scope.regions),
    ]
    ours = names_of(hit, language)
    return ours, tuple(word for word in names_of(spared, language) if word not in ours)


def _internal_links(plan: Plan, incident: Incident) -> Iterator[str]:
    known = (incident.bridge_url, plan.bridge_url, public_room_url(incident.number))
    yield from dict.fromkeys(url for url in known if url)
