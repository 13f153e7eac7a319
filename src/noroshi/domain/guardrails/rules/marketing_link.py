"""Nothing that sells in incident mail: no advertising, no tracked links, no detours.

Who cannot work does not want an offer, and a link that counts clicks looks as if the trouble
were a campaign. Found are tracking parameters, pages that sell, words that sell, and links that
lead neither to us nor to documentation or a status page. A warning, not a block: no rule can
tell an offer from a help page with certainty, and a false block at night costs more than a link;
a plan may raise it. Features of our own product ("discounts are not applied") are no offers.

Bad (en): See https://kitsune-cloud.example/help?utm_source=incident
Bad (en): Upgrade now for faster support.
Good (en): See https://kitsune-cloud.example/help. Discounts are not applied at the checkout.
Bad (ja): 今だけお得なキャンペーン実施中です。
Good (ja): クーポンが適用されない場合があります。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from noroshi.domain.guardrails.prose import Span
from noroshi.domain.guardrails.quotes import unquoted
from noroshi.domain.guardrails.rule import Finding, Level, Passage, Rule, Text, finding, shown
from noroshi.domain.language import Localised
from noroshi.kernel import late

_ADDRESS = late.pattern(
    r"(?:https?://|(?<![\w.@/-])www\.)[^\s<>`\"'()\[\]「」『』（）【】、。，]++"
    r"|(?<![\w.@/:-])(?:[a-zA-Z0-9-]{1,40}+\.){1,4}+[a-zA-Z]{2,12}/[^\s<>`\"'()\[\]「」『』（）【】、。，]++"
)
_TRACKER = r"(?:utm_[a-z_]{2,20}|gclid|fbclid|msclkid|mc_cid|mc_eid|_hsenc|_hsmi)"
_TRACKERS = late.pattern(rf"(?<=[?&]){_TRACKER}=[^&#]*+", re.IGNORECASE)
_SHOP = late.pattern(
    r"/(?:pricing|prices|promo|promos|promotions?|offers?|special-offers?|deals?|upgrade|buy|"
    r"plans-and-pricing|referrals?|refer|sale|sales|campaigns?|lp|free-trial|trial|black-friday|"
    r"book-a-demo|request-a-demo|contact-sales|get-started)(?=[/?#.]|$)"
    r"|[?&](?:ref|referral|referrer|promo|coupon|campaign|affiliate|aff)=",
    re.IGNORECASE,
)
_DOCUMENTATION = late.pattern(
    r"^(?:docs?|help|support|developers?|kb|learn|status|manual|guide|faq)\."
    r"|status\.|status(?:page)?\.(?:io|com|example)$|readthedocs"
)
_DOCUMENTED = late.pattern(
    r"/(?:docs?|documentation|help|support|kb|manual|guides?|faq)(?:/|$)", re.I
)
_SELLS = {
    "en": late.pattern(
        r"""(?<!\w)(?:
        upgrade\s(?:now|today|your\s(?:plan|account|subscription)|to\s(?:our\s|the\s|a\s)?
            (?:\w{1,15}\s)?(?:pro|premium|enterprise|business|plus|paid)\b)(?!\sto\s(?:version|v?[0-9]|the\slatest))
        |(?:special|limited(?:-|\s)time|exclusive|introductory|holiday|black\sfriday)\s(?:offers?|deals?|discounts?|prices?)
        |(?:get|enjoy|save|take|receive|claim)\s(?:up\sto\s)?(?:an?\s)?(?:extra\s)?[0-9]{1,3}\s?%
        |[0-9]{1,3}\s?%\soff\b|(?:get|claim|enjoy|receive)\s(?:a|an|your)\s(?:\w{1,12}\s)?discount
        |(?:use|enter|with)\s(?:the\s|our\s)?(?:promo|coupon|discount|voucher)\scode\s(?-i:[A-Z0-9]{4,15})
        |(?:start|try|begin|get|claim)\s(?:your|a|our|the)\s(?:[\w-]{1,12}\s)?free\strial|try\s(?:it|\w{1,20})\s(?:for\s)?free\s(?:now|today)
        |refer\sa\sfriend|(?:use|share)\s(?:my|our|your|this)\sreferral|buy\s(?:now|today)|order\s(?:now|today)\sand
        |book\s(?:a|your)\s(?:free\s)?demo|talk\sto\s(?:our\s)?sales|contact\s(?:our\s)?sales\steam\sto
        |sign\sup\s(?:now|today)\s(?:for|and|to\sget)|(?:check\sout|discover|meet|introducing|explore)\sour\s(?:\w{1,15}\s){0,2}?
            (?:new|latest|premium|pro|enterprise)\b
        |(?:learn|read)\smore\sabout\sour\s(?:\w{1,15}\s){0,2}?(?:premium|pro|enterprise|paid|plans?|pricing|offers?)
        |don't\smiss(?:\sout)?|while\s(?:stocks?|supplies)\slasts?|best\sprices?|money-back\sguarantee
        |(?:consider|why\snot)\supgrading|join\sour\s(?:webinar|event)|follow\sus\son
        )(?!\w)""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "ja": late.pattern(
        r"今すぐ(?:アップグレード|お?申し?込|購入|登録|無料|チェック|体験|お試し|ご契約)|アップグレード(?:はこちら|キャンペーン|をご検討|で(?:さらに|もっと))"
        r"|キャンペーン(?:実施中|開催中|中です|を(?:実施|開催)(?:し|中|いた)|の(?:ご案内|お知らせ)|価格|は(?:こちら|終了間近))"
        r"|お得(?:な|に|です)|期間限定(?:で|の(?:特典|割引|価格|オファー|キャンペーン|プラン))|数量限定|先着[0-9]{1,6}名"
        r"|特別(?:価格|割引|オファー|プライス|特典)|限定特典|特典(?:を|が)(?:プレゼント|進呈|もらえ)|(?<![0-9])[0-9]{1,3} ?%(?:オフ|OFF|引き|割引)"
        r"|(?<![0-9])[0-9]{1,2}割引(?!き?換)|無料(?:トライアル|体験|お試し)(?:実施中|はこちら|を(?:ぜひ|お試し|ご利用くだ|始め)|受付中)"
        r"|(?:友だち|友達|お友だち|ご友人)紹介|紹介(?:キャンペーン|特典)|資料請求(?:は|を)|お申し?込みはこちら|ご購入はこちら"
        r"|新(?:プラン|サービス|機能|商品)の(?:ご案内|ご紹介|お知らせ)|プレミアムプラン(?:なら|では|へ|を(?:ぜひ|ご検討))|見逃しなく"
        r"|フォローを?お願い|プレゼント(?:中|キャンペーン|いたし)|乗り換え(?:なら|キャンペーン)|セール(?:実施中|開催中|中)"
    ),
}
_TRACKED = {
    "en": "The link is tracked like an advertisement: take the tracking out.",
    "ja": "リンクに広告用の計測パラメーターが付いています。取り除いてください。",
}
_STRIP = {"en": "Take the tracking out", "ja": "計測パラメーターを取り除く"}
_SHOPPING = {
    "en": "The link leads to a page that sells: link to the status page or a help page instead.",
    "ja": "販売用のページへのリンクです。稼働状況ページかヘルプページに差し替えてください。",
}
_SELLING = {
    "en": "These words sell something: leave advertising out of messages about an incident.",
    "ja": "宣伝の文言です。障害のお知らせには入れないでください。",
}


