"""How long a text is on its channel: what a composer shows live and the guardrail judges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from noroshi.domain.channel import Channel
from noroshi.domain.lengths.count import Graphemes, count
from noroshi.domain.lengths.gsm import Culprit, Encoding, culprits, sms
from noroshi.domain.lengths.limits import LIMITS, Limit, Part
from noroshi.domain.lengths.unit import Unit

MOST_CULPRITS = 100
"""More of them help nobody; the rest shows when these are gone."""


@dataclass(frozen=True, kw_only=True)
class Length:
    """A part of a text against one limit of its channel.

    ``used`` and ``most`` are in ``unit``. For SMS that is parts; then ``encoding`` says in which
    alphabet they are sent, ``characters`` how many of its units the text takes, ``free`` how many
    more fit before another part begins, and ``culprits`` why it is UCS-2. Elsewhere ``parts`` is 1
    and ``characters`` is ``used``.
    """

    limit: Limit
    used: int
    characters: int
    free: int
    parts: int = 1
    encoding: Encoding | None = None
    culprits: tuple[Culprit, ...] = ()

    @property
    def part(self) -> Part:
        """What was measured."""
        return self.limit.part

    @property
    def unit(self) -> Unit:
        """In what it was measured."""
        return self.limit.unit

    @property
    def most(self) -> int:
        """How long it may be."""
        return self.limit.most

    @property
    def is_over(self) -> bool:
        """Whether it is too long to be sent."""
        return self.used > self.most


def measure(
    subject: str, body: str, channel: Channel, *, graphemes: Graphemes
) -> tuple[Length, ...]:
    """One length for each limit of the channel, in the order of the table ``LIMITS``.

    ``graphemes`` is ``Linguist.graphemes``. The text is what will be sent: where a channel has no
    subject (``HAS_SUBJECT``), none is counted. The call takes time in proportion to the text,
    about 0.2 ms for a post, and never fails.

    For a composer: show ``next(one for one in measure(...) if one.part is not Part.SUBJECT)``
    beside the text, or the one of several that ``tightest`` picks.
    """
    return tuple(_length(limit, subject, body, graphemes) for limit in LIMITS[channel])


def tightest(lengths: tuple[Length, ...]) -> Length:
    """The length that is nearest to its limit, or furthest beyond it."""
    return max(lengths, key=lambda length: length.used / length.most)


def most_of_subject(channel: Channel) -> int | None:
    """How long a subject may be, in characters; None where none is sent or none is limited."""
    own = (limit.most for limit in LIMITS[channel] if limit.part is Part.SUBJECT)
    return next(own, None)


def _length(limit: Limit, subject: str, body: str, graphemes: Graphemes) -> Length:
    text = {Part.SUBJECT: subject, Part.BODY: body, Part.WHOLE: subject + body}[limit.part]
    if limit.unit is Unit.GSM_SEGMENTS:
        return _sms(limit, text)
    used = count(text, limit.unit, graphemes)
    return Length(limit=limit, used=used, characters=used, free=max(0, limit.most - used))


def _sms(limit: Limit, text: str) -> Length:
    as_sent = sms(text)
    return Length(
        limit=limit,
        used=as_sent.parts,
        characters=as_sent.units,
        free=as_sent.free,
        parts=as_sent.parts,
        encoding=as_sent.encoding,
        culprits=tuple(islice(culprits(text), MOST_CULPRITS)),
    )
