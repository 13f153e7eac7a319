"""While the cause is known, a message says what customers can do meanwhile (P3, P9).

At the stages "identified" and "monitoring" it names another way, asks for something that helps
("please try again"), says that there is nothing to do, or that no way is known yet: that, too, is
an answer. To ask for patience is none. While monitoring, a message that says that everything
works again needs no way around. Short channels carry the link instead. Texts for colleagues only
are exempt.

Bad (en): We are sorry that some card payments fail. We have found the cause.
Bad (en): We are sorry that some card payments fail. Please bear with us.
Good (en): We are sorry that some card payments fail. Bank transfer works as usual.
Good (en): We are sorry that some card payments fail. We do not know a workaround yet.
Bad (ja): 決済エラーが続いており、誠に申し訳ございません。今しばらくお待ちください。
Good (ja): 決済エラーが続いており、誠に申し訳ございません。銀行振込は通常どおりご利用いただけます。
Good (ja): 誠に申し訳ございません。代わりの方法は、現時点では見つかっておりません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.channel import SHORT
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.insertion import after_first_paragraph, as_paragraph
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding
from noroshi.domain.incident import Stage
from noroshi.kernel import late

# To ask for patience, or to point to news, gives nobody a way to go on.
_IDLE_EN = (
    r"accept|bear|be (?:patient|assured|aware|advised)|note|see|visit|check (?:back|our|the|this)|"
    r"follow|subscribe|read|excuse|forgive|stand by|stay|rest|know|understand|look|"
    r"wait(?! (?:an? |one |two |few |[0-9]|until|before))|watch|find|monitor|expect|"
    r"(?:contact|write|call|reach|ask)[^.\n]{0,40}(?:questions?|information|details)"
)
_ANSWERS = {
    "en": late.pattern(
        r"\bwork[- ]?arounds?\b|\bway around\b|\balternatively\b|\binstead\b"
        r"|\b(?:an?|the|as|no|use|only|good|known) alternatives?\b|\balternatives? (?:is|are|ways?|methods?|payment)\b"
        rf"|\bplease (?:(?:do not|don't|also|now|still|first|simply|only) )*+(?!{_IDLE_EN})[a-z]{{2,15}}\b"
        r"|\b(?:you|customers|users|shops|merchants|everyone|readers|they|buyers) "
        r"(?:can|could|may|are able to)(?! (?:not|no longer|only see|expect|follow|read|see|find|"
        r"check|experience|notice|have|be|encounter|continue to (?:see|experience)))\b"
        r"|\b(?:try|retry|tried|trying)(?:ing)? (?:again|later|once more|the|your|a )|\bretr(?:y|ies|ied|ying)\b"
        r"|(?:^|[.:;] )\s*+(?:use|refresh|reload|restart|pay by|choose|switch to|clear|call)\b"
        r"|\b(?:works?|working|available|operat\w{1,5}|usable|accept\w{0,3}|function\w{0,3}) "
        r"(?:as usual|normally|fine|as normal|as before|meanwhile|in the meantime)\b"
        r"|\b(?:still|continues? to) works?\b|\bcan still\b|\bremains? (?:available|usable|possible|open)\b"
        r"|\bstill (?:available|possible|usable|accepted)\b|\bworks?(?=[.,;]| and\b)|\bworks (?:in|on|for|by|with|from) "
        r"|\bby (?:bank transfer|phone|telephone|hand|e-?mail|fax) (?:works?|is|are)\b"
        r"|\b(?:no|nothing|any) (?:\w{1,10} )?(?:action|change|step|to do|you (?:can|need))\b"
        r"|\b(?:do not|don't|need not) (?:have|need) (?:to )?(?:do|change|act|take|any)\w{0,4}\b"
        r"|\b(?:will|are|is|be) (?:automatically )?(?:retried|resent|re-sent|sent again|repeated|queued|kept)\b"
        r"|\bin the meantime, (?!we\b)|\bmeanwhile,? (?!we\b)"
        r"|\b(?:contact|tell|call|write to|let) (?:us|our support|support)\b[^.\n]{0,30}"
        r"\bif\b[^.\n]{0,40}\b(?:still|persists?|continues?|urgent|again|not|errors?|problem)\b"
        r"|\bif (?:you|it|the|this)[^.\n]{0,50}\b(?:still|persists?|continues?|again|urgent)\b"
        r"[^.\n]{0,40}\b(?:contact|tell|call|write|let us|send)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"回避策|回避方法|回避手順|回避いただ|回避する|代替|代わり|かわりに|代用|別の方法|他の方法|ほかの方法|暫定(?:的な)?(?:対処|対応)方法"
        r"|(?:は|も|では?)[^。\n]{0,16}(?:通常どおり|通常通り|問題なく|引き続き|正常に|従来どおり|これまでどおり)[^。\n]{0,14}"
        r"(?:利用|使え|動作|稼働|可能|でき|受け付け|いただけ)"
        r"|(?:利用|使用|支払い?|購入|注文|操作|確認|送信|受信|ログイン|再開|続行|処理|入力)(?:が|は|も|を)?"
        r"(?:いただけます|いただくことができます|いただくことが可能|できます|可能です|していただけます)"
        r"|(?:再度|もう一度|改めて|あらためて|再)(?:お?試し|お?操作|実行|読み込み|ログイン|送信|接続|起動|お手続き|お支払い|ご注文)"
        r"|(?:お試し|ご利用|お使い|お選び|お控え|ご使用|切り替えて|変更して|再読み込みして|更新して|再起動して|お支払い|お申し込み|"
        r"お申し付け|お戻し|選択して|ご注文|ご確認のうえ|ご対応)"
        r"(?:いただ(?:きますよう|きたく|くよう|くか|くことで|くと|けます|けれ)|くだ|下さ)"
        r"|(?:対応|操作|設定(?:の)?変更|作業|手続き?|お手続き|変更)(?:は|の必要は|いただく必要は|していただく必要は|等は)"
        r"[^。\n]{0,8}(?:不要|必要(?:は)?(?:ありません|ございません)|ありません|ございません)"
        r"|自動(?:的に|で)?(?:再送|再試行|再実行|反映|送信|処理)"
        r"|(?:続く|続いている|解消しない|改善しない|残る|お急ぎの|再発する|続いた)(?:お客さま|お客様|場合|方|とき)[^。\n]{0,50}"
        r"(?:ください|下さい|お願い|願います)"
    ),
}
# What we wait for is not over yet.
_UNSURE = {
    "en": late.pattern(
        r"\b(?:to (?:confirm|ensure|verify|see|make sure)|whether|until)\b[^.\n]{0,80}+",
        re.IGNORECASE,
    ),
    "ja": late.pattern(r"(?:復旧|解消|回復)(?:を確認できるまで|するまで|しましたら|し次第)"),
}
# That others are not hit is scope, and helps nobody who is.
_OTHERS = {
    "en": late.pattern(
        r"\b(?:other|remaining) (?:regions?|countries|customers|shops|users|services|components|features|"
        r"parts|products|systems)\b[^.;\n]{0,60}+",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:その他|そのほか|それ以外|他|ほか)の(?:地域|国|機能|サービス|お客|製品|店舗)[^。\n]{0,60}+"
    ),
}
_OVER = {
    "en": late.pattern(
        r"(?<!when )(?<!once )(?<!until )(?<!if )(?<!whether )"
        r"\b(?:it|this|that|the \w{1,12}) (?:is|should be) (?:now )?(?:over|resolved|solved|fixed)\b"
        r"|\b(?:work(?:s|ing)?|available|running|back|up|possible|accepted|arriv(?:e|es|ing)|succeed\w{0,3}) "
        r"(?:\w{1,12} ){0,2}?(?:again|normal|normally|now|as (?:usual|expected|normal))\b|\bback (?:to normal|up|online|in)\b"
        r"|\b(?:has|have|is|are) (?:now |been |fully |all )*(?:recovered|restored|returned|resolved|fixed|solved)\b"
        r"|\bwe(?:'ve| have) (?:now )?(?:resolved|fixed|solved) (?:the|this)\b|\b(?:as expected|successfully)\b"
        r"|\b(?:works?|working) (?:again|normally)|\brecovered\b|\bnormal again\b|\breturn(?:ed)? to normal\b"
        r"|\ball \w{1,12} (?:\w{1,12} )?now (?:go|work|succeed|arrive|complete)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:復旧|解消|回復|正常化|収束)(?:し|いたし|致し|でき|済|された|を確認|したもの|が確認)(?!だい|次第)"
        r"|(?:解消|復旧)している|(?:正常|通常どおり|通常通り)[^。\n]{0,14}(?:いただけ|動作し|利用でき|使え|完了し|稼働し)"
    ),
}
_STAGES = frozenset({Stage.IDENTIFIED, Stage.MONITORING})
_REASON = {
    "en": "The message does not say what customers can do meanwhile, or that no way is known yet.",
    "ja": "お客さまが今できること（なければ、まだ見つかっていないこと）が書かれていません。",
}
_NONE_YET = {
    "en": "We do not know a workaround yet.",
    "ja": "代わりの方法は、現時点では見つかっておりません。",
}
_SAY_NONE = {"en": "Say that none is known yet", "ja": "まだ見つかっていないことを書き加える"}
_SAY_WHICH = {"en": "Add the workaround", "ja": "代わりの方法を書き加える"}


def find(text: Text) -> Iterator[Finding]:
    """One finding if a message that should say it says nothing about a way to go on."""
    if text.internal or text.channel in SHORT or text.stage not in _STAGES:
        return
    answers = _ANSWERS.get(text.speech)
    if answers is None:
        return
    known = text.context.known
    fact = known.workaround if known else None
    body = text.passages[1]
    folded = body.folded_prose.text
    if answers.search(_OTHERS[text.speech].sub(" ", folded)) or (
        fact and fold(fact.strip()).text.rstrip(".。") in folded
    ):
        return
    if text.stage is Stage.MONITORING and _is_over(folded, text.speech):
        return
    yield _finding(text, fact)


def _is_over(folded: str, speech: str) -> bool:
    certain = _UNSURE[speech].sub(" ", _OTHERS[speech].sub(" ", folded))
    return _OVER[speech].search(certain) is not None


def _finding(text: Text, fact: str | None) -> Finding:
    body = text.passages[1]
    if fact is None:
        return finding("no_workaround", body, (0, 0), _REASON, level=Level.WARN)
    at = after_first_paragraph(body.raw)
    return finding(
        "no_workaround",
        body,
        (at, at),
        _REASON,
        level=Level.WARN,
        mend=as_paragraph(fact.strip() or _NONE_YET[text.speech], text.speech),
        mend_label=_SAY_WHICH if fact.strip() else _SAY_NONE,
    )


RULE = Rule(
    code="no_workaround",
    name={"en": "No workaround", "ja": "回避策の記載がない"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