def find(text: Text) -> Iterator[Finding]:
    """Each link and each phrase that sells, in texts that leave the house."""
    if text.internal:
        return
    for passage in text.passages:
        yield from _links(passage, text)
        yield from _words(passage, text.speech)


def _words(passage: Passage, speech: str) -> Iterator[Finding]:
    sells = _SELLS.get(speech)
    if sells is None:
        return
    for match in sells.finditer(unquoted(passage.folded_prose.text)):
        origin = passage.folded_prose.origin(*match.span())
        yield finding("marketing_link", passage, origin, _SELLING, level=Level.WARN)


def _links(passage: Passage, text: Text) -> Iterator[Finding]:
    for match in _ADDRESS.finditer(passage.raw):
        address = match[0].rstrip(".,;:!?*_~")
        span = (match.start(), match.start() + len(address))
        if _TRACKERS.search(address):
            yield _tracked(passage, span, address)
        elif _SHOP.search(address):
            yield finding("marketing_link", passage, span, _SHOPPING, level=Level.WARN)
        elif host := _foreign(address, text):
            yield finding("marketing_link", passage, span, _strange(host), level=Level.WARN)


def _tracked(passage: Passage, span: Span, address: str) -> Finding:
    return finding(
        "marketing_link",
        passage,
        span,
        _TRACKED,
        level=Level.WARN,
        mend=_without_trackers(address),
        mend_label=_STRIP,
    )


def _without_trackers(address: str) -> str:
    page, question, rest = address.partition("?")
    query, sharp, fragment = rest.partition("#")
    kept = "&".join(part for part in query.split("&") if not _TRACKERS.match(f"?{part}", 1))
    return page + (question + kept if kept else "") + sharp + fragment


def _foreign(address: str, text: Text) -> str | None:
    """The host, if it is known which are ours and this is none, nor one that documents."""
    context = text.context
    if not context.own_domains and not context.page_url:
        return None
    parts = _split(address if "//" in address else f"https://{address}")
    host = _host(parts)
    page = _host(_split(context.page_url))
    ours = (*context.own_domains, *((page,) if page else ()))
    if "." not in host or any(host == own or host.endswith(f".{own}") for own in ours):
        return None
    if address in context.internal_links or _is_documentation(host, parts):
        return None
    return host


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _host(parts: SplitResult | None) -> str:
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _is_documentation(host: str, parts: SplitResult | None) -> bool:
    return bool(_DOCUMENTATION.search(host) or (parts and _DOCUMENTED.search(parts.path)))


def _strange(host: str) -> Localised:
    name = shown(host)
    return {
        "en": f"{name} is neither ours nor a documentation page: link to our status page instead.",
        "ja": f"{name}は、当社のページでもヘルプページでもありません。稼働状況ページへのリンクに差し替えてください。",
    }


RULE = Rule(
    code="marketing_link",
    name={"en": "Advertising", "ja": "宣伝"},
    level=Level.WARN,
    find=find,
    guide=__doc__,
)
