"""A text reaches those whom it was written for, and nobody else.

A hard interlock that no plan lifts. It finds

- a text for colleagues on a channel that strangers read (status page, blog, X, Bluesky, Mastodon),
  unless they have a status page of their own;
- in a text for outsiders, the marks that people put on internal texts ("Internal only", 社外秘,
  "do not forward"), when they mark this text and are not words of a sentence about something else;
- in a text for outsiders, an address for colleagues only, such as that of the incident room;
- as a warning, a sentence with the words of colleagues (on-call, 切り戻し) that stands word for word
  in a text for colleagues of the same message, and in no other text for outsiders.

Bad (en): INTERNAL ONLY: some card payments in Europe fail.
Bad (en): Some card payments in Europe fail. Please do not forward this message.
Good (en): Confidential data was not affected. Please do not share your password with anyone.
Bad (ja): 【社外秘】欧州の一部のお客さまで決済エラーが発生しています。
Good (ja): 機密情報の漏えいはありません。社内システムへの影響もありません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from noroshi.domain.channel import NAMES, Channel
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.marks import MARKS
from noroshi.domain.guardrails.rule import (
    Finding,
    Level,
    Passage,
    Rule,
    Sibling,
    Text,
    finding,
    shown,
)
from noroshi.domain.guardrails.sentences import sentences
from noroshi.domain.language import Localised
from noroshi.kernel import late

OPEN_TO_ALL = frozenset(
    {Channel.STATUS_PAGE, Channel.BLOG, Channel.X, Channel.BLUESKY, Channel.MASTODON}
)
"""Channels that anybody reads, whatever the audience is called."""

_LONG_ENOUGH = {"ja": 20}
_LONG_ENOUGH_ELSEWHERE = 40
_COLLEAGUES = late.pattern(
    r"(?i)\b(?:on-?call|war ?room|incident room|bridge|run ?book|roll(?:ed|ing)? ?back|deploy(?:ed|ment)?|hotfix|"
    r"we (?:suspect|believe|think|assume)|our (?:team|engineers|dba|sre)|escalat\w{1,5}|tell (?:callers|customers)|"
    r"support agents?|account managers?|sales|legal|do not (?:tell|mention|guess|say)|talking points|blame\w?|"
    r"internal(?:ly)?|severity|war-room|stand-?by|shift)\b"
    r"|オンコール|ブリッジ|対策(?:会議|本部|室)|切り戻し|デプロイ|エスカレーション|社内|営業担当|サポート担当|法務|"
    r"推測|と思われ|伝えないで|答えないで|案内しないで|回答例|当番|シフト|担当者|重大度"
)
_LABEL_REASON: Localised = {
    "en": "This marks the text as internal ({mark}), but outsiders will read it.",
    "ja": "社内向けを示す表記（{mark}）がありますが、この文面は社外に届きます。",
}
_LINK_REASON: Localised = {
    "en": "This address is for colleagues only, but outsiders will read the text.",
    "ja": "社内専用のリンクですが、この文面は社外に届きます。",
}
_COPIED_REASON: Localised = {
    "en": "This sentence stands only in the text for colleagues; check that outsiders may read it.",
    "ja": "社内向けの文面だけにある文です。社外に公開してよい内容か確認してください。",
}


def find(text: Text) -> Iterator[Finding]:
    """The channel first, then marks and links, then copied sentences."""
    if text.internal:
        on_own_page = text.channel is Channel.STATUS_PAGE and text.context.has_own_page
        if text.channel in OPEN_TO_ALL and not on_own_page:
            yield _wrong_channel(text)
        return
    for passage in text.passages:
        yield from _marks(passage)
        yield from _links(passage, text.context.internal_links)
        yield from _copied(passage, text)


def _wrong_channel(text: Text) -> Finding:
    name, body = NAMES[text.channel], text.passages[1]
    reason = {
        "en": f"This text is for colleagues, and anybody reads this channel ({name['en']}).",
        "ja": f"社内向けの文面ですが、{name['ja']}は誰でも閲覧できます。",
    }
    return finding("wrong_audience", body, (0, len(body.raw)), reason)


def _marks(passage: Passage) -> Iterator[Finding]:
    folded = passage.folded
    found = [match.span("mark") for marks in MARKS for match in marks.finditer(folded.text)]
    done = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start < done:
            continue
        done = end
        span = folded.origin(start, end)
        mark = shown(passage.raw[slice(*span)])
        reason = {language: words.format(mark=mark) for language, words in _LABEL_REASON.items()}
        yield finding("wrong_audience", passage, span, reason)


def _links(passage: Passage, links: tuple[str, ...]) -> Iterator[Finding]:
    pattern = _pattern(links)
    if pattern is not None:
        for match in pattern.finditer(passage.folded.text):
            yield finding(
                "wrong_audience", passage, passage.folded.origin(*match.span()), _LINK_REASON
            )


@lru_cache(maxsize=256)
def _pattern(links: tuple[str, ...]) -> re.Pattern[str] | None:
    """The links whatever their scheme and case, with what follows them in the same address."""
    bare = {
        re.sub(r"(?i)^[a-z][a-z0-9+.-]*:(?://)?", "", fold(link).text.strip()) for link in links
    }
    written = [re.escape(link.rstrip("/")) for link in sorted(bare, key=lambda b: (-len(b), b))]
    known = "|".join(link for link in written if link)
    if not known:
        return None
    return re.compile(
        rf"(?i)(?:\b[a-z]{{2,10}}:(?://)?)?(?:{known})(?![A-Za-z0-9])[^\s<>\"')\]」』）】。、]{{0,300}}+"
    )


def _copied(passage: Passage, text: Text) -> Iterator[Finding]:
    """Sentences that stand in a text for colleagues and in no other one for outsiders."""
    internal = _spoken(text, internal=True)
    if not internal:
        return
    told = _spoken(text, internal=False)
    least = _LONG_ENOUGH.get(text.speech, _LONG_ENOUGH_ELSEWHERE)
    folded = passage.folded
    for start, end in sentences(folded.text):
        words = _plain(folded.text[start:end])
        alone = len(words) >= least and words in internal and words not in told
        if alone and _COLLEAGUES.search(words):
            span = folded.origin(start, end)
            yield finding("wrong_audience", passage, span, _COPIED_REASON, level=Level.WARN)


def _spoken(text: Text, *, internal: bool) -> frozenset[str]:
    """The sentences of the other texts of the message, for colleagues or for outsiders."""
    others = [one for one in text.context.siblings if one.internal == internal]
    return frozenset().union(*(_said(one) for one in others if not _is_same(one, text)))


def _is_same(sibling: Sibling, text: Text) -> bool:
    where = (sibling.language, sibling.audience, sibling.channel)
    return where == (text.language, text.audience, text.channel)


@lru_cache(maxsize=64)
def _said(sibling: Sibling) -> frozenset[str]:
    whole = fold(f"{sibling.subject}\n{sibling.body}").text
    return frozenset(_plain(whole[start:end]) for start, end in sentences(whole))


def _plain(sentence: str) -> str:
    return " ".join(sentence.casefold().split())


RULE = Rule(
    code="wrong_audience",
    name={"en": "Wrong audience", "ja": "宛先の誤り"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
    firm=True,
)
