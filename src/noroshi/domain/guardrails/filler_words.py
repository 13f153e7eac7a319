"""Greetings and filler by how they go: a whole line, a whole sentence, an opening, a few words.

Regular expressions on folded text, without groups.
"""

from __future__ import annotations

import re

from noroshi.kernel import late

_NAMED = r"(?:[ ][\w'&.-]{1,25}){0,4}"
_THANKED = (
    r"(?:continued |kind |ongoing |great |valued )*?(?:patience|understanding|cooperation|co-operation|"
    r"support|trust|loyalty|business|attention|forbearance|indulgence)"
)
_AND = rf"(?:(?:,? and|,|&) (?:your )?{_THANKED}){{0,3}}"
_THANKS = (
    r"(?:thank you|thanks|thank|many thanks|we thank you|we'd like to thank you|we would like to thank you|"
    r"we (?:\w{1,12} )?appreciate|we are grateful|(?:our )?thanks)"
    rf"(?: again| so much| very much| once again| in advance)*?(?: for| to)? (?:all of )?your {_THANKED}{_AND}"
)

LINES = {
    "en": late.pattern(
        rf"(?:(?:dear|hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)){_NAMED}[ ]*[,.!:-]*"
        rf"|to (?:all )?(?:of )?our (?:valued )?(?:customers|users|clients|partners)[,:]"
        r"|(?:(?:with )?(?:best|kind|warm|warmest|kindest) )?regards[,.]*|(?:yours )?(?:sincerely|faithfully|truly)"
        r"(?: yours)?[,.]*|best wishes[,.]*|cheers[,.]*|many thanks[,.!]*|thank you[,.!]*|thanks[,.!]*)",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:拝啓|敬具|前略|草々|謹啓|敬白|以上)[、。]?"
        r"|(?:[^。、\n]{0,20}?(?:お客(?:さま|様)|利用者|ユーザー?|会員|関係者|お取引先|加盟店)(?:の皆(?:さま|様))?(?:さま|様)?)[ 　]?各位"
        r"|(?:お客(?:さま|様)|[^。、\n]{0,10}ご担当者?(?:さま|様))へ?[、,]?"
    ),
}
"""What fills a line of its own: "Dear customer,", "Kind regards", お客さま各位."""

SALUTATION = {
    "en": late.pattern(
        r"(?:dear|hi|hello|hey|greetings|good (?:morning|afternoon|evening|day))(?:[ ][\w'&.-]{1,25}){0,4}?(?:[,!:](?= )| -(?= ))",
        re.IGNORECASE,
    ),
    "ja": late.pattern(r"(?:拝啓|前略|謹啓)[、 ]*"),
}
"""The same before the first sentence, on one line with it: "Hello everyone, we are sorry"."""

