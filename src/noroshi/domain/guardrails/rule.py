"""The shapes that guardrail rules work with: a text and its context in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails import prose
from noroshi.domain.guardrails.folding import Folded, fold
from noroshi.domain.guardrails.linguist import Linguist, Morpheme
from noroshi.domain.guardrails.override import Override, fingerprint_of
from noroshi.domain.incident import Stage
from noroshi.domain.language import Localised
from noroshi.domain.plan.model import Term, ThirdParty


class Level(StrEnum):
    """What a finding does to its text."""

    BLOCK = "block"  # the text cannot be approved or published as it is
    WARN = "warn"  # it can, after somebody has looked
    HINT = "hint"  # it could be better


class Field(StrEnum):
    """The part of a rendition that a finding points into."""

    SUBJECT = "subject"
    BODY = "body"


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The subject or the body, as written and as rules read it."""

    field: Field
    raw: str
    linguist: Linguist

    @cached_property
    def folded(self) -> Folded:
        """Everything, code and addresses included."""
        return fold(self.raw)

    @cached_property
    def prose(self) -> str:
        """As written, with code and addresses masked. A subject is not Markdown: no code there."""
        if self.field is Field.BODY:
            return prose.prose(self.raw)
        return prose.masked(self.raw, prose.addresses(self.raw))

    @cached_property
    def folded_prose(self) -> Folded:
        """``prose``, folded."""
        return fold(self.prose)

    @cached_property
    def morphemes(self) -> Sequence[Morpheme]:
        """The Japanese words of ``prose``, whose offsets are those of the text as written."""
        return self.linguist.morphemes(self.prose)


@dataclass(frozen=True, kw_only=True)
class Sibling:
    """Another text of the same message, to compare with."""

    language: str
    audience: str
    channel: Channel
    subject: str
    body: str
    internal: bool = False
    utc_offset: int | None = None  # minutes east of UTC of its times that name no zone


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the incident, in the language and time zone of the rendition.

    Times are aware. ``numbers`` are those that anybody has answered or that follow from times.
    ``None`` of a fact means that nobody has said anything; an empty text means "not known yet".
    """

    started_at: datetime | None = None
    ended_at: datetime | None = None
    times: tuple[datetime, ...] = ()
    numbers: tuple[str, ...] = ()
    workaround: str | None = None
    effect: str | None = None
    recovery_time: str | None = None
    other_scope_words: tuple[str, ...] = ()  # components and regions that are not hit
    full_outage: bool | None = None  # whether every hit component is out entirely


@dataclass(frozen=True, kw_only=True)
class Context:
    """What rules must know beside the text. All of it is optional; less is found without."""

    third_parties: tuple[ThirdParty, ...] = ()
    next_update_at: datetime | None = None  # the promise, in the time zone of the rendition
    next_update_text: str = ""  # the same as the template writes it: "15:15 CET"
    owes_next_update: bool = True  # False: a correction while no promise is open to be repeated
    promise_is_elsewhere: bool = False  # a text of another tool: any time of a next update will do
    scope_words: tuple[str, ...] = ()  # names of hit components and regions, in this language
    product_names: tuple[str, ...] = ()  # names that stay the same in every language
    terms: tuple[Term, ...] = ()  # the company's glossary
    page_url: str = ""  # the status page; "" where none is known
    own_domains: tuple[str, ...] = ()  # domains that readers may be sent to
    internal_names: tuple[str, ...] = ()  # endings of hosts and other names for colleagues only
    internal_links: tuple[str, ...] = ()  # addresses for colleagues only, such as the bridge
    languages: tuple[str, ...] = ()  # every message exists in each of them
    siblings: tuple[Sibling, ...] = ()
    known: Known | None = None  # None: no incident to compare with
    has_own_page: bool = False  # the text's audience reads a status page that nobody else reads


@dataclass(frozen=True, kw_only=True)
class Text:
    """One rendered text, and for whom and when it is."""

    subject: str
    body: str
    language: str
    audience: str
    channel: Channel
    stage: Stage
    linguist: Linguist
    technical: bool = False
    internal: bool = False
    context: Context = made(default_factory=Context)

    @property
    def speech(self) -> str:
        """The language without its region: "en" for "en-GB"."""
        return self.language.split("-")[0].lower()

    @cached_property
    def passages(self) -> tuple[Passage, Passage]:
        """Subject and body."""
        return (
            Passage(field=Field.SUBJECT, raw=self.subject, linguist=self.linguist),
            Passage(field=Field.BODY, raw=self.body, linguist=self.linguist),
        )


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is wrong, where it is, and what would mend it.

    ``start`` and ``end`` are offsets of a Python string; equal ones mean "something is missing
    here". ``mend`` replaces the span; None when nobody but the writer knows the right words.
    """

    code: str
    level: Level
    field: Field
    start: int
    end: int
    found: str  # what stood in the span, so that a late mend never hits other words
    reason: Localised
    mend: str | None = None
    mend_label: Localised = made(default_factory=dict)
    override: Override | None = None  # somebody lets it pass; then it warns instead of blocking

    @property
    def fingerprint(self) -> str:
        """What an override of this finding is known by."""
        return fingerprint_of(self.code, self.found or self.reason["en"])


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule of the catalogue. ``guide`` is its documentation, with tested examples.

    A firm rule cannot be lowered by the plan: what it finds must never leave the house.
    """

    code: str
    name: Localised
    level: Level
    find: Callable[[Text], Iterable[Finding]]
    guide: str
    firm: bool = False


def finding(
    code: str,
    passage: Passage,
    span: tuple[int, int],
    reason: Localised,
    *,
    level: Level = Level.BLOCK,
    mend: str | None = None,
    mend_label: Localised | None = None,
) -> Finding:
    """A finding at ``span`` of the passage as written."""
    start, end = span
    return Finding(
        code=code,
        level=level,
        field=passage.field,
        start=start,
        end=end,
        found=passage.raw[start:end],
        reason=reason,
        mend=mend,
        mend_label=mend_label or {},
    )


def shown(found: str, most: int = 40) -> str:
    """A piece of text for a sentence: on one line, printable, not longer than ``most``."""
    line = " ".join("".join(c if c.isprintable() else " " for c in found[: 4 * most]).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
