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
_SCOPES = {
    "en": re.compile(
        rf"{_WE_DO}\b(?:all|some|most|many|few|several|every|each|no|none|both|only|any other|other|"
        r"certain|multiple|one in \w{1,9}|[0-9]{1,3} in [0-9]{1,4}|half|thousands of|hundreds of|"
        r"(?<![:.])(?<!#)[0-9][0-9.,]{0,9}(?![:])(?: ?%)?)"
        rf"[ ](?:of (?:our |the |all |your )?)?{_BETWEEN_EN}{{0,4}}?{_HIT_EN}\b"
        r"|\b(?<!thank you )(?<!thanks )(?<!hello )(?<!hi )(?<!dear )(?:everyone|everybody|nobody)\b"
        r"(?! (?:here|(?:in|on|at|of) (?:our|the|us)\b)(?! (?:world|country|region)))"
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
        r"|\b(?:free|paid|paying|enterprise|business|premium|new|existing|european|eu|us|uk) "
        r"(?:customers|users|shops|merchants|accounts)\b"
        r"|[0-9] ?%(?! (?:done|complete|completed|finished|ready|committed|focus\w*|sure|certain|restored|"
        r"dedicated|of (?:the|our) (?:work|repair|fix|time|attention)))",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"(?:一部の?|(?:すべて|全て|多く|大半|ほとんど|大部分|複数|いずれか?)の|特定の|(?:多数|大勢)の)"
        r"[^。、\nがをにではも]{0,12}?(?:お客|客|利用者|ユーザ|会員|加盟店|店舗|地域|国|リージョン|サービス|機能|決済|注文|画面|"
        r"環境|アカウント|リクエスト|方(?![法向針面式])|サーバ|メール|取引|端末|プラン|端|製品|請求|通知|企業|契約|回線|拠点|ページ|データ)"
        r"|全(?:国|世界|地域|サービス|機能|店(?!長)|社(?![をで一員的体])|ユーザ|お客|利用者)"
        r"|(?:サービス|システム|機能)全体|全体に影響|全面的?に?(?:停止|休止|中断|ご?利用)"
        r"|(?<!担当者)(?<!エンジニア)(?<!スタッフ)(?<![0-9])[0-9][0-9,.]*+ ?"
        r"(?:%|パーセント|割(?!引)|社|店舗|名|人)(?!体制|で対応|の担当|のエンジニア|が?完了|の作業|まで(?:復旧|完了))"
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
