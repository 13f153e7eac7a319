"""Every message says who or what is hit (R1).

It names a component or region of the incident, or says how many: all customers, some shops, one
in five payments. The reader must see at once whether they are meant.

Bad (en): We are sorry. There is a problem and we are working on it.
Good (en): We are sorry that some customers cannot pay by card.
Bad (ja): 障害が発生しており、誠に申し訳ございません。現在、調査しています。
Good (ja): 一部のお客さまで決済エラーが発生しており、誠に申し訳ございません。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noroshi.domain.guardrails import names
from noroshi.domain.guardrails.rule import Finding, Level, Rule, Text, finding
from noroshi.kernel import late

_HIT_EN = (
    r"(?:customers?|users?|shops?|stores?|merchants?|accounts?|people|readers|visitors|buyers?|shoppers|"
    r"regions?|countries|requests?|payments?|orders?|transactions?|services?|features?|components?|sites?|"
    r"systems?|calls?|messages?|e-?mails?|jobs?|projects?|teams?|organi[sz]ations?|tenants?|"
    r"traffic|of you|products?|functions?|others|sign-ins|logins|subscribers|members|clients|"
    r"repos|repositories|networks|runs|builds|searches|databases?|servers?|instances?|clusters?|"
    r"workloads|locations?|zones?|webhooks?|invoices?|refunds?|reports?|checkouts|cards|sessions|"
    r"pages|devices|phones|apps?|plans?|uploads|downloads|dashboards|integrations|deliveries|"
    r"functionality|infrastructure|sign-ups|models)"
)
# Words between "some" and "customers". A preposition or a verb there ends what "some" is about.
_BETWEEN_EN = (
    r"(?:(?:logged|signed)[ -]in[ ]|(?!(?:for|to|with|that|which|who|will|we|is|are|was|were|before|after|from|on|in|at|and|or|"
    r"but|it|can|have|has|as|by|about|when|while|until|so|if|be|our team|minutes?|hours?|days?|"
    r"seconds?|weeks?|am|pm|cet|cest|utc|gmt|jst)\b)[\w'-]{1,20}[ ])"
)
# "Sorry everyone" greets; "down for everyone" and "everyone in Europe" say who is hit.
_EVERYONE_EN = (
    r"\b(?:for|by|against|affect(?:s|ed|ing)?|hit(?:s|ting)?|impact(?:s|ed|ing)?|block(?:s|ed|ing)?|out|means|"
    r"concern(?:s|ing)?|reach(?:es|ed|ing)?|not|stop(?:s|ped|ping)?|prevent(?:s|ed|ing)?|keep(?:s|ing)?|kept|"
    r"leav(?:es|ing)|left|(?:almost|nearly|virtually|practically|basically)|"
    r"(?:unavailable|inaccessible|unreachable|happening|closed|slow|visible|down|shown) to)"
    r" (?:(?:almost|nearly|virtually|practically|basically|pretty much|just about) )?(?:everyone|everybody|nobody)\b(?!'s)"
    r"|(?<!sorry )(?<!apologies )(?<!thanks )(?<!thank you )(?<!hello )(?<!hi )(?<!hey )(?<!dear )(?<!morning )"
    r"(?<!evening )(?<!night )(?<!us )\b(?:everyone|everybody|nobody)(?: else)? "
    r"(?!(?:is|are) (?:already |still |busy |hard )?(?:on (?:it|deck|this)|at work|working|digging|looking|busy|trying to f))"
    r"(?=(?:is|are|was|were|can|cannot|can't|could|couldn't|who|whose|with|using|trying|sees?|saw|gets?|got|has|had|"
    r"will|may|might|must|should|loses?|lost|fails?|receives?|received|experienc\w{1,3}|affected|outside|from|"
    r"(?:in|on|at|of)(?! (?:our|the|us)\b(?! (?:world|country|region))))\b)"
)
# What we do to all systems or tell all customers says nothing about who is hit.
_WE_DO = "".join(
    rf"(?<!{verb} )"
    for verb in (
        *("checking", "check", "reviewing", "testing", "restarting", "inspecting", "scanning"),
        *(
            "watching",
            "monitoring",
            "informing",
            "inform",
            "notifying",
            "notify",
            "tell",
            "telling",
        ),
        *("contacting", "contact", "answering", "answer", "reading", "read", "thank", "update"),
        *("updating", "write to", "writing to", "version", "release"),
    )
)
_NO_WORKERS_JA = r"(?!体制|(?:で|にて|が)(?:対応|作業|調査|復旧|交代)|の(?:担当|エンジニア|技術|作業|社員|スタッフ)|が?完了|まで(?:復旧|完了))"
# A group of customers: 法人契約のお客さま, but not お客さま各位, which greets.
_GROUP_JA = (
    r"(?:法人|個人|企業|有料|無料|既存|新規|海外|国内|プレミアム|ビジネス|エンタープライズ|スタンダード|"
    r"(?:プラン|契約|会員|版|端末|回線|アプリ|店|市|県|都|府|国|地域|地方|エリア)(?:に|を|で)?(?:ご?(?:契約|利用|加入|在住|お住まい)(?:中|いただいている)?)?)"
    r"(?:契約|会員|プラン|向け)?の(?:お客(?:さま|様)|ユーザー?|利用者(?:さま|様)?|会員(?:さま|様)?|加盟店(?:さま|様)?|店舗(?:さま|様)?)"
    r"(?!各位|の皆|へ(?:のご案内)?[\n。、】]|へ\Z)"
)
_SCOPES = {
    "en": late.pattern(
        rf"{_WE_DO}\b(?:all|some|most|many|few|several|every|each|no|none|both|only|any other|other|"
        r"certain|multiple|one in \w{1,9}|[0-9]{1,3} in [0-9]{1,4}|half|thousands of|hundreds of|"
        r"(?<![:.])(?<!#)[0-9][0-9.,]{0,9}(?![:])(?: ?%)?)"
        rf"[ ](?:of (?:our |the |all |your )?)?{_BETWEEN_EN}{{0,4}}?{_HIT_EN}\b"
        rf"|{_EVERYONE_EN}"
        r"|\b(?:worldwide|globally|everywhere)\b"
        r"|\bonly (?:in|for|on) (?!an? |the moment|now\b|some time|[0-9]|short)"
        r"|\b(?:affect(?:s|ed|ing)?|impact(?:s|ed|ing)?) (?:all|some|most|only)\b"
        r"|\b(?:majority|minority|fraction|subset|portion|share|half|third|quarter|number|percentage) of "
        rf"{_BETWEEN_EN}{{0,4}}?{_HIT_EN}\b|\bvarious (?:regions|countries)\b"
        r"|\b(?:customers|users|shops|merchants|accounts) (?:of|in|on|with|who|whose|using|from|outside)\b"
        r"(?! (?:the loop|the picture|(?:have |need |want )?(?:\w{1,10} )?(?:questions?|help|problems|concerns)))"
        r"|(?-i:\b(?!(?:Our|Your|Dear|Valued|Hi|Hello|These|Those|The|If|When|As|For|To|And|But)\b)"
        r"[A-Z][\w.-]{1,20}) (?:customers|users|shops|merchants)\b"
        r"|\bin (?:the |our )?(?-i:[A-Z])[\w()-]{1,20}(?: [\w()-]{1,20}){0,4}? regions?\b"
        r"|(?<!dear )(?<!hello )(?<!hi )(?<!valued )\b(?:free|paid|paying|enterprise|business|premium|new|existing|"
        r"european|eu|us|uk|corporate|commercial|private|individual|consumer|retail|wholesale|residential|domestic|"
        r"international|overseas|foreign|local|prepaid|pay-monthly|contract|mobile|landline|broadband|fibre|trial|legacy|"
        r"long-standing|returning|registered|larger?|small(?:er)?|public-sector|wholesale|self-hosted|on-premises|"
        r"asian|african|american|british|german|french|japanese|nordic|swiss) "
        r"(?:customers|clients|users|shops|merchants|accounts|subscribers|members|tenants|households)\b(?! service)"
        r"|[0-9] ?%(?! (?:done|complete|completed|finished|ready|committed|focus\w*|sure|certain|restored|"
        r"dedicated|of (?:the|our) (?:work|repair|fix|time|attention)))",
        re.IGNORECASE,
    ),
    "ja": late.pattern(
        r"(?:一部の?|(?:すべて|全て|多く|大半|ほとんど|大部分|複数|いずれか?)の|特定の|(?:多数|大勢)の)"
        r"[^。、\nがをにではも]{0,12}?(?:お客|客|利用者|ユーザ|会員|加盟店|店舗|地域|国|リージョン|サービス|機能|決済|注文|画面|"
        r"環境|アカウント|リクエスト|方(?![法向針面式])|サーバ|メール|取引|端末|プラン|端|製品|請求|通知|企業|契約|回線|拠点|ページ|データ)"
        r"|全(?:国|世界|地域|サービス|機能|店(?!長)|社(?![をで一員的体])|ユーザ|お客|利用者)"
        r"|(?:サービス|システム|機能)全体|全体に影響|全面的?に?(?:停止|休止|中断|ご?利用)"
        r"|(?<!担当者)(?<!エンジニア)(?<!スタッフ)(?<![0-9])[0-9][0-9,.]*+ ?"
        rf"(?:%|パーセント|割(?!引)|社|店舗|名|人){_NO_WORKERS_JA}"
        r"|(?<!担当者)(?<!エンジニア)(?<!スタッフ)(?<!技術者)(?<!社員)(?<!要員)(?<!作業員)(?<![一二三四五六七八九十百千万〇数第])"
        r"(?:数[十百千万]{0,3}|[二三四五六七八九十百千万][一二三四五六七八九十百千万〇]{0,8}|一[十百千万][一二三四五六七八九十百千万〇]{0,8})"
        rf"(?:パーセント|割(?!引)|社|店舗|名|人(?!称|前)){_NO_WORKERS_JA}"
        r"|[0-9]の(?:お客|加盟店|店舗|企業|会員|利用者|ユーザ|法人|事業者|世帯|アカウント)"
        rf"|{_GROUP_JA}"
        r"|[0-9]+件に[0-9]+件|皆(?:様|さま)に影響"
        r"|(?<!できる)(?<!これ)(?<!それ)(?:のみ|だけ)(?:で|に|が|の)"
    ),
}
_REASON = {
    "en": "The message does not say who or what is affected.",
    "ja": "影響範囲（どのお客さま、どの機能か）が書かれていません。",
}


def find(text: Text) -> Iterator[Finding]:
    """One finding at the start of the body if neither subject nor body says the scope."""
    generic = _SCOPES.get(text.speech)
    if generic is None or any(_says(text, passage.folded_prose.text) for passage in text.passages):
        return
    yield finding("no_scope", text.passages[1], (0, 0), _REASON)


def _says(text: Text, folded: str) -> bool:
    if any(names.spans(text.context.scope_words, folded)):
        return True
    return _SCOPES[text.speech].search(folded) is not None


RULE = Rule(
    code="no_scope",
    name={"en": "No scope", "ja": "影響範囲がない"},
    level=Level.BLOCK,
    find=find,
    guide=__doc__,
)
