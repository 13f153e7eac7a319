"""What machines leave in a text when a person copies from them: stack traces, paths, ids, hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.kernel import late

Span = tuple[int, int]

_TRACE = late.pattern(
    r"""
    (?=[A-Za-z_#])(?:
    Traceback[ ]\(most[ ]recent[ ]call[ ]last\)
    | (?<!\w)File[ ]"[^"\n]{1,200}+",[ ]line[ ][0-9]{1,6}
    | (?<![\w.])at[ ][\w$.<>]{3,200}+\([\w$-]{1,80}+\.[a-z]{1,6}:[0-9]{1,6}\)
    | (?<![\w.])at[ ][^\s():]{1,200}+[ ]\([^\s()]{1,200}?:[0-9]{1,6}:[0-9]{1,6}\)
    | Exception[ ]in[ ]thread[ ]"[^"\n]{0,80}+"
    | (?<!\w)Caused[ ]by:[ ][\w.$]{3,200}
    | (?<!\w)panic:[ ](?:runtime|assert)\w*[^\n]{0,80}
    | (?<!\w)goroutine[ ][0-9]{1,9}[ ]\[
    | (?<![\w.])[A-Za-z_]\w{0,60}+(?:\.[A-Za-z_]\w{0,60}+){1,8}(?:(?<=Exception)|(?<=Error))(?!\w)
    | (?<![\w.])(?:NullPointer|NullReference|OutOfMemory|StackOverflow|IllegalState|IllegalArgument|
        ConcurrentModification|ClassCast|IO|SQL|Timeout|Runtime|KeyNotFound)(?:Exception|Error)(?!\w)
    | (?<!\w)(?:Type|Reference|Value|Key|Attribute|Index|Assertion|Import|Syntax|Operational|Integrity)Error:[ ]
    | (?<!\w)ORA-[0-9]{5} | (?<!\w)SQLSTATE\[ | (?<!\w)segfault[ ]at[ ] | (?<!\w)core[ ]dumped(?!\w)
    | (?<![\w#])\#[0-9]{1,3}[ ]/[\w./-]{1,200}+\([0-9]{1,6}\)
    )
    """,
    re.VERBOSE | re.ASCII,
)
_PATH = late.pattern(
    r"(?a)(?<![\w/.:~>-])/(?:var|etc|opt|srv|home|root|mnt|usr|proc)/[\w./-]{2,200}+"
    r"|(?<![\w\\])\\\\[A-Za-z][\w.-]{1,62}\\[\w$.\\-]{1,200}+"
    r"|(?<!\w)[C-Z]:\\[\w$. \\-]{2,200}+(?<=\w)"
)
_CLOUD_ID = late.pattern(
    r"(?a)(?<![\w-])(?:i|vol|sg|subnet|vpc|ami|eni|rtb|igw|nat|snap|eipalloc|vpce|tgw|lt|asg)-"
    r"(?=[a-f]*[0-9])[0-9a-f]{8,17}(?![\w-])"
    r"|(?<!\w)arn:aws[\w-]{0,10}:[\w:/*.-]{3,200}+"
    r"|(?<![\w/])projects/[a-z][a-z0-9-]{4,40}/(?:zones|instances|regions|topics|locations)/[\w/-]{1,100}+"
)
_ROOM = late.pattern(
    r"(?a)(?<![\w/&#])#(?i:inc|incident|ops|war-?room|sev[0-9]?|oncall|sre|team|alerts?)-[\w-]{1,60}+"
)
_LONG_HASH = late.pattern(
    r"(?a)(?<![\w/+=-])(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{40}(?![\w/+=-])"
)
_SHORT_HASH = late.pattern(
    r"(?ai)(?:commit(?:ted)?(?: (?:hash|id))?|revision|git|sha|revert(?:ed|ing)?(?: to)?|コミット|リビジョン)"
    r"[ ]?(?:[:：は#]|of)?[ ]?[\"`「(]?(?P<hash>(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,12})(?![\w-])"
)
_CHECKSUM = late.pattern(
    r"(?ai)checksum|sha-?1|fingerprint|digest|チェックサム|ハッシュ値|フィンガープリント|拇印"
)


def traces(folded: str) -> Iterator[Span]:
    """Stack traces and names of exceptions, each to the end of what names it."""
    return (match.span() for match in _TRACE.finditer(folded))


def paths(folded: str) -> Iterator[Span]:
    """Files on servers."""
    return (match.span() for match in _PATH.finditer(folded))


def ids(folded: str) -> Iterator[Span]:
    """Ids of resources of a cloud, revisions of code, and rooms of a chat."""
    yield from (match.span() for match in _CLOUD_ID.finditer(folded))
    yield from (match.span() for match in _ROOM.finditer(folded))
    for match in _LONG_HASH.finditer(folded):
        if not _CHECKSUM.search(folded[max(0, match.start() - 60) : match.start()]):
            yield match.span()
    yield from (match.span("hash") for match in _SHORT_HASH.finditer(folded))
