"""Promises in the present tense: "the gates open again tonight", "Checkout returns at 16:00".

English says what is settled for a time to come as if it were so already. The time stands right
behind the words; a fact has none there, or one that is past ("back since 14:58"). Lines that
open again, updates that return and what the reader is asked to do are none, nor is a condition
("if it is back by 16:00").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.sentences import Span
from noroshi.kernel import late

_LATER = (
    r"(?:(?:later |by |before |until |from |as of |starting |sometime |some time |first thing |early |late |again )?"
    r"(?:tonight|tomorrow|overnight|midnight|noon|midday|this (?:afternoon|evening|weekend)|later (?:today|on|this)|"
    r"(?:on |by |next |this )*(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|(?:very )?(?:soon|shortly)\b(?! after)|before long|any (?:minute|moment)|"
    r"(?:at|from|by|before|around|about|not before) (?:about |around |approximately |roughly |~ ?)?"
    r"(?:[0-9]{1,2}(?:[:.h][0-9]{2}|(?= ?[ap]\.?m\b))|noon|midnight|midday|the end of|end of|lunch)"
    r"|(?:in|within) (?:about |around |approximately |roughly |another |under |less than |at most |the next |~ ?)*"
    r"(?:an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty|half an|a few|a couple of|several|minutes|hours|"
    r"the (?:hour|day|next)|[0-9]{1,3}(?: ?(?:-|to) ?[0-9]{1,3})?)[ -]?(?:quarter of an |few |couple of )?"
    r"(?:minutes?|mins?|hours?|hrs?|h|days?)?\b(?! ?(?:seconds?|ms|s|%|regions?|countries|shops))"
    r"|in time for)"
)
_STATE = (
    r"(?:are|is|'s|'re) (?:all |fully |finally |hopefully |then )*"
    r"(?:back|up again|back up|up and running|online|live again|open again|working again|available again|normal again)"
    r"(?: (?:up|online|in service|to normal|in action|live|again|for everyone|for all|in full|with you)){0,2}"
)
_DOING = (
    r"(?:(?:re-?opens?|returns?|resumes?|restarts?)(?: (?:to (?:normal|service)|operations?|in full|online|again|fully)){0,2}"
    r"|comes? (?:back|online)(?: (?:up|online|to life|again)){0,2}|go(?:es)? (?:live|online|back (?:up|online|live))(?: again)?"
    r"|(?:opens?|works?|runs?|operates?|functions?|connects?|loads?|starts?)"
    r" (?:(?:their|its|the) \w{1,12} )?(?:again|as (?:usual|normal)|normally)(?: for (?:everyone|all|you))?)"
)
_SOON = late.pattern(
    rf"(?:(?<=[\w)])|(?<=[\w)] ))(?<!please )(?<!to )(?<!then )(?<!not )(?<!n't )(?:{_STATE}|(?<= ){_DOING}),?"
    rf" (?P<when>{_LATER})",
    re.IGNORECASE,
)
_NO_PROMISE = late.pattern(
    r"\b(?:if|when|whenever|once|until|till|unless|whether|after|before|in case|as soon as|should|provided|assuming|"
    r"please|we|i|you|us|not|never|cannot|nobody|n't)\b[^,;:.]{0,50}$"
    r"|\b(?:updates?|reports?|lines?|hotline|phones?|desk|office|support|team|engineers?|colleagues|page|statement|news|"
    r"meeting|call|bridge|webinar|window|maintenance|jobs?|retr(?:y|ies)|attempts?|exports?|syncs?|checks?|tests?|polls?|"
    r"requests?|errors?|api|endpoints?|function|query|queries|timer|invoice runs?|batch(?:es)?)\b[^,;:.]{0,20}$",
    re.IGNORECASE,
)


def promises(text: str, sentence: Span) -> Iterator[Span]:
    """Each such promise in a sentence of ``text``, with the beginning of its time."""
    for match in _SOON.finditer(text, *sentence):
        before = text[max(sentence[0], match.start() - 70) : match.start()]
        if not _NO_PROMISE.search(before):
            yield match.span()
