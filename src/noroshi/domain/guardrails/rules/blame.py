"""We own the problem: no blame for suppliers, customers or colleagues (Atlassian; R2).

The reader bought our service, not our supplier's, and nobody's slip would have hurt them had our
safeguards held. A fault elsewhere is named without blame: "a fault at one of our third-party
service providers". Our own mistakes may be called so. In a text for colleagues only it is a hint.

Bad (en): This was caused by a mistake by our provider and is not our fault.
Bad (en): It failed because customers used the wrong settings.
Good (en): The cause is a fault at one of our third-party service providers. We made a mistake, too.
Bad (ja): 担当者のミスにより、決済ができない状態となりました。
Good (ja): 原因は、当社が利用している外部サービス事業者の障害です。当社の確認が不足しておりました。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails.names import spans
from noroshi.domain.guardrails.phrases import Phrase, PhraseList
from noroshi.domain.guardrails.quotes import unquoted
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding
from noroshi.domain.language import Localised
from noroshi.kernel import late

_SUPPLIER_REASON = {
    "en": "This blames a supplier: name the fault without blame, and say what we do about it.",
    "ja": "取引先に責任を負わせる表現です。事実だけを述べ、当社の対応を書いてください。",
}
_CUSTOMER_REASON = {
    "en": "This blames customers: say what our service did not withstand.",
    "ja": "お客さまに責任を負わせる表現です。当社のサービス側で何が足りなかったかを書いてください。",
}
_COLLEAGUE_REASON = {
    "en": "This blames a person: say which safeguard of ours was missing.",
    "ja": "個人に責任を負わせる表現です。当社の仕組みのどこに不備があったかを書いてください。",
}
_EXCUSE_REASON = {
    "en": "This turns away responsibility: own the problem, whoever is at fault.",
    "ja": "責任を回避する表現です。原因がどこにあっても、当社の問題として書いてください。",
}
_SUPPLIER = (
    r"(?:provider|vendor|supplier|partner|carrier|host|hoster|registrar|contractor|subcontractor|"
    r"third part(?:y|ies)|bank|acquirer|data cent(?:re|er)|manufacturer|operator|"
    r"(?:provider|vendor|supplier|partner|carrier|contractor|bank)s)"
)
_CUSTOMER = r"(?:customers?|users?|shops?|merchants?|clients?|tenants?|subscribers?|shop owners?)"
_PERSON = (
    r"(?:engineer|employee|developer|operator|technician|administrator|admin|colleague|intern|"
    r"(?:team|staff) member|member of (?:our |the )?(?:staff|team)|contractor|person|programmer)"
)
_SLIP = (
    r"(?:mistakes?|negligence|carelessness|incompetence|errors? of judg[e]?ment|sloppiness|misuse|"
    r"misconduct|misconfigurations?|blunders?|oversight|wrongdoing)"
)
_EN = PhraseList(
    [
        Phrase(
            pattern=rf"{_SUPPLIER}(?:'s|s'|') (?:own |recent |repeated )?"
            rf"(?:{_SLIP}|failures?|faults?|errors?|poor|bad|bugs?|lack|slow response)",
            reason=_SUPPLIER_REASON,
        ),
        Phrase(
            pattern=rf"{_SUPPLIER} (?:has |have |had |again |once again |simply |apparently )?"
            r"(?:let (?:us|you) down|failed to|failed us|refuses?|refused|neglected|screwed|messed|"
            r"broke (?:their|its|our|the)|did not (?:inform|tell|warn|notify|bother|react|respond)|"
            r"didn't (?:inform|tell|warn|notify|bother|react|respond)|should have|forgot|"
            r"(?:is|are|was|were) (?:entirely |solely |clearly |fully )?(?:responsible|at fault|to blame)|"
            r"made an? (?:\w{1,15} )?(?:mistake|error)|does not|caused (?:this|the)|broke)",
            reason=_SUPPLIER_REASON,
        ),
        Phrase(
            pattern=rf"{_SLIP} (?:by|of|from|at|on the part of|made by) (?:one of )?"
            rf"(?:our |the |a |an |its |their )?(?:[\w-]{{1,20}} ){{0,3}}?{_SUPPLIER}",
            reason=_SUPPLIER_REASON,
        ),
        Phrase(
            pattern=rf"{_SLIP} (?:by|of|from|on the part of|made by) (?:one of |some of )?"
            rf"(?:our |the |a |an |some |certain )?(?:[\w-]{{1,20}} ){{0,2}}?{_CUSTOMER}"
            rf"|(?:customers?|users?|merchants?|clients?)(?:'s|s'|') (?:own )?(?:{_SLIP}|wrong|faulty|"
            r"incorrect|invalid|fault)|(?:user|customer|operator) (?:mistake|misconfiguration|misuse)|"
            r"(?:due to|caused by|because of|a|was|is|simple) (?:user|customer) error",
            reason=_CUSTOMER_REASON,
        ),
        Phrase(
            pattern=rf"(?:because|since|as|after) (?:\w{{1,12}} (?:of (?:our|the) )?){{0,2}}?{_CUSTOMER} "
            r"(?:had |have |has |were |was |are |is |who )?(?:not |wrongly |incorrectly |mistakenly )?"
            r"(?:used|using|use|misused|misconfigured|ignored|ignoring|forgot|failed to|failing to|"
            r"did not|didn't|entered|exceeded|overloaded|abused|flooded|updated|updating|followed|"
            r"following|changed (?:their|its)|set up|configured|sent too)",
            reason=_CUSTOMER_REASON,
        ),
        Phrase(
            pattern=rf"caused by (?:a |an |one |some |certain |several |our )"
            rf"(?:single |particular |specific |few |large |big |careless )?(?:of our )?{_CUSTOMER}"
            rf"(?! (?:traffic|data|request|requests|import|configuration|growth))"
            rf"|{_CUSTOMER} (?:themselves |who )?(?:are|is|were|was) (?:at fault|to blame|themselves responsible)"
            r"|you (?:should have|failed to|did not follow|ignored|have misconfigured|misconfigured)"
            r"|your own (?:mistake|fault|error|misconfiguration|settings? (?:is|are|were) wrong)",
            reason=_CUSTOMER_REASON,
        ),
        Phrase(
            pattern=r"(?:due to|caused by|because of|result of|attributed to|came from|down to|was|is) "
            r"(?:an? |one |some |simple |pure ){0,3}?(?:human|operator|pilot|manual|personal) (?:error|mistake|failure)"
            r"|an? (?:unfortunate |simple )?human error",
            reason=_COLLEAGUE_REASON,
        ),
        Phrase(
            pattern=rf"(?:one of (?:our|the) (?:[\w-]{{1,15}} ){{0,2}}?{_PERSON}s|"
            rf"(?:an?|the|our) (?:[\w-]{{1,15}} ){{0,2}}?{_PERSON}) (?:who )?(?:had |has )?"
            r"(?:accidentally|mistakenly|inadvertently|wrongly|erroneously|carelessly|made an? (?:\w{1,15} )?"
            r"(?:mistake|error)|forgot|failed to|neglected|overlooked|deleted|misconfigured|mistyped|"
            r"entered (?:the|a) wrong|ran (?:the|a) wrong|pressed|unplugged|ignored|caused|did not follow|"
            r"was careless|is to blame|was responsible)",
            reason=_COLLEAGUE_REASON,
        ),
        Phrase(
            pattern=rf"(?:{_SLIP}|error|errors|fault|slip|failure) (?:by|of|from|on the part of|made by) "
            rf"(?:one of )?(?:our |the |a |an )?(?:[\w-]{{1,15}} ){{0,2}}?{_PERSON}s?"
            rf"|{_PERSON}(?:'s|s'|') (?:{_SLIP}|error|fault|failure)",
            reason=_COLLEAGUE_REASON,
        ),
        Phrase(
            pattern=r"(?:not|isn't|wasn't|neither|hardly) (?:\w{1,10} )?(?:our|kitsune(?: cloud)?'s) "
            r"(?:own )?(?:fault|mistake|responsibility|doing|problem)|no fault of (?:ours|our own)"
            r"|(?:beyond|outside|out of) (?:of )?our (?:direct |immediate )?(?:control|influence|hands)"
            r"|(?:not|nothing) (?:(?:caused by|due to|with|on|to do with|related to|because of) )"
            r"(?:us|our (?:side|end|own|systems?|platform|service|software|infrastructure|team))"
            r"|unrelated to (?:us|our (?:systems?|platform|service|software|infrastructure))"
            r"|(?:is|are|was|were) (?:entirely |solely |clearly |fully )(?:to blame|at fault)"
            r"|(?:their|its) (?:\w{1,12} )?(?:negligence|incompetence|carelessness|mistake|fault)"
            r"|(?:lies|rests) (?:entirely |solely |squarely )?with (?:our|the|them|their|your|aldermark)"
            r"|we (?:blame|hold \w{1,15} responsible)|blame (?:lies|goes|for this)",
            reason=_EXCUSE_REASON,
        ),
    ],
    whole_words=True,
)
_NAMED_EN = late.pattern(
    rf"(?:'s|') (?:own |recent )?(?:{_SLIP}|failures?|faults?|poor)\b| (?:has |have )?(?:let us down|failed to|failed us|"
    r"made an? (?:\w{1,15} )?(?:mistake|error)|did not (?:inform|tell|warn|notify)|is (?:responsible|to blame|at fault)|"
    r"should have|broke)\b",
    re.IGNORECASE,
)
_NAMED_JA = late.pattern(
    r"(?:社|様|さま|側){0,2}(?:の|による|が)[^。\n、]{0,10}?(?:不手際|過失|怠慢|落ち度|不注意|ミス|手違い|責任|誤り)"
)
_SLIP_JA = (
    r"(?:ミス|不手際|過失|怠慢|落ち度|不注意|誤操作|操作誤り|誤設定|確認不足|確認漏れ|勘違い|手違い|うっかり|失念|失態|手抜かり|"
    r"怠った|怠り|怠って|知識不足|対応の遅れ|対応が遅)"
)
_NOT_SO = r"(?![^。\n]{0,16}(?:ではありません|ではございません|ではなく|はありません|はございません|を防|防止|に備え|を責め))"
_JA = PhraseList(
    [
        Phrase(
            pattern=r"(?:外部|委託|業務)?(?:サービス)?(?:事業者|業者|ベンダー?|提供元|供給元|開発元|プロバイダー?|委託先|協力会社|"
            r"取引先|パートナー(?:企業|会社)?|決済会社|通信会社|カード会社|銀行|運営会社|データセンター|メーカー)"
            rf"(?:側|様|さん|さま)?(?:の|による|が|は)[^。\n]{{0,15}}?{_SLIP_JA}{_NOT_SO}",
            reason=_SUPPLIER_REASON,
        ),
        Phrase(
            pattern=r"(?:お客(?:さま|様)|ユーザー?|利用者|ご利用者|加盟店|店舗|ショップ|会員)(?:さま|様|側|ご自身)?"
            r"(?:の|による|が|にて|において)[^。\n]{0,15}?(?:ミス|過失|不手際|不注意|誤操作|誤設定|確認不足|誤った|間違っ|間違え|"
            r"不適切な|想定外の使|過剰な|過度な|無理な|怠った|怠って|守らな|従わな|不備)"
            rf"{_NOT_SO}",
            reason=_CUSTOMER_REASON,
        ),
        Phrase(
            pattern=r"(?:担当(?:者|の(?:エンジニア|社員|スタッフ)|エンジニア|社員)|作業(?:者|員|担当)|社員|従業員|スタッフ|オペレーター?|"
            r"エンジニア|開発者|技術者|管理者|新人|部下|派遣社員|運用(?:者|担当))(?:側|ら|たち)?"
            rf"(?:の|による|が|1名が)[^。\n]{{0,15}}?(?:{_SLIP_JA}|誤って|間違え|間違っ|忘れ)"
            rf"{_NOT_SO}"
            rf"|(?:人為的?|人的|個人的?な?|初歩的な|単純な)ミス{_NOT_SO}|ヒューマン[・ ]?エラー{_NOT_SO}|人為的な(?:誤り|過失){_NOT_SO}",
            reason=_COLLEAGUE_REASON,
        ),
        Phrase(
            pattern=r"(?<!当社)(?<!弊社)(?<!私ども)(?<!当方)のせい(?:で|に|です|だ|と|、|。)"
            r"|(?:当社|弊社|当方|私ども|わたくしども)(?:側|のシステム|のサービス)?(?:に|には|の|にも|として)?"
            r"(?:責任|過失|落ち度|非|責め|問題)(?:は|で(?:は)?|の|が)?(?:一切|全く|まったく)?(?:は)?"
            r"(?:ございません|ありません|ない(?!よう|か)|なく、)"
            r"|(?:当社|弊社)(?:側)?の(?:責任|過失|問題|原因|不具合|障害)では(?:ございません|ありません|なく|ない)"
            r"|(?:責任|非|原因)は(?:、)?(?!すべて当社|当社|弊社|私ども)[^。\n]{1,15}?側?にあ(?:り|る)(?:ます|、|。)"
            r"|不可抗力|(?:当社|弊社)の(?:管理外|管理が及ばな|責任範囲外|関知)|責任を負いかね|責任は負いかね"
            r"|裏切られ|(?:お粗末|ずさん)な|を怠ったため|被害者",
            reason=_EXCUSE_REASON,
        ),
    ],
    whole_words=False,
)
_LISTS = {"en": _EN, "ja": _JA}
_NAMED = {"en": _NAMED_EN, "ja": _NAMED_JA}
_DENIED = late.pattern(
    r"\b(?:do(?:es)? not|don't|never|nobody|no one|rather than|instead of|not (?:caused by|due to|because of|an?))"
    r" (?:\w{1,10} ){0,2}?$",
    re.IGNORECASE,
)


def find(text: Text) -> Iterator[Finding]:
    """Each place where a text blames somebody."""
    if text.speech in _LISTS:
        for passage in text.passages:
            yield from _in_passage(passage, text)


def _in_passage(passage: Passage, text: Text) -> Iterator[Finding]:
    spoken = unquoted(passage.folded_prose.text)
    for match, phrase in _LISTS[text.speech].find(spoken):
        if not _DENIED.search(spoken[max(0, match.start() - 40) : match.start()]):
            yield _finding(passage, match.span(), phrase.reason, text)
    parties = text.context.third_parties
    named = tuple(name for party in parties for name in (party.name, *party.aliases))
    for start, end in spans(named, spoken):
        after = _NAMED[text.speech].match(spoken, end)
        if after is not None:
            yield _finding(passage, (start, after.end()), _SUPPLIER_REASON, text)


def _finding(passage: Passage, span: tuple[int, int], reason: Localised, text: Text) -> Finding:
    level = Level.HINT if text.internal else Level.WARN
    origin = passage.folded_prose.origin(*span)
    return finding("blame", passage, origin, reason, level=level)


RULE = Rule(
    code="blame",
    name={"en": "Blame", "ja": "責任の転嫁"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
