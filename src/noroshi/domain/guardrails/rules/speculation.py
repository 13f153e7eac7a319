"""No guesses (PagerDuty: "no lies, no guesses"; R6: nothing vague).

A guess that turns out wrong costs more trust than an open "we do not know yet". Guesses at the
cause, at what was repaired and at what comes next are found. How customers may be hit is no
guess: "some customers may see errors" and 表示されない場合があります say honestly that not everyone
is. Quotations and texts for colleagues only are left alone.

Bad (en): We think the database is the cause.
Bad (en): The errors might be caused by a network fault.
Good (en): We do not know the cause yet. Some customers may see errors.
Bad (ja): 原因は、データベースの不具合と思われます。
Good (ja): 原因は調査中です。決済が完了しない場合があります。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.quotes import unquoted
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.guardrails.sentences import sentences
from noroshi.kernel import late

# Said of anything, these are guesses.
_GUESS = {
    "en": late.pattern(
        r"""\b(?:
        (?:we|i|our\s\w{1,15})\s(?:(?:currently|now|still|strongly|also)\s)?
            (?:think|thinks|guess|suspect|suspects|assume|presume|suppose|reckon|believe|believes)\b
        |(?:probably|presumably|supposedly|apparently|seemingly|perhaps|maybe)\b
        |(?:it|this|that|there|which)\s(?:now\s|also\s)?(?:seems?|appears?|looks\s(?:like|as\s(?:if|though)))\b
        |(?:seems?|seemed|appears|appeared|appear)\sto\s(?:have|be|lie|come|originate|stem|work|help)\b
            (?!\s(?:frozen|stuck|empty|blank|slow|loading|missing|unresponsive))
        |(?:is|was|are|were)\s(?:very\s|most\s|quite\s)?likely\s(?:caused|due|related|because|a|an|the|linked)\b
        |(?:most|very|quite)\slikely\b(?!\sto\b)|likely\s(?:root\s)?(?:cause|culprit|reason|due|caused)\b
        |(?:possible|potential|probable|suspected|presumed|assumed)\s(?:root\s)?(?:cause|causes|culprit|reason)\b
        |as\sfar\sas\swe\s(?:can\s(?:tell|see|judge)|know)|to\s(?:the\sbest\sof\s)?our\sknowledge
        |we(?:'re|\sare)\s(?:fairly|pretty|quite|reasonably|almost|nearly|more\sor\sless)\s(?:sure|certain|confident)
        |(?:a|an|our|one|the|working|current|educated|best|wild|rough)\s(?:best\s|working\s|current\s)?
            (?:guess|hypothesis|theory|assumption|suspicion|hunch)\b
        |(?:early|first|initial|preliminary)\s(?:signs?|indications?|evidence|findings|results|analysis)
            (?:\s\w{1,15}){0,2}?\s(?:points?|suggests?|indicates?)\b
        |(?:signs?|evidence|everything|all\ssigns|findings|symptoms|metrics|data|logs|investigation)
            \s(?:so\sfar\s)?(?:points?\s(?:to|at|towards?)|suggests?)\b
        |there\s(?:are|is)\s(?:signs?|indications?|some\sevidence)\sthat
        |might\shave\s(?:caused|triggered|led|contributed|been)
        |(?:suspected|believed|thought|assumed|presumed)\sto\s(?:be|have|lie)\b
        |we(?:'re|\sare)\s(?:guessing|assuming|speculating|suspecting)
        )""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "ja": late.pattern(
        r"おそらく|恐らく|たぶん|多分(?!野)|かも(?:しれ|知れ)(?:ません|ない|ず)|憶測では|推測の域"
        r"|と(?:思われ|おもわれ|推測|推察|推定|みられ|見られ|見込まれ)(?:る|ます|て|し|いたし|の|、|。|原因)"
        r"|(?:もの|こと)と(?:思い|考えられ)ます|と考えられ(?:る|ます|て)|と考えられ、"
        r"|推定(?:される)?原因|原因と?(?:推定|推測)|考えられる原因"
        r"|と(?:見|み)て(?:い|お|調査|確認|お知らせ)|(?<!以下の)(?<!次の)(?<!下記の)(?<!上記の)ようです"
        r"|(?:た|る|の)模様(?:です|で(?:す|あ|ご)|。|$)|(?:た|る|い|の|ない)(?<!素晴)らしい(?:です|のです|。|とのこと)"
        r"|はずです|はずでございます|疑(?:って|いを持って)(?:い|お)|と?が?疑われ(?:ます|て(?:い|お))"
        r"|ではない(?:か|かと)(?:と|思|考|み|見)|でしょう(?!か)|気がし"
    ),
}
# Said of a cause, these are guesses; said of an effect on customers they are honest.
_HEDGE = {
    "en": late.pattern(
        r"\b(?:may|might|could)\s(?:well\s|also\s|possibly\s)?(?:be|have\sbeen|lie|have)\s"
        r"(?:(?:caused|triggered|due|related|linked|connected|because|behind|at\sfault|in|with|led|to\sblame)\b(?!\sto\sbe)"
        r"|(?:\w{1,12}\s){0,3}?(?:cause|reason|culprit|result\sof|root|origin|source|bug|"
        r"(?:issue|problem|fault|failure|error|trouble|attack)\s(?:in|at|with|on|of|from))\b)"
        r"|\b(?:cause|reason|culprit|problem|fault|issue|trouble)\s(?:may|might|could)\s(?:well\s)?(?:be|lie|have|come|stem)\b"
        r"|\bpossibly\b|\bpotentially\b|\bit(?:\sis|'s)\s(?:also\s)?possible\b|\blikely\b|\bpossible\sthat\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"可能性|想定され|と想定|と考えて(?:い|お)|と思(?:い|って)|予想され|見込まれ|考えられ|推定|推測|かと(?:思|存)|のよう"
    ),
}
_CAUSE = {
    "en": late.pattern(
        r"\b(?:caus(?:e|es|ed|ing)|reasons?|due\sto|because|root|related\sto|result\sof|origin\w{0,6}|"
        r"fault\s(?:in|at|is|lies)|culprit|source\sof|stems?|stemming|triggered|to\sblame|bug\sin|"
        r"(?:problem|issue|trouble|fault|error)\s(?:may|might|could)\s(?:lie|be\s(?:with|in|at|on|a))|"
        r"connected\s(?:to|with)|linked\sto|behind\s(?:this|it|the))\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"原因|起因|要因|によるもの|に(?:より|よって)発生|発端|引き金|きっかけ|(?:障害|不具合|問題|故障|異常)(?:で|の|が(?:あ|発))"
        r"|ためと|攻撃"
    ),
}
# Who says that he does not guess, or that the cause is not known, guesses nothing.
_DENIED = {
    "en": late.pattern(
        r"\b(?:not|never|no|without|rather\sthan|instead\sof|avoid|n't)\s(?:\w{1,12}\s){0,2}?$",
        re.I,
    ),
    "ja": late.pattern(r"$(?!)"),
}
# "Sorry for any trouble this might have caused" is no guess at a cause.
_ANY_TROUBLE = late.pattern(r"sorry|apolog|inconvenien|trouble|\bany\b", re.IGNORECASE)
_DENIAL = {
    "en": late.pattern(r"$(?!)"),
    "ja": late.pattern(
        r"[^。\n]{0,12}?(?:は(?:控|差し控|いたしません|行いません|書きません|ありません|ございません|ない)|"
        r"の(?:段階|域)で(?:は|お伝えでき)|(?:お)?伝えしないで|伝えないで|書かない|話さない|申し上げ(?:られ|でき|るこ))"
    ),
}
_EFFECT = {
    "en": late.pattern(
        r"\b(?:customers?|users?|shops?|merchants?|you|people|orders?|payments?|visitors?|"
        r"buyers|readers|subscribers|webhooks|e-?mails?|invoices?|reports?|pages?|refunds?)\b"
        r"(?:\s\S{1,20}){0,6}?\s$",
        re.IGNORECASE,
    ),
    "ja": late.pattern(r"$(?!)"),
}
_SHORTEST = 4  # らしい。
_REASON = {
    "en": "This is a guess: say what is known, or say that it is not known yet.",
    "ja": "推測の表現です。確認できた事実だけを書くか、「現時点では分かっておりません」と書いてください。",
}


def find(text: Text) -> Iterator[Finding]:
    """Each guess, in texts that leave the house."""
    if text.internal or text.speech not in _GUESS:
        return
    for passage in text.passages:
        yield from _in_passage(passage, text.speech)


def _in_passage(passage: Passage, speech: str) -> Iterator[Finding]:
    folded = passage.folded_prose
    spoken = unquoted(folded.text)
    for start, end in sentences(spoken):
        match = _guess(spoken[start:end], speech)
        if match is not None:
            first, last = start + match.start(), start + match.end()
            origin = folded.origin(first, last)
            yield finding("speculation", passage, origin, _REASON, level=Level.WARN)


def _guess(sentence: str, speech: str) -> re.Match[str] | None:
    """The first guess of a sentence: one is enough to make the writer look."""
    if len(sentence) < _SHORTEST:
        return None
    for match in _GUESS[speech].finditer(sentence):
        if not _denied(sentence, match, speech):
            return match
    if not _CAUSE[speech].search(sentence):
        return None
    for match in _HEDGE[speech].finditer(sentence):
        before = sentence[max(0, match.start() - 60) : match.start()]
        if not _EFFECT[speech].search(before) and not _denied(sentence, match, speech):
            return match
    return None


def _denied(sentence: str, match: re.Match[str], speech: str) -> bool:
    before = sentence[max(0, match.start() - 40) : match.start()]
    if match[0].lower().endswith("have caused") and _ANY_TROUBLE.search(before):
        return True
    if _DENIED[speech].search(before):
        return True
    return _DENIAL[speech].match(sentence, match.end()) is not None


RULE = Rule(
    code="speculation",
    name={"en": "Guess", "ja": "推測の表現"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