SENTENCES = {
    "en": late.pattern(
        rf"(?:{_THANKS}|your {_THANKED}{_AND} (?:is|are) (?:\w{{1,12}} )?(?:appreciated|valued|important to us)"
        r"|(?:we|i) (?:do )?(?:sincerely )?hope (?:that )?(?:this|you|all is|everything is)"
        r"(?: (?:e-?mail|mail|message|note|notice|letter|update))?(?: (?:finds|are|reaches|is))?"
        r"|hop(?:e|ing) (?:this|you|all is)[^.\n]{0,20} (?:finds|well)"
        r"|thank(?:s| you) for (?:being|choosing|using|trusting|staying|sticking|bearing)\b"
        r"|(?:please |kindly )?(?:stay tuned|bear with us|hang tight|sit tight)"
        r"|we (?:truly |really |deeply |highly )?(?:value|appreciate) your (?:business|trust|loyalty|custom)"
        r"|(?:at [\w ]{2,30}, )?(?:we|our team) (?:takes?|are taking|is taking) (?:[\w']{1,15} ){1,6}(?:very |extremely |so )?seriously"
        r"|your (?:satisfaction|experience|business) is (?:very |extremely )?important to us"
        r"|have a (?:great|nice|good|lovely|wonderful) (?:day|evening|weekend|week)"
        r"|(?:we|our \w{1,15}) (?:are|is) (?:all )?(?:here to help|here for you))\b",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:(?:いつも|平素(?:は|より)?|日頃(?:は|より)?|日ごろ(?:は|より)?|毎度|大変|常日頃より?)[^。\n]{0,45}?"
        r"(?:お世話にな|ありがとう|有難う|御礼|お礼|感謝)"
        r"|お世話になって(?:おり|い)ます|時下(?:、)?(?:ますます|益々)|(?:貴社|皆(?:さま|様))(?:には|に(?:お|置)かれましては)?[、]?(?:ますます|益々)"
        r"|[^。\n]{0,10}ご?(?:清栄|清祥|隆盛|健勝)のこと|(?:格別の|多大なる|ひとかたならぬ)(?:お引き立て|ご高配|ご愛顧|ご厚情)"
        r"|(?:今後とも|引き続き|何卒|なにとぞ|どうぞ|以上)?[、,]?[^。\n]{0,25}?(?:何卒|なにとぞ|どうぞ|今後とも|引き続き)[^。\n]{0,25}?(?:お願い|願い上げ)"
        r"|(?:以上[、,])?(?:今後とも|引き続き|何卒|なにとぞ|どうぞ)[^。\n]{0,30}?(?:お願い|願い上げ)"
        r"|(?:以上[、,]?)?よろしくお願い"
        r"|[^。\n]{0,12}?ご(?:理解|了承|容赦|海容|寛恕|協力)(?:と|・|及び|および|ならびに|並びに|、)?(?:ご?(?:理解|協力|了承|容赦))?"
        r"(?:の(?:ほど|程))?[^。\n]{0,8}?(?:お願い|賜り|いただ(?!きやす|けるよう)|頂|くださ|下さ|願い|感謝|ありがとう)"
        r"|[^。\n]{0,8}?ご査収|取り急ぎ[^。\n]{0,12}(?:まで|申し上げ|いたし)|(?:どうぞ)?ご安心(?:くだ|下)さい"
        r"|(?:いま|今)?(?:しばらく|暫く|少々)[^。\n]{0,6}お待ち(?:くだ|下|いただ|願)"
        r"|(?:皆(?:さま|様)の)?ご(?:愛顧|支援)(?:を|に|の)[^。\n]{0,12}(?:賜|感謝|お願い|ありがとう))"
    ),
}
"""What a sentence begins with that carries nothing else."""

LEADS = {
    "en": late.pattern(
        r"(?:(?:we|i)(?: would|'d) (?:like|wish|want) to (?:inform|let|notify|advise|tell|update|make)|"
        r"(?:we|i) (?:want|wanted|wish) to (?:inform|let|notify|advise|tell|update)|"
        r"(?:we|i)(?:'m| am|'re| are) (?:writing|reaching out|contacting you) to (?:inform|let|notify|advise|tell|update)|"
        r"this (?:e-?mail|mail|message|notice|note) is to (?:inform|let|notify|advise|tell|update))"
        r" (?:you(?: all)?|our customers|everyone|all customers)(?: know| aware)?,? (?:that|about the fact that)\b,?"
        r"|(?:please|kindly) (?:be (?:advised|informed|aware|assured|reminded)|note|rest assured|know)(?:,)? that\b"
        r"|(?:you can |you may )?rest assured(?:,)?(?: that)?\b,?"
        r"|(?:we|i) regret to (?:inform|advise|tell) you that\b(?! we| i)"
        r"|it has come to our attention that\b|as you (?:may|might|probably) (?:already )?(?:know|be aware|have noticed),?",
        re.IGNORECASE,
    ),
    "ja": late.pattern(r"お?客(?:さま|様)に(?:お|置)かれましては、?"),
}
"""Openings: what follows stands on its own."""

WORDS = {
    "en": (
        (late.pattern(r"\bvalued (?=customers?|users?|clients?|merchants?)", re.I), ""),
        (late.pattern(r"(?:please )?(?:do not|don't) hesitate to\b", re.I), "please"),
        (late.pattern(r"(?:please )?feel free to\b", re.I), "please"),
        (
            late.pattern(
                r"(?<=working )(?:tirelessly|diligently|feverishly|around the clock) ?", re.I
            ),
            "",
        ),
        (late.pattern(rf"(?:,? and|;|,) {_THANKS}", re.I), ""),
    ),
    "ja": (
        (late.pattern(r"鋭意[、,]?"), ""),
        (late.pattern(r"お気軽に"), ""),
        (
            late.pattern(
                r"(?<=ん)(?:ので|ため)[、,](?:どうぞ)?ご安心(?:くだ|下)さい(?:ませ)?(?=。|$)"
            ),
            "",
        ),
    ),
}
"""A few words within a sentence, and what stays in their place."""
