"""How people mark a text as internal, as regular expressions over folded text.

Most words that mark a text also stand in sentences about something else ("confidential data was
not affected", 社外秘の情報は含まれておりません). As a mark they are a label: alone at the start or
the end of a line, in brackets, before a colon or a dash, in capitals; or the sentence speaks of
"this message", or tells the reader not to pass it on. The group ``mark`` is what to point at.
"""

from __future__ import annotations

import re

from noroshi.kernel import late

_TEXT_EN = (
    r"(?:memo|notes?|update|notice|draft|message|e-?mail|mail|announcement|communication|briefing|version|text|"
    r"document|information|thread|report|post|page|channel|summary|timeline)"
)
_LABEL_EN = (
    r"(?i:(?:for )?(?:company )?internal (?:use|eyes|circulation|distribution|audience|purposes|teams?|staff)(?: only)?|"
    r"(?:for )?(?:company[- ])?internal[- ]only|internal (?:and|&|/) confidential|"
    r"(?:strictly|company|highly|private (?:and|&)|commercial in) confidential(?: and internal)?|"
    rf"confidential (?:and|&) (?:internal|proprietary)|(?:internal|confidential) {_TEXT_EN}(?: only)?|"
    r"not for (?:the )?(?:customers?|clients|external|public|publication|release|onward|further|general|distribution|"
    r"circulation)(?: (?:use|release|distribution|circulation|viewing|consumption|publication|eyes|sharing))?|"
    r"not for (?:(?:onward|further|external|general|public|any) )?(?:distribution|circulation|disclosure|release|"
    r"publication|forwarding|sharing) (?:to|outside|beyond|with|among) (?:(?:the|our|any|other|third|[A-Z][\w&.-]{0,30}) ?){0,3}"
    r"(?:customers?|clients?|partners?|suppliers?|resellers?|merchants?|parties|party|company|group|public|press|media|externals?)?|"
    r"(?:(?:internal|company) (?:use|information|document)|company internal|property of [A-Z][\w&.-]{0,30}(?: [A-Z][\w&.-]{0,30}){0,3}"
    r",? (?:confidential|internal))|"
    r"(?:classification|sensitivity|confidentiality|data class|security class)(?: level)?: ?(?:\w{1,12} )?"
    r"(?:internal|confidential|restricted|secret)(?: use)?(?: only)?|"
    r"(?:for )?(?:staff|employees?|colleagues|company|[A-Z][\w&.-]{1,30} (?:staff|employees)) (?:eyes )?only|(?:for (?:your|internal) )?eyes only|"
    r"need[- ]to[- ]know(?: basis)?(?: only)?|(?:under )?nda only|under embargo|embargoed|tlp:? ?(?:red|amber(?:\+strict)?))"
)
_ALONE_EN = r"(?:Internal|INTERNAL|Confidential|CONFIDENTIAL|Restricted|RESTRICTED)"
# Where these stand in round brackets they may speak of a thing: 管理ツール（社内用）.
_WEAK_JA = (
    r"社内(?:用|向け)?(?:の?(?:メモ|資料|連絡|文書|メール|速報))|社内(?:用|向け|のみ|専用|限定|周知|回覧|共有用?|展開用)|関係者(?:のみ|限定)|内部(?:資料|文書|向け|用)|"
    r"機密|秘密|秘|非公開|未公開|公開前|公開不可|社員(?:のみ|限定|専用)|従業員(?:のみ|限定|専用)"
)
_OUTSIDERS_JA = (
    r"(?:社外|対外|外部|お客(?:さま|様)|顧客|お?取引先(?:様|さま)?|協力会社|パートナー(?:企業|会社)?|代理店|販売店|加盟店|報道機関|マスコミ)"
    r"(?:[・、や](?:社外|外部|お客(?:さま|様)|顧客|お?取引先(?:様|さま)?|協力会社|パートナー|代理店|販売店|報道機関)){0,3}"
)
_STRONG_JA = (
    r"社外秘|部外秘|対外秘|関係者外秘|部内秘|厳秘|極秘|マル秘|丸秘|(?:社内|部内|内部|関係者|社員|従業員)限り?|"
    rf"(?:{_OUTSIDERS_JA})?(?:への?)?(?:転送|再転送|口外|他言|共有|持ち?出し|漏洩|公開|展開|拡散|送付)"
    r"(?:を?(?:禁止|厳禁|禁じ)|不可|無用)|(?:顧客|社外|お客(?:さま|様))非公開|取り?扱い?(?:厳重)?注意"
)
_OF_A_THING = (
    r"(?!情報|性|保持|データ|鍵|の|シス|ツール|管理|ネットワーク|サイト|基盤|サーバ|API|環境|画面|機能|"
    r"ユーザ|利用者|なさま|では(?:ありません|なく|ない))"
)
_OPENING = r"(?:(?<=\n)|\A)[^\w\n]{0,12}?"
_WRAP = r"[*_~`\"']{0,3}"
_CLOSING = rf"(?={_WRAP}[ \t]{{0,3}}(?:[:;.!|/>~,\n・※■●★。、)\]】]|- |--|\Z))"

