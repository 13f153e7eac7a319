"""How long a text is, by the count of its channel, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from noroshi.domain import language as languages
from noroshi.domain.channel import NAMES
from noroshi.domain.lengths.gsm import Encoding
from noroshi.domain.lengths.limits import Part
from noroshi.domain.lengths.measure import Length, measure
from noroshi.domain.lengths.unit import Unit
from noroshi.domain.message import Rendition
from noroshi.linguistics.linguist import LINGUIST
from noroshi.web.reader import language

_MOST_SHOWN = 8
"""More characters than this outside the short alphabet are not named one by one."""

_ALONE = {Encoding.GSM_7: 160, Encoding.UCS_2: 70}
_JOINED = {Encoding.GSM_7: 153, Encoding.UCS_2: 67}
"""Characters of an SMS of one part, and of each part of several (3GPP TS 23.040)."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One length in words. ``costly`` are characters because of which an SMS holds less."""

    said: str
    is_over: bool
    costly: tuple[str, ...] = ()


def measured(text: Rendition) -> tuple[Measure, ...]:
    """Every length that the channel limits."""
    key = text.key
    lengths = measure(text.subject, text.body, key.channel, graphemes=LINGUIST.graphemes)
    name = languages.pick(NAMES[key.channel], language())
    return tuple(_measure(length, name) for length in lengths)


def _measure(length: Length, name: str) -> Measure:
    if length.unit is Unit.GSM_SEGMENTS:
        return _sms(length, name)
    what = _("Subject") if length.part is Part.SUBJECT else name
    numbers = {"what": what, "used": f"{length.used:,}", "most": f"{length.most:,}"}
    said = (
        _("%(what)s: %(used)s of %(most)s bytes")
        if length.unit in {Unit.UTF8, Unit.JSON_UTF8}
        else _("%(what)s: %(used)s of %(most)s characters")
    )
    return Measure(said=said % numbers, is_over=length.is_over)


def _sms(length: Length, name: str) -> Measure:
    encoding = length.encoding or Encoding.GSM_7
    parts = max(1, length.used)
    room = _ALONE[encoding] if parts == 1 else parts * _JOINED[encoding]
    said = ngettext(
        "%(what)s: %(used)s of %(most)s characters, %(encoding)s, %(parts)s part of at most %(all)s",
        "%(what)s: %(used)s of %(most)s characters, %(encoding)s, %(parts)s parts of at most %(all)s",
        parts,
    ) % {
        "what": name,
        "used": f"{length.characters:,}",
        "most": f"{room:,}",
        "encoding": encoding,
        "parts": parts,
        "all": length.most,
    }
    different = dict.fromkeys(culprit.found for culprit in length.culprits)
    return Measure(said=said, is_over=length.is_over, costly=tuple(different)[:_MOST_SHOWN])
