"""What the sample company says when nothing burns: of an incident long over, of planned work."""

from __future__ import annotations

from noroshi.domain.language import Localised

PAST_TITLE: Localised = {
    "en": "Invoices could not be opened in the United Kingdom",
    "ja": "英国における請求書の表示エラー",
}
PAST_FIRST: tuple[Localised, Localised] = (
    {
        "en": "Identified: Invoices cannot be opened in the United Kingdom",
        "ja": "【原因特定】英国における請求書の表示エラー",
    },
    {
        "en": "We are sorry that Invoices in the United Kingdom show “Not found”. Every customer "
        "there is affected; payments work, and other regions do too.\n\nNo invoice is lost: our "
        "support team sends you a copy of any that you need now.\n\nA change that we made this "
        "morning sends requests to the wrong place. We are taking it back.",
        "ja": "誠に申し訳ございません。英国のすべてのお客さまにおいて、請求書を開くと「見つかりません」と"
        "表示されます。決済および他の地域は、通常どおりご利用いただけます。\n\n請求書のデータは失われて"
        "おりません。お急ぎの場合は、サポートより写しをお送りいたします。\n\n今朝実施した変更により、"
        "リクエストが誤った場所に送られていることが原因です。現在、変更を元に戻しております。",
    },
)
PAST_LAST: tuple[Localised, Localised] = (
    {
        "en": "Resolved: Invoices can be opened again in the United Kingdom",
        "ja": "【復旧】英国における請求書の表示エラー",
    },
    {
        "en": "We are sorry for the trouble with Invoices in the United Kingdom. It is over: we "
        "took our change back, and every invoice can be opened again. None is lost.\n\nFrom now "
        "on such a change reaches one customer in a hundred first.",
        "ja": "英国の請求書の表示エラーにより、ご迷惑をおかけし、誠に申し訳ございませんでした。変更を元に"
        "戻し、現在はすべての請求書をご覧いただけます。失われた請求書はございません。\n\n今後、同様の"
        "変更は、まず1%のお客さまを対象に実施し、問題がないことを確認いたします。",
    },
)

WORK_TITLE: Localised = {
    "en": "A faster Dashboard in Asia Pacific",
    "ja": "アジア太平洋における管理画面の高速化",
}
WORK_DETAILS: Localised = {
    "en": "The Dashboard cannot be opened for up to ten minutes of this time. Checkout and "
    "payments go on as always.",
    "ja": "この時間帯のうち最大10分間、管理画面をご利用いただけません。チェックアウトと決済は、通常"
    "どおりご利用いただけます。",
}