_AT_THE_START = rf"{_OPENING}(?P<mark>{_LABEL_EN}|{_STRONG_JA}|{_WEAK_JA}){_CLOSING}"
_SPACED_AT_THE_START = rf"{_OPENING}(?P<mark>{_STRONG_JA})(?=[ \t])"
_ALONE = rf"{_OPENING}(?P<mark>{_ALONE_EN})(?={_WRAP}[ ]?(?:[:|\n]|\Z|[.!](?:\s|\Z)|--?[ ]))"
_IN_BRACKETS = (
    rf"[\[<〈【〔《≪{{][^\w\n]{{0,3}}(?P<mark>{_LABEL_EN}|{_ALONE_EN}|{_STRONG_JA}|{_WEAK_JA})"
    r"(?=[ ]?(?:[\]>〉】〕》≫}]|[・:/|,、-]))"
)
_IN_ROUND_BRACKETS = (
    rf"\([^\w\n]{{0,3}}(?P<mark>{_LABEL_EN}|{_STRONG_JA}|(?:{_ALONE_EN}|{_WEAK_JA})(?=[ ]?\)[^\w\n]{{0,3}}(?:\n|\Z)))"
    r"(?=[ ]?(?:\)|[・:/|,、-]))(?![ ]?\)(?:の(?:情報|資料|文書|内容)|(?:tool|system|network)))"
)
_AT_THE_END = (
    rf"(?:[-|/:~:※・★■●][ ]?|[ ](?=[^ -~]))(?P<mark>{_LABEL_EN}|{_ALONE_EN}|{_STRONG_JA})"
    rf"(?={_WRAP}[.!。)\]]{{0,2}}[ \t]{{0,3}}(?:\n|\Z))"
)
# A footer: the company's name in front, "Kitsune Cloud company confidential - not for customers".
_FOOTER = (
    rf"{_OPENING}(?:[A-Z][\w&.]{{0,30}} ){{1,4}}?(?:- |\| |: )?(?P<mark>(?:{_LABEL_EN})){_CLOSING}"
)
_AFTER_A_SENTENCE = (
    rf"(?<=。)[ \t]?(?P<mark>{_STRONG_JA})(?={_WRAP}[。)\]]{{0,2}}[ \t]{{0,3}}(?:\n|\Z))"
)
_IN_CAPITALS = (
    r"(?<![A-Za-z])(?P<mark>(?:FOR )?INTERNAL (?:USE )?ONLY|FOR INTERNAL USE|(?:STRICTLY |COMPANY )?CONFIDENTIAL|"
    r"NOT FOR (?:CUSTOMERS|EXTERNAL USE|PUBLICATION|DISTRIBUTION|RELEASE)|"
    r"DO NOT (?:FORWARD|SHARE|DISTRIBUTE|PUBLISH)(?! YOUR))(?![A-Za-z])"
)
_THIS_EN = (
    rf"(?P<mark>(?i:(?<![a-z])(?:this (?:{_TEXT_EN} )?(?:is|stays|remains|must (?:stay|remain|be kept))|"
    rf"(?:please )?(?:keep|treat|handle|consider) (?:this|the (?:below|above|following))(?: {_TEXT_EN})?(?: as)?)"
    rf" (?:strictly |an? |for |company |still |purely |meant ){{0,3}}"
    rf"(?:internal(?: use)?(?: only)?(?: {_TEXT_EN})?|confidential|in confidence|"
    r"not for (?:customers|clients|publication|release|distribution|external|the public|onward)|"
    r"(?:staff|employees|colleagues)(?: only)?|to yourselves))(?![A-Za-z-]))(?! (?:data|tool|system|network)s?\b)"
)
_OUTSIDE_EN = (
    r"(?:outside|externally|beyond|further|publicly|(?:with|to) (?:any )?(?:customers|clients|anyone (?:outside|external)|"
    r"the (?:public|press|media)|externals?|outsiders|shops))"
)
_IMPERATIVE = r"(?:\A|(?<=[.!?:;,(\[|*_>\n-])|(?<=[.!?:;,(\[|*_>-] )|(?<=[Pp]lease )|(?<=[Aa]nd )|(?<=[Bb]ut ))"
_DO_NOT = (
    rf"{_IMPERATIVE}(?P<mark>(?i:(?:please )?(?:do not|don't|never|not to be) "
    r"(?:forward(?:ed)?|shared?|distributed?|publish(?:ed)?|post(?:ed)?|copy|copied|circulated?|disclosed?|quoted?)"
    r"(?:(?:,| or|, or) (?:forward|share|publish|post|copy|distribute|quote|circulate)){0,3}"
    rf"(?: (?:this|the|these|any of (?:this|these)) {_TEXT_EN}s?| (?:this|it|any of this|the below)(?= {_OUTSIDE_EN})"
    rf"| {_OUTSIDE_EN}| this(?=[.,;:!)]| (?:with|to|on)\b)|(?=[ ]?(?:[.!;)\]\n|]|-[ -]|\Z)))))"
)
_MENTION = (
    r"(?<![\w.@/])(?P<mark>@(?:here|channel|everyone)|<!(?:here|channel|everyone)>)(?![\w.@-])"
)

