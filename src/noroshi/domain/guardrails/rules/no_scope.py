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
    r"customers?|users?|shops?|stores?|merchants?|accounts?|people|readers|visitors|regions?|"
    r"countries|requests?|payments?|orders?|transactions?|services?|features?|components?|sites?|"
    r"systems?|calls?|messages?|e-?mails?|jobs?|projects?|teams?|organi[sz]ations?|tenants?|"
    r"traffic|of you|products?|functions?|others|sign-ins|logins|subscribers|members|clients|"
    r"repos|repositories|networks|runs|builds|searches|databases?|servers?|instances?|clusters?|workloads|locations?|zones?"
)
_SCOPES = {
    "en": re.compile(
        r"\b(?:all|some|most|many|few|several|every|each|no|none|both|only|any|other|certain|multiple|"
        r"(?:small|large|limited) (?:number|subset|portion|fraction|share|part) of|subset of|"
        r"one in \w{1,9}|[0-9]{1,3} in [0-9]{1,4}|half|[0-9][0-9.,]{0,9}(?: ?%)?(?: of)?)"
        rf"[ ](?:[\w'-]{{1,20}}[ ]){{0,4}}?(?:{_HIT_EN})\b"
        r"|\b(?:everyone|everybody|nobody|worldwide|globally|everywhere|only (?:in|for|on))\b"
        r"|\b(?:affect(?:s|ed|ing)?|impact(?:s|ed|ing)?) (?:all|some|most|only)\b"
        r"|\b(?:majority|minority|fraction|subset|portion|share) of\b|\bvarious (?:regions|countries)\b"
        r"|\b(?:customers|users|shops|merchants|accounts) (?:of|in|on|with|who|whose|using|from|outside)\b"
        r"|\b(?:free|paid|paying|enterprise|business|premium|new|existing|european|eu|us|uk) "
        r"(?:customers|users|shops|merchants|accounts)\b"
        r"|[0-9] ?%",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"(?:一部|多く|すべて|全て|大半|ほとんど|大部分|特定|複数|いずれか?)の?"
        r"[^。\n]{0,12}?(?:お客|客|利用者|ユーザ|会員|加盟店|店舗|地域|国|リージョン|サービス|機能|決済|注文|画面|"
        r"環境|アカウント|リクエスト|方|サーバ|メール|取引|端末|プラン|端|製品)"
        r"|全(?:ての|国|世界|地域|サービス|機能|店|社|ユーザ|お客|利用者|体|面)"
        r"|[0-9]+ ?(?:%|パーセント|割|社|店舗|名|人)|[0-9]+件に[0-9]+件|皆(?:様|さま)に影響"
        r"|(?:のみ|だけ)(?:で|に|が|の)"
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
