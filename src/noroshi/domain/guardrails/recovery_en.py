"""Promises of a time of recovery in English: what is to work again, and when.

A promise is an expectation ("should be restored", "recovery is expected", "ETA") beside a time to
come ("by 16:00", "within the hour", "shortly"). The next update, past times, preventive actions
and what nobody knows yet are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from noroshi.domain.guardrails import recovery_now
from noroshi.domain.guardrails.clock_times import times_in
from noroshi.domain.guardrails.sentences import Span, sentences
from noroshi.kernel import late

_NUMBER = (
    r"(?:[0-9]{1,3}(?:[.,][0-9])?(?: ?(?:-|to|or) ?[0-9]{1,3})?|an?|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|twelve|fifteen|twenty|thirty|forty(?:[- ]five)?|sixty|ninety|half an?|a few|few|"
    r"(?:a )?couple(?: of)?|several|some|the|this|coming|next|another|(?:a )?matter of)"
)
_DURATION = (
    rf"{_NUMBER}(?: (?:more|further|next|coming|following|few|or so)){{0,3}}"
    r"[ -]?(?:business |working )?"
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|m|days?|weeks?|quarter of an hour)\b"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|[0-9]{1,2}(?:st|nd|rd|th)? (?:of )?"
    rf"{_MONTH}|{_MONTH} [0-9]{{1,2}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
)
# Of the time words, clock times apart: those that lie ahead when they stand behind a promise.
_WHEN = late.pattern(
    rf"[~≈∼] ?{_DURATION}|\b(?=[a-z0-9])(?:(?<!as )(?:(?:very |quite |pretty |fairly )?(?:soon|shortly)\b(?! (?:after|before|there))"
    r"|(?:momentarily|imminent(?:ly)?|before long|in no time|not be long|in the near future|"
    r"not (?:be|take) (?:too )?long|won't (?:be|take) (?:too )?long|"
    r"any (?:minute|moment|second|time|hour)(?: now)?)\b)"
    r"|(?:in|within|inside|under|about|around|approximately|approx\.?|roughly|another|less than|more than|"
    r"no more than|at most|up to|ca\.?|circa|for|over|only|next|take|takes|last|need|eta|is|of|~)[ :]{0,2}"
    r"(?:only |just |about |around |approximately |approx\.? |roughly |another |up to |at most |at least |the next |"
    r"the coming |less than |no more than |maybe |~){0,3}"
    rf"{_DURATION}(?! of (?!downtime|work))"
    r"|(?:in|for|within) (?:only )?(?:a (?:short |little )?while|a bit)\b"
    rf"|(?:(?<=: )|(?<=- )|(?<== )|(?<=\()){_DURATION}|(?:minutes|hours) away\b|within (?:minutes|hours|days|the day)\b"
    r"|(?:later |by |before the end of |until )?(?:today|tonight|tomorrow)\b(?!'s)"
    r"|(?:this|by|by this|by the|in the|before|before (?:the|this)|in time for (?:the|this)|tomorrow|until|until the|over the) "
    r"(?:morning|afternoon|evening|weekend|night|lunch(?:time)?|noon|midday|midnight|dinner)\b"
    r"|(?:by|before|at|until|around) (?:the )?(?:end of |close of |start of )"
    r"(?:the |this |next |our |your )?(?:day|business|week|month|hour|shift|morning|afternoon)\b"
    r"|(?:by |before )?(?:eod|cob|overnight|next (?:week|month))\b|at (?:noon|midnight|lunchtime)\b"
    rf"|(?:by|on|before|until|around|from|for)(?: the| early| late| next)? (?:{_DAY})\b)",
    re.IGNORECASE,
)
_NEWS = (
    r"(?:updat\w{1,4}|news|tell(?:ing)?|inform\w{0,8}|report\w{0,3}|writ(?:e|ing)|post(?:ed|ing|s)?|"
    r"know|notif\w{1,7}|announce\w{0,5}|shar(?:e|ed|ing)|publish\w{0,3}|details?|messages?|notice|"
    r"hear|say|let|keep|explain\w{0,3}|contact|whether|when|why|how|what|if|until|unless|once|"
    r"analysis|post-?mortem|review|summary|retry|retried|tr(?:y|ied)|resend|resent|refund\w{0,3}|"
    r"credit\w{0,3}|not|n't|never|decide|assess|check)"
)
_WORD = rf"(?:(?!{_NEWS}\b)[\w'~/-]{{1,20}}(?:[:.][0-9]{{2}})?(?:,? |, ))"
_AHEAD = (
    r"(?:will|'ll|shall|should|may|might|can|could|going to|expect(?:s|ed|ing)?|anticipat(?:e|es|ed|ing)|"
    r"estimat(?:e|es|ed|ing)|hop(?:e|es|ing)|hopeful(?:ly)?|aim(?:s|ing)?|plan(?:s|ned|ning)?|"
    r"target(?:s|ed|ing)?|likely|due|scheduled|on (?:track|course)|confident|optimistic|foresee|"
    r"project(?:ed|ing)?|working (?:to|towards?)|trying to|predict(?:ed)?|promise|guarantee|"
    r"believe|think|about to|looking at|forecast|intend|must|ought)"
)
_ALIVE = (
    r"(?:recover(?:y|ed|s|ing)?|restor(?:e|ed|es|ing|ation)|back(?! (?:to (?:you|the office)|with\b))|"
    r"normal(?:i[sz]ed?|ity)?|operational|up and running|(?:run|work|operat|function)\w{0,4} "
    r"(?:again|normally|as (?:usual|normal|expected|before))|up(?: again)?(?= (?:in|by|within|at|before|around|shortly|soon|again|tomorrow|later)\b)|"
    r"working(?= (?:in|within|by|before|soon|shortly)\b)|able to (?:\w{1,12} ){1,4}again|"
    r"(?:pay|log in|sign in|order|sell|load|arrive|go through|deliver|complete|succeed) again|"
    r"(?:online|available|usable|reachable|accessible|possible|fine|open)(?: again)?|return(?:s|ing)?|resum(?:e|es|ed|ption)|"
    r"mitigat(?:ed|e|ion)|(?:all |fully )?cleared|catch up|caught up|subside|disappear|out of the woods|"
    r"get (?:it|this|things|everything|you|checkout|payments) (?:\w{1,12} )?(?:going|working|running))"
)
_FIXED = (
    r"(?:fix(?:ed|es)?|resolv(?:e|ed|es)|resolution|repair(?:ed|s)?|solv(?:e|ed)|solution|sorted|"
    r"remed(?:y|ied)|(?<=be )over|corrected)"
)
_THING = (
    r"(?:fix|repairs?|solution|recovery|restoration|mitigation|remedy|patch|rollback|switch(?:-?over)?|"
    r"failover|work|this|it|outage|disruption|incident|issues?|problems?|trouble|delays?|errors?|"
    r"backlog|everything|degradation|slowness|interruption|downtime|we|restart|process|resolution|"
    r"engineers|that|which)"
)
_ENDED = (
    r"(?:in place|live|complet(?:e|ed)|done|finish(?:ed)?|over|ready|gone|out|deployed|rolled out|end|"
    r"clear(?:ed)?|processed|take effect|land|arrive|come|coming|follow|drop to (?:zero|normal)|tail off)"
)
_LASTS = r"(?:take|taking|last|require|need|continue|persist)"
_BAD = (
    r"(?:unavailable|down|offline|slow|delayed|errors?|delays?|disrupt\w{1,4}|affected|interrupt\w{1,4}|"
    r"fail\w{0,4}|unreachable|degraded|impacted|paused|closed)"
)
_LABELS = (
    r"(?:\bet[ar]\b(?! (?:for|of) (?:the |our )?(?:next |an? )?update)|\bttr\b|"
    r"\b(?:estimated|expected|anticipated|planned|projected|target(?:ed)?|likely)[ -]"
    r"(?:(?:time|date|hour)(?: (?:of|to|for|until))? )?(?:full |complete |service )?"
    r"(?:recovery|resolution|restoration|repair|fix|end|resolve|restore|return|downtime|time to \w{3,10})"
    r"(?: (?:time|date))?|"
    r"\b(?:recovery|resolution|restoration|repair|fix) (?:time|eta|estimate|date|expected|window))"
)
_SOON_LABELS = r"(?:^|(?<=[\n.>*-] )|(?<=\n))(?:full |complete |service )?(?:recovery|resolution|restoration|back to normal|fix)"
# What is to come, in the order of how often it is said.
_PROMISES = late.pattern(
    rf"\b(?=[a-z])(?:{_AHEAD}\b[ ,:](?:{_WORD}){{0,8}}?(?:fully |completely )?(?:{_ALIVE}|(?P<fix>{_FIXED}))\b"
    rf"|expect(?:s|ed|ing)? (?:{_WORD}){{1,6}}?to (?:{_WORD}){{1,4}}?again\b"
    rf"|(?<=')ll (?:{_WORD}){{0,6}}?(?:{_ALIVE}|{_FIXED})\b"
    rf"|(?P<thing>{_THING})(?: (?:{_WORD}){{0,3}}?|')(?:{_AHEAD}|ll) (?:{_WORD}){{0,5}}?{_ENDED}\b"
    rf"|{_THING} (?:[\w'-]{{1,20}} ){{0,2}}?(?:{_AHEAD} (?:{_WORD}){{0,5}}?{_LASTS}(?: until)?|takes|needs?|goes live)\b"
    rf"|(?:need|takes?|taking)\b(?= (?:\w{{1,12}} ){{1,6}}to (?:fix|restore|repair|recover|resolve))"
    rf"|{_AHEAD} (?:{_WORD}){{0,6}}?(?P<bad>{_BAD}) (?:{_WORD}){{0,5}}?(?:until|till|for)\b"
    r"|(?:recovery|resolution|restoration|repairs?|fix|(?:full|normal) service|solution)"
    r" (?:(?!took|was|were|has)\w{1,12} ){0,4}?"
    r"(?:expected|estimated|anticipated|planned|due|scheduled|foreseen|projected|likely|coming|is|comes|follows|in sight)\b"
    r"|(?:^|(?<=[.:;,\n-] )|(?<=\n))(?:(?:we are|we're|hopefully|service|checkout|all|everything) )?"
    r"(?:back|up again|up and running|recovery|resolution|full service|normal service|fix|service back)"
    r"(?= (?:(?:online|up|to normal|in service|again|hopefully|probably|expected|likely|normal) ){0,2}"
    r"(?:in|within|by|before|around|soon|shortly|tomorrow|later|tonight|this)\b)"
    r"|(?:will not|won't) (?:be|take) (?:too )?long\b"
    r"|(?:minutes|hours) away from (?:a |the |full )?(?:fix|solution|recovery|restoration|restoring|fixing)\b"
    rf"|{_LABELS})",
    re.IGNORECASE,
)
_SOON_LABEL = late.pattern(rf"{_SOON_LABELS}(?=\*{{0,2}}:)", re.IGNORECASE)
_UNKNOWN = late.pattern(
    r"(?:\b(?:cannot|not|no|never|nobody|unable to|too early to|hard to|difficult to|impossible to|without)\b|n't)"
    r" (?:(?:yet|be able to|able to|possible to|currently|at this point) )*+"
    r"(?:know|say|tell|promise|estimate|predict|guarantee|confirm|commit|give|clear|known|certain|sure|"
    r"eta|time|date|have an?)\b",
    re.IGNORECASE,
)
# In front of the promise: it is what somebody asks, or what once was expected.
_SUBORDINATE = late.pattern(
    r"\b(?:when|whether|how (?:long|soon|quickly|far))\b[^,;:]{0,60}$"
    r"|\b(?:know|say|tell|see|confirm|check|sure|certain|clear)\b[^,;:]{0,12} if\b[^,;:]{0,40}$"
    r"|\b(?:was|were|had)\b(?: \w{1,12})? ?$|\b(?:as soon as|once)\b[^,;:]{0,12}$",
    re.IGNORECASE,
)
_OTHER_SUBJECT = late.pattern(
    r"\b(?:updates?|reports?|details?|information|news|summary|post-?mortem|analysis|review|refunds?|"
    r"credits?|maintenance|support|hotline|phone line|invoice runs?|webinar|statement)\b[^,;:.]{0,25}$",
    re.IGNORECASE,
)
_PLANNED_WORK = late.pattern(r"\b(?:maintenance|upgrad\w{1,3}|planned)\b", re.IGNORECASE)
# Between promise and time: the time belongs to something else.
_PARTED = late.pattern(
    rf"\b(?:{_NEWS}|was|were|has|have|had|since|from|between|began|begun|started|after|which|who|"
    r"yesterday)\b|;",
    re.IGNORECASE,
)
_ELSEWHERE = late.pattern(
    r"\b(?:since|from|between|began|begun|started|starting|occurred|happened|detected|noticed|"
    r"reported|as of|after|failed|made|placed|sent|created|received|opened|deployed|lasted|"
    r"identified|found|restored|recovered|fixed|resolved|switched|moved|added|back|at which)"
    r"(?: (?:at|by|before|around|about|within|in|on|for|it|them))*+ ?$"
    r"|\b(?:was|were|been|has|have|had)\b[^,;]{0,40}$"
    rf"|\b{_NEWS}\b[^,;]{{0,40}}$",
    re.IGNORECASE,
)
_AFTER_TIME = late.pattern(
    r" (?:for|until) [\w ]{1,40}? to (?:arrive|appear|show|load|reach)", re.I
)
# What is left to do of this incident, once it is over; anything else is done for the next one.
_REST = late.pattern(
    r"\b(?:remaining|rest|last|still|errors?|delays?|backlog|everything|it|disruption|all)\b", re.I
)
_WEAK = late.pattern(
    r"\b(?:available|online|possible|open|fine|accessible|complet\w{1,3}|done|finish\w{0,3}|ready|"
    r"out|live|follow|com\w{1,3}|arrive|end|processed|deployed|take|taking|is|follows|need|last)$",
    re.IGNORECASE,
)
_BY = late.pattern(r"\b(?:by|before|around|about|at|until|from|than|~) ?$", re.IGNORECASE)
_MOST_AFTER, _MOST_BEFORE, _FAR = 60, 45, 200


def promises(text: str, *, over: bool) -> Iterator[Span]:
    """Each promise, from its words to its time. ``text`` is folded prose.

    ``over``: the incident is over, so "we will fix" speaks of prevention, "recovery:" of the past.
    """
    clocks = [(time.start, time.end) for time in times_in(text)]
    whens = sorted([*(match.span() for match in _WHEN.finditer(text)), *clocks])
    starts = [start for start, _ in whens]
    done = 0
    for span in sorted(_all(text, starts, whens, over=over), key=lambda s: (s[0], -s[1])):
        if span[0] >= done:
            yield span
            done = span[1]


def _all(text: str, starts: Sequence[int], whens: Sequence[Span], *, over: bool) -> Iterator[Span]:
    for sentence in sentences(text):
        if not over:
            yield from recovery_now.promises(text, sentence)
        first, last = (bisect_left(starts, edge) for edge in sentence)
        for match in _found(text, _around(sentence, starts[first:last]), over=over):
            near = range(
                max(first, bisect_left(starts, match.start() - _MOST_BEFORE - 25)),
                min(last, bisect_left(starts, match.end() + _MOST_AFTER)),
            )
            span = _timed(text, sentence, match, [whens[n] for n in near[:12]])
            if span:
                yield span


def _around(sentence: Span, starts: Sequence[int]) -> Span:
    """The part of the sentence in which a promise can belong to one of the times."""
    if not starts:
        return sentence[0], sentence[0]
    return max(sentence[0], starts[0] - _FAR), min(sentence[1], starts[-1] + _FAR)


def _found(text: str, part: Span, *, over: bool) -> Iterator[re.Match[str]]:
    start, end = part
    for match in _PROMISES.finditer(text, start, end):
        before = text[max(start, match.start() - 70) : match.start()]
        if _SUBORDINATE.search(before) or _UNKNOWN.search(before[-50:] + match[0]):
            continue
        if _WEAK.search(match[0]) and _OTHER_SUBJECT.search(before[-50:]):
            continue
        if match["bad"] and _PLANNED_WORK.search(text, start, min(end, match.end() + 200)):
            continue
        if not (over and _is_prevention(before, match)):
            yield match
    if not over:
        yield from _SOON_LABEL.finditer(text, start, end)


def _is_prevention(before: str, promise: re.Match[str]) -> bool:
    meant = before[-30:] + (promise["thing"] or "")
    return bool(promise["fix"] or promise["thing"]) and not _REST.search(meant)


def _timed(text: str, sentence: Span, promise: re.Match[str], whens: Sequence[Span]) -> Span | None:
    """The span of the promise with its time, if one of ``whens`` is its time."""
    start, end = promise.span()
    for when in whens:
        if promise.re is _PROMISES and promise["bad"] and when[1] <= end:
            continue  # "delays of 10 minutes for": the time of the fault, not of its end
        if when[0] >= end:
            between = text[end : when[0]].removesuffix(" from ")
            apart = bool(_PARTED.search(between) or _AFTER_TIME.match(text, when[1]))
        elif when[1] <= start:
            between = text[when[1] : start]
            before = text[max(sentence[0], when[0] - 50) : when[0]]
            apart = len(between) > _MOST_BEFORE or not _leads(text, when)
            apart = apart or bool(_PARTED.search(between) or _ELSEWHERE.search(before))
        else:
            apart = False
        if not apart:
            return min(start, when[0]), max(end, when[1])
    return None


def _leads(text: str, when: Span) -> bool:
    """Whether a time in front of a promise can be the promise's: "for two hours" cannot."""
    word = text[when[0] : when[1]].lower()
    if word[0].isdigit():
        return _BY.search(text, max(0, when[0] - 20), when[0]) is not None
    return not word.startswith(("for ", "over ", "about ", "take", "last"))