_TEXT_JA = (
    r"(?:本|この|当|以下の|下記の?|上記の)(?:メール|文書|文面|情報|内容|連絡|ご連絡|資料|件|お知らせ|通知|投稿|メッセージ|報告|"
    r"ご?案内|チャンネル|スレッド|時系列|速報)"
)
_THIS_JA = (
    rf"{_TEXT_JA}[はにを、もの][^。\n]{{0,16}}?(?P<mark>{_STRONG_JA}|{_WEAK_JA}){_OF_A_THING}"
)
_ENDS_JA = (
    rf"(?P<mark>{_STRONG_JA}|{_WEAK_JA})"
    r"(?=(?:です|でお願い|とし(?:て|ます)(?:お?取り?扱|扱)|扱い(?:と|で)|にてお願い|で願います|でご対応|でお?取り?扱い))"
)
_NOT_OUTSIDE_JA = (
    rf"(?P<mark>(?:{_OUTSIDERS_JA}|部外者?|関係者以外|対外的)(?:に|へ|への|には|へは)[^。\n]{{0,14}}?"
    r"(?:(?:出さ|転送し|転送はし|共有し|共有はし|公開し|漏らさ|話さ|持ち出さ|展開し|開示し|口外し|見せ|送ら|送付し|なさら)"
    r"(?:ない(?:で|よう|こと)|ては(?:いけ|なら)|ませんよう)|"
    r"(?:転送|共有|公開|展開|開示|送付)(?:(?:を|は)?(?:お控え|控え|ご遠慮)(?:て?ください|くださ)?|"
    r"は(?:固く|堅く|厳に)?(?:禁止|厳禁|お?禁じ))))"
)
_KEEP_JA = (
    rf"(?P<mark>{_TEXT_JA}(?:を|は)[^。\n]{{0,16}}?(?:転送|共有|転載|公開|口外|拡散|展開)(?:し|なさら|は?お控え|を?控え|は?ご遠慮)"
    r"(?:ない)?|(?:口外|他言)(?:し|なさら)ない)"
)

MARKS: tuple[re.Pattern[str], ...] = tuple(
    map(
        late.pattern,
        (
            _AT_THE_START, _FOOTER, _AFTER_A_SENTENCE, _SPACED_AT_THE_START, _ALONE, _IN_BRACKETS, _IN_ROUND_BRACKETS, _AT_THE_END,
            _IN_CAPITALS, _THIS_EN, _DO_NOT, _MENTION, _THIS_JA, _ENDS_JA, _NOT_OUTSIDE_JA, _KEEP_JA,
        ),
    )
)  # fmt: skip
"""Each with the group ``mark``."""
