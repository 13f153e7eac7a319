"""Every message says what customers notice, in their words (R1, R6, P9).

"Trouble", "an issue" and "degraded performance" are our words. A customer cannot pay, sees an
error, waits, or misses an e-mail. What the fault did inside ("a configuration error") is no
effect either. Resolving messages and final reports say it too, since for some readers they are
the first: they must recognise what they saw. The subject counts where the channel shows one. An
answer to the question of the checklist counts whatever its words. Texts for colleagues only are
exempt.

Bad (en): We are sorry for the trouble with Checkout in Europe. We are working on it.
Bad (en): We are sorry. A configuration error in one of our systems affects some customers.
Good (en): We are sorry that some customers in Europe cannot pay by card.
Good (en): We are sorry that order e-mails arrive up to an hour late.
Bad (ja): 欧州のチェックアウトに不具合が発生しており、誠に申し訳ございません。
Good (ja): 欧州の一部のお客さまで決済エラーが続いており、誠に申し訳ございません。
Good (ja): 注文確認メールの到着が遅れており、誠に申し訳ございません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.channel import SHORT, Channel
from noroshi.domain.guardrails.folding import fold
from noroshi.domain.guardrails.insertion import after_first_paragraph, as_paragraph
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding
from noroshi.domain.incident import Stage
from noroshi.kernel import late

_EFFECTS = {
    "en": late.pattern(
        # What nobody can do. What we cannot do ("we cannot say") is no effect.
        r"(?<!\bwe )(?<!\bi )\b(?:cannot|can't|could not|couldn't|can no longer|can only)\b"
        r"|(?<!we are )(?<!we were )(?<!we're )(?<!not )\b(?:unable|not able|impossible) to\b"
        r"|\bnot (?:be )?(?:able|possible)\b|\bimpossible\b"
        r"|\b(?:prevent|stop|keep|block)(?:s|ed|ing|ped|ping)? (?:\w{1,12} ){0,4}?from\b"
        # What they see.
        r"|(?<!no )(?<!without )(?<!any )(?<!configuration )(?<!human )(?<!software )"
        r"\berrors?\b(?! (?:in|of) (?:our|one of our|the) (?:\w{1,15} )?"
        r"(?:configuration|systems?|network|code|software|set-up))"
        r"|(?<!not )\bfail(?:s|ed|ing|ures?)?\b"
        r"|(?<!not )\b(?:declined|rejected|refused|denied|dropped|lost|missing|missed|duplicated|"
        r"interrupted|disconnected|truncated|garbled|overcharged)\b"
        r"|\bcharged (?:\w{1,10} )?(?:twice|two times|more than once)\b|\btwice\b|\bduplicates?\b"
        r"|\btim(?:e[sd]?|ing)[ -]?outs?\b|\btimeouts?\b|\bcrash(?:es|ed|ing)?\b"
        # What they wait for.
        r"|\bslow(?:er|ly|ness|s|ed)?\b|\bsluggish\b|\blag(?:s|ging|ged)?\b|\blatency\b"
        r"|(?<!no )(?<!without )\bdelay(?:s|ed|ing)?\b|\blong(?:er)? (?:than|to)\b"
        r"|\b(?:high|long|increased|elevated)(?:er)? (?:response|load|wait|queue|page|processing|build|error)\b"
        r"|\bqueue?ing\b|\bdowntime\b|\bunavailability\b|\bstale\b"
        r"|\b(?:issues?|problems?|trouble|difficult(?:y|ies)) (?:with |when |while |in )?(?!affect|impact|caus|"
        r"involv|regard|concern|relat|result|occurr|requir|be|exist|includ|surround|remain)\w{3,12}ing\b"
        r"|\b(?:is|are|was|were|be|been) not (?:being )?(?!affect|impact|expect|identif|resolv|fix|confirm|"
        r"determin|plann|relat|finish|charg|need|requir|limit|solv)\w{3,12}ed\b"
        r"|\b(?:too |minutes? |hours? |days? |arriv\w{1,4} |up |so )late\b|\blater than (?:usual|normal)"
        r"|\bwait(?:s|ing)? (?:times?|longer|for (?:the|a|an|their|up|more))\b"
        r"|\b(?:customers|shops|users|orders|payments|[A-Z]\w{1,15}) (?:must |have to )?wait\b"
        r"|\btak(?:e|es|ing) (?:much |far |up |several |more |minutes|longer|too long)"
        # What does not work.
        r"|(?<!not )\b(?:unavailable|inaccessible|unreachable|unresponsive|unusable|offline|down)\b"
        r"|\b(?:do(?:es)?|did|is|are|was|were|has|have|will|may)(?:n't| not) (?:\w{1,10} )?"
        r"(?:work|load|open|appear|arriv|show|respon|display|updat|receiv|reach|complet|deliver|"
        r"sen[dt]|sav|start|sync|refresh|finish|play|connect|going through|get|see|go through|"
        r"available|accept|return|visible|usable|accessible|reachable)\w{0,4}\b"
        r"|\bstop(?:s|ped|ping)? (?:work|respond|load|send|arriv|receiv)\w{0,4}\b|\bnot working\b"
        r"|\bno (?:longer|e-?mails?|messages?|payments?|orders?|data|results?|access|response|reply)\b"
        r"|\b(?:blank|empty|white|wrong|incorrect|outdated|stale|broken|incomplete|old) "
        r"(?:\w{1,12} )?(?:pages?|screens?|prices?|figures?|numbers?|data|results?|values?|amounts?|"
        r"links?|images?|lists?|totals?|orders?|versions?)\b"
        r"|\bout of date\b|\blos(?:e|es|ing) (?:\w{1,12} ){0,2}(?:access|connection|data|orders?)\b"
        r"|\bloss of (?:access|service|connect\w{1,6}|data)\b|\bsigned out\b|\blogged out\b"
        r"|\b(?:stuck|frozen|freez(?:es|ing)|hang(?:s|ing)|intermittent(?:ly)?|unexpectedly)\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        # What nobody can do. What we cannot do yet (特定できておりません) is no effect.
        r"(?<!確認)(?<!特定)(?<!判断)(?<!判明)(?<!把握)(?<!お伝え)(?<!断定)(?<!公表)(?<!回答)(?<!案内)"
        r"(?<!お約束)(?:でき|出来)(?:ない|ません|なく|なかっ|ず|にくく|にくい|づらい)"
        r"|(?:いただけ|頂け|れ|え|せ|け|て|め)(?:ない|ません|なく|なかっ)(?!(?:よう|で|お))"
        r"|(?:つなが|繋が|届か|開か|動か|動作し|表示され|反映され|完了し|応答し|応答が|更新され|送信され|送られ|"
        r"進ま|使え|見え|始まら|保存され|受け取れ|入れ|読み込まれ)(?:ない|ません|なく|なかっ|ず)"
        r"|届いて(?:おりません|いません|いない|おらず)|(?:利用|使用|接続|アクセス|送信|受信|閲覧|購入|操作|ログイン)不(?:可|能)"
        # What they see.
        r"|(?<!設定)(?<!構成)(?<!ない)エラー"
        r"(?!(?:は|も)?[^。\n]{0,10}(?:ありません|ございません|おりません|いません))"
        r"|失敗(?!(?:は|も)[^。\n]{0,8}(?:ありません|ございません))|タイムアウト|(?:誤っ|間違っ)た(?!設定|操作|手順)"
        r"|(?:二重|重複)(?!は(?:ありません|ございません))|拒否され|文字化け|白い画面|真っ白|途切れ|切断|強制終了|消え"
        # What they wait for.
        r"|(?:遅延|遅れ|遅く|遅い)(?!(?:は|も)[^。\n]{0,8}(?:ありません|ございません|おりません|いません))"
        r"|(?:時間|時間が)(?:が)?(?:かか|を要)|(?:し|り|け|き|え|れ)(?:づら|にく|つら|難)[いく]"
        # What does not work.
        r"|停止し|(?:が|は|の|一時|一部|全面)停止|中断|不安定|断続的に|利用不能|使用不能|ご利用になれ|反応し?な"
        r"|落ち|ダウンし|古い(?:情報|データ|内容)|欠落|未着|不達"
    ),
}
# What a fault did inside, or why: not what a customer notices.
_CAUSES = {
    "en": late.pattern(
        r"\b(?:due to|because of|caused by|as a result of|traced to|triggered by|"
        r"cause (?:is|was)|stem(?:s|med) from|"
        r"(?:find|found|identified|fix(?:ed|ing)?|located) (?:the|an?|this)(?= (?:error|failure)\b))"
        r"[^.,;:\n]{0,120}+",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:原因(?:は|としては)、?|設定)[^。、\n]{0,60}+|(?:機器|装置|部品|回線|サーバー?|ディスク|通信)[^。、\n]{0,6}"
        r"(?:故障|停止|エラー|失敗)[^。、\n]{0,6}(?:により|によって|による|のため|が原因|に起因|に伴)"
    ),
}
_NO_SUBJECT = SHORT - {Channel.PUSH}
_REASON = {
    "en": "The message does not say what customers notice; say it in their words.",
    "ja": "お客さまにどのような症状が出ているかが書かれていません。お客さまから見た言葉で書いてください。",
}
_LABEL = {"en": "Add the answer from the checklist", "ja": "チェックリストの回答を加える"}


def find(text: Text) -> Iterator[Finding]:
    """One finding if neither subject nor body says what customers notice."""
    if text.internal or text.speech not in _EFFECTS or text.stage is Stage.COMPLETED:
        return
    answer = _answer(text)
    shown = text.passages[text.channel in _NO_SUBJECT :]
    if any(_says(passage.folded_prose.text, text.speech, answer) for passage in shown):
        return
    body = text.passages[1]
    if not answer:
        yield finding("no_effect", body, (0, 0), _REASON, level=Level.WARN)
        return
    at = after_first_paragraph(body.raw)
    mend = as_paragraph(answer, text.speech)
    yield finding(
        "no_effect", body, (at, at), _REASON, level=Level.WARN, mend=mend, mend_label=_LABEL
    )


def _answer(text: Text) -> str:
    known = text.context.known
    return ((known and known.effect) or "").strip()


def _says(folded: str, speech: str, answer: str) -> bool:
    if answer and fold(answer).text.rstrip(".。 ") in folded:
        return True
    outside = _CAUSES[speech].sub(" ", folded)
    return _EFFECTS[speech].search(outside) is not None


RULE = Rule(
    code="no_effect",
    name={"en": "No effect", "ja": "症状の記載がない"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
