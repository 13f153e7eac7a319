"""No secret stands in a text, for whomever it is.

Keys and tokens by the prefixes that their makers publish (AWS, GitHub, GitLab, Google, Slack,
Stripe and others), JSON web tokens, private keys, what stands after "password:" or right beside it (password Tr0ub4dor&3, log in with
guest / Winter2026!), codes of meetings, user:password in web addresses, and long random words beside "key", "token" or
"secret". Code hides nothing, and colleagues have no use for a secret in a message either: it is
kept, forwarded and backed up. Who finds one has it revoked.

Left alone: the words themselves (reset your password), placeholders (YOUR_API_KEY), checksums and
fingerprints, publishable keys (``pk_live_…``), ids (UUID). Not found: a password that is an
ordinary word ("the password is swordfish"), unless it stands in code or in quotes after a colon.

Bad (en): Use the password: hunter2-Kitsune until the sign-in works again.
Good (en): Please reset your password. API keys are not affected.
Bad (ja): 管理画面のパスワード：Kitsune#2026 で入れます。
Good (ja): パスワードの再設定は不要です。APIキーへの影響もありません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.credentials import (
    BESIDE,
    IN_ADDRESS,
    LONG,
    NAMED,
    NO_SECRET,
    NUMERIC,
    PAIR,
    PLACEHOLDER,
    SHAPED,
)
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.kernel import late

Span = tuple[int, int]

_CHECKSUM = late.pattern(
    r"(?i)checksum|sha-?[0-9]{1,3}|fingerprint|digest|\bhash|md5|チェックサム|ハッシュ|フィンガープリント|拇印"
)
_UUID = late.pattern(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_QUOTES = "\"'`「『"
_TAIL = "\"'`*_)]}.,;:!?>"
_KINDS_NEEDED = 9  # a random word of 32 characters has at least this many different ones
_LEAST = 6


def find(text: Text) -> Iterator[Finding]:
    """Every secret, each once, in the order of the text."""
    for passage in text.passages:
        done = 0
        for start, end in sorted(_secrets(passage.folded.text), key=lambda s: (s[0], -s[1])):
            if start >= done:
                done = end
                yield _finding(passage, passage.folded.origin(start, end))


def _secrets(folded: str) -> Iterator[Span]:
    for match in SHAPED.finditer(folded):
        if not PLACEHOLDER.match(_after_prefix(match[0])):
            yield match.span()
    for match in IN_ADDRESS.finditer(folded):
        group = "value" if match["value"] else "parameter"
        if not PLACEHOLDER.match(match[group]):
            yield match.span(group)
    yield from (match.span("digits") for match in NUMERIC.finditer(folded))
    for match in NAMED.finditer(folded):
        yield from _named(match)
    yield from _unnamed(folded)
    for match in LONG.finditer(folded):
        if _is_random(match):
            yield match.span("long")


def _after_prefix(shaped: str) -> str:
    return shaped[8:] if shaped[:3].isalpha() else shaped[-12:]


def _named(match: re.Match[str]) -> Iterator[Span]:
    group = next(name for name in ("set", "told", "told_ja") if match[name])
    value = match[group].rstrip(_TAIL)
    if PLACEHOLDER.match(value) or NO_SECRET.fullmatch(value):
        return
    start = match.start(group)
    opened = match.string[start - 1] in _QUOTES
    closed = match.string[start + len(value) : start + len(value) + 1]
    quoted = opened and closed and closed in "\"'`」』"
    if _looks_secret(value) or (group == "set" and quoted and len(value) >= _LEAST):
        yield start, start + len(value)


def _unnamed(folded: str) -> Iterator[Span]:
    """What stands beside its name without a sign or a verb must look like a secret by itself."""
    for pattern in (BESIDE, PAIR):
        for match in pattern.finditer(folded):
            group = match.lastgroup or ""
            value = match[group].rstrip(_TAIL)
            told = group == "beside" and (match["use"] or match["opened"].strip())
            if PLACEHOLDER.match(value) or NO_SECRET.fullmatch(value):
                continue
            whole = value + "!" * _exclaims_within(match, group, value)
            if _looks_secret(value) and (told or group == "pair" or _is_mixed(whole)):
                yield match.start(group), match.start(group) + len(value)


def _exclaims_within(match: re.Match[str], group: str, value: str) -> bool:
    """Whether a "!" follows in the middle of a sentence, so that it belongs to the word."""
    rest = match.string[match.start(group) + len(value) :][:4]
    return re.match(r"!+ [a-z]", rest) is not None


def _is_mixed(value: str) -> bool:
    """Letters and digits among each other, or with a sign: neither "field2" nor "AB-12345"."""
    digits = re.search(r"[0-9]", value)
    signed = re.search(r"[!#$%&@^~+=?*]", value)
    turns = re.search(r"[A-Za-z][0-9]+[A-Za-z]", value) and re.search(r"[a-z]", value)
    return bool(digits and (signed or turns)) or bool(
        re.search(r"[a-z][0-9]{2}|[A-Z][a-z]{2,}-[0-9]{4}", value)
    )


def _looks_secret(value: str) -> bool:
    """Letters and digits, or letters and signs that no ordinary word has, in one piece."""
    if len(value) < _LEAST or not re.search(r"[A-Za-z]", value) or "://" in value:
        return False
    return bool(re.search(r"[0-9]", value)) or bool(re.search(r"\w[!#$%&@^~+=][\w!]", value))


def _is_random(match: re.Match[str]) -> bool:
    word = match["long"]
    if _UUID.fullmatch(word) or _CHECKSUM.search(
        match.string[max(0, match.start("long") - 60) : match.start("long")]
    ):
        return False
    pieces = re.split(r"[-_/+=]", word)
    mixed = [p for p in pieces if re.search(r"[0-9]", p) and re.search(r"[A-Za-z]", p)]
    return len(set(word)) >= _KINDS_NEEDED and sum(map(len, mixed)) >= 16


def _finding(passage: Passage, span: Span) -> Finding:
    mark = _masked(passage.raw[slice(*span)])
    return finding(
        "secret",
        passage,
        span,
        {
            "en": f"A secret stands here ({mark}); take it out and have it revoked.",
            "ja": f"秘密情報（{mark}）が含まれているため、削除したうえで無効化してください。",
        },
    )


def _masked(secret: str) -> str:
    """So much of a secret as tells which one it is, never one that could be guessed from it."""
    head = "".join(c for c in secret[:4] if c.isprintable())
    return f"{head}…" if len(secret) >= 16 else "…"


RULE = Rule(
    code="secret",
    name={"en": "Secret", "ja": "秘密情報"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
    firm=True,
)
