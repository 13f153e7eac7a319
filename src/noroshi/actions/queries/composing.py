"""The message in work: each of its texts with its findings, its readers and its approvals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from noroshi.actions.queries.approvals import Hands, hands_on, needed_for, standing_among
from noroshi.actions.queries.channels import by_provider
from noroshi.actions.queries.findings import findings_among
from noroshi.actions.queries.guard_context import Surroundings, surroundings
from noroshi.actions.queries.occasions import occasion_of
from noroshi.domain.approvals import Approval, Decision, Standing, State
from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Finding, Level
from noroshi.domain.incident import Incident
from noroshi.domain.message import LeftOut, Message, MessageState, Rendition, RenditionKey
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Person, Plan, Role
from noroshi.domain.subscription import Occasion
from noroshi.storage import messages, subscribers


@dataclass(frozen=True, kw_only=True)
class ComposedText:
    """One text, and all that is to be said about it.

    ``readers`` counts the confirmed subscribers it would go to; None where nobody is counted.
    """

    text: Rendition
    findings: tuple[Finding, ...]
    needed: tuple[Role, ...]
    standing: Standing
    state: str
    readers: int | None
    rejection: Approval | None

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What keeps the text from going out."""
        return tuple(found for found in self.findings if found.level is Level.BLOCK)

    @property
    def overridden(self) -> tuple[Finding, ...]:
        """What would keep it from going out, had nobody let it pass; ``override`` says who."""
        return tuple(found for found in self.findings if found.override is not None)

    @property
    def mendable(self) -> bool:
        """Every blocking finding comes with words that would mend it."""
        return all(found.mend is not None for found in self.blocks)


@dataclass(frozen=True, kw_only=True)
class Work:
    """A message with its texts. ``waits_for`` are the people whose approval is still missing."""

    message: Message
    texts: tuple[ComposedText, ...]
    waits_for: tuple[Person, ...]

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Where this message does not go, each with its reason."""
        return self.message.left_out

    @property
    def is_approved(self) -> bool:
        """Every text has what the plan asks for."""
        return all(one.standing.state is State.APPROVED for one in self.texts)

    @property
    def blocked(self) -> tuple[ComposedText, ...]:
        """The texts that cannot go out as they are."""
        return tuple(one for one in self.texts if one.blocks)

    @property
    def overridden(self) -> tuple[ComposedText, ...]:
        """The texts with a block that somebody lets pass."""
        return tuple(one for one in self.texts if one.overridden)

    def find(self, text_id: int) -> ComposedText | None:
        """The text of that id, if it is one of this message."""
        return next((one for one in self.texts if one.text.id == text_id), None)


def work(plan: Plan, incident: Incident, message: Message) -> Work:
    """Everything about a message, as it stands now."""
    sizes = _Sizes(_about(plan, incident, message))
    around = surroundings(plan, incident, message)
    hands = hands_on(message)
    ordered = sorted(around.texts, key=lambda text: _place(plan, text.key))
    texts = tuple(_view(around, hands, text, readers=sizes.of(text.key)) for text in ordered)
    return Work(message=message, texts=texts, waits_for=_waits_for(plan, hands, texts))


def _place(plan: Plan, key: RenditionKey) -> tuple[int, bool, int, str, int]:
    """Status page first, colleagues last on each channel, the company's first language first."""
    audience = select.audience(plan, key.audience)
    channel = list(Channel).index(key.channel)
    spoken = plan.company.languages
    language = spoken.index(key.language) if key.language in spoken else len(spoken)
    return channel, audience.internal, -audience.priority, key.audience, language


def compose_view(
    plan: Plan, incident: Incident, message: Message, text: Rendition, *, readers: int | None
) -> ComposedText:
    """One text as the room and the approval screen show it."""
    around = surroundings(plan, incident, message)
    return _view(around, hands_on(message), text, readers=readers)


def _view(
    around: Surroundings, hands: Hands, text: Rendition, *, readers: int | None
) -> ComposedText:
    plan, incident, message = around.plan, around.incident, around.message
    findings = findings_among(around, text)
    needed = needed_for(plan, incident, message, text)
    standing = standing_among(hands, needed, text, plan)
    return ComposedText(
        text=text,
        findings=findings,
        needed=needed,
        standing=standing,
        state=_state(message, findings, standing, needed),
        readers=readers,
        rejection=_rejection(hands, text),
    )


def readers_of(plan: Plan, incident: Incident, message: Message, key: RenditionKey) -> int | None:
    """How many confirmed subscribers one text is for; None for the public page."""
    return _Sizes(_about(plan, incident, message)).of(key)


def _about(plan: Plan, incident: Incident, message: Message) -> Occasion:
    at = message.published_at or message.publish_at or message.drafted_at
    return occasion_of(plan, incident, message.kind, at=at)


class _Sizes:
    """Audience sizes, each asked for once."""

    def __init__(self, about: Occasion) -> None:
        self._about = about
        self._known: dict[tuple[Channel, str], dict[str, int]] = {}
        self._channels = by_provider()

    def of(self, key: RenditionKey) -> int | None:
        if key.channel not in self._channels:
            return None
        outlet = (key.channel, key.audience)
        if outlet not in self._known:
            self._known[outlet] = subscribers.audience_sizes(*outlet, about=self._about)
        return self._known[outlet].get(key.language, 0)


def _state(
    message: Message, findings: Iterable[Finding], standing: Standing, needed: tuple[Role, ...]
) -> str:
    if message.state in {MessageState.PUBLISHED, MessageState.WITHDRAWN}:
        return str(message.state)
    if any(found.level is Level.BLOCK for found in findings):
        return "blocked"
    if standing.state is State.REJECTED:
        return "rejected"
    if message.state is MessageState.DRAFT:
        return "draft"
    if standing.state is State.APPROVED:
        return "approved" if needed else "no_approval"
    return "in_approval"


def _rejection(hands: Hands, text: Rendition) -> Approval | None:
    """The last word about the text, if it was no."""
    said = hands.decided.get(text.id)
    return said[-1] if said and said[-1].decision is Decision.REJECTED else None


def _waits_for(plan: Plan, hands: Hands, texts: tuple[ComposedText, ...]) -> tuple[Person, ...]:
    found: dict[str, Person] = {}
    for one in texts:
        writers = hands.wrote[one.text.id]
        for role in one.standing.missing:
            free = (p for p in select.people_in(plan, role) if p.key not in writers)
            person = next(free, None)
            if person:
                found[person.key] = person
    return tuple(found.values())


def previous_of(message: Message, key: RenditionKey) -> tuple[Message, Rendition] | None:
    """The last published text of the same audience, channel and language."""
    published = [
        earlier
        for earlier in messages.of_incident(message.incident_number)
        if earlier.published_at and earlier.number < message.number and earlier.kind is message.kind
    ]
    for earlier in reversed(published):
        for text in messages.renditions(earlier.id):
            if text.key == key:
                return earlier, text
    return None
