"""Kitsune Cloud's status page in the states that the tests look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from noroshi.pages.state import (
    AffectedView,
    ComponentView,
    FactView,
    IncidentView,
    MaintenanceView,
    PageSite,
    PageState,
    RegionView,
    ReportView,
    Sibling,
    UpdateView,
)
from tests.pages.kitsune_days import HISTORIES, TODAY

FOX = "M3 3l5.6 4.2h6.8L21 3l-1.4 10.2L12 21 4.4 13.2zM8.6 12l1.8 1.2M15.4 12l-1.8 1.2"


def at(clock: str, day: int = 12) -> datetime:
    """A time in March 2026, as UTC; Kitsune's European page shows it one hour later."""
    hour, minute = clock.split(":")
    return datetime(2026, 3, day, int(hour), int(minute), tzinfo=UTC)


SITE = PageSite(
    key="kitsune-eu",
    company="Kitsune Cloud",
    languages=("en", "ja"),
    default_language="en",
    time_zone="Europe/Berlin",
    time_zones={"ja": "Asia/Tokyo"},
    base_url="https://eu.status.kitsune.example",
    region_key="europe",
    region_name={"en": "Europe", "ja": "欧州"},
    product_url="https://noroshi.kitsune.example",
    contact_url="mailto:support@kitsune.example",
    mirror_url="https://kitsune-status.example/",
    siblings=(
        Sibling(name={"en": "All regions", "ja": "全地域"}, url="https://status.kitsune.example"),
        Sibling(
            name={"en": "Asia Pacific", "ja": "アジア太平洋"},
            url="https://ap.status.kitsune.example",
        ),
    ),
    mark=FOX,
)

REGIONS = (
    RegionView(key="europe", name={"en": "Europe", "ja": "欧州"}),
    RegionView(key="united-kingdom", name={"en": "United Kingdom", "ja": "英国"}),
    RegionView(key="united-states", name={"en": "United States", "ja": "米国"}),
    RegionView(key="asia-pacific", name={"en": "Asia Pacific", "ja": "アジア太平洋"}),
)
EVERYWHERE = {region.key: "operational" for region in REGIONS}
BORN = datetime(2025, 1, 7, tzinfo=UTC)

NAMES = {
    "checkout": {"en": "Checkout", "ja": "チェックアウト"},
    "payments-api": {"en": "Payments API", "ja": "決済API"},
    "dashboard": {"en": "Dashboard", "ja": "管理画面"},
    "webhooks": {"en": "Webhooks", "ja": "Webhook"},
    "invoices": {"en": "Invoices", "ja": "請求書"},
    "sign-in": {"en": "Sign-in", "ja": "ログイン"},
}

COMPONENTS = tuple(
    ComponentView(
        key=key,
        name=name,
        statuses=EVERYWHERE,
        since=BORN,
        history=HISTORIES.get(key, ()),
    )
    for key, name in NAMES.items()
)

UPDATES = (
    UpdateView(
        number=1,
        at=at("13:11"),
        status="investigating",
        body_markdown={
            "en": "We are sorry: since 14:02, some customers in the EU see an error when they pay "
            "by card. Customers elsewhere are not affected. We are looking for the cause. Next "
            "update by 14:35.",
            "ja": "誠に申し訳ございません。22:02ごろから、EUの一部のお客さまでカード決済時にエラーが発生"
            "しています。その他の地域への影響はありません。現在、原因を調査しています。次回は22:35まで"
            "にお知らせします。",
        },
        affected=(
            AffectedView(
                component="checkout",
                region="europe",
                old_status="operational",
                new_status="partial_outage",
            ),
        ),
    ),
    UpdateView(
        number=2,
        at=at("13:31"),
        status="identified",
        body_markdown={
            "en": "We apologise for the trouble. Card confirmations from Aldermark Payments arrive "
            "too late, so some checkouts stop. Bank transfer works. We are preparing to send card "
            "payments through a second provider. Next update by 14:55.",
            "ja": "ご不便をおかけし、お詫び申し上げます。Aldermark Payments社からの確認の応答が遅れ、"
            "一部の決済が中断しています。銀行振込はご利用いただけます。別の決済会社への切り替えを準備して"
            "います。次回は22:55までにお知らせします。",
        },
    ),
    UpdateView(
        number=3,
        at=at("13:52"),
        status="identified",
        body_markdown={
            "en": "We are sorry that checkouts are still failing for some of you. About one in five "
            "card payments in the EU ends with “Payment could not be confirmed”. Nobody is charged "
            "for a failed checkout.\n\nThe cause is a fault at Aldermark Payments, the company that "
            "confirms card payments for us. We are moving payments to a second provider; six in ten "
            "now go that way and succeed.\n\nUntil then, please choose bank transfer at checkout. "
            "We will write again by 15:15.",
            "ja": "一部のお客さまで決済エラーが続いており、誠に申し訳ございません。現在、EUのカード決済の"
            "およそ5件に1件で「お支払いを確認できませんでした」と表示され、決済が完了しません。失敗した決済が"
            "請求されることはありません。\n\n原因は、カード決済の確認を委託しているAldermark Payments社の"
            "障害です。別の決済会社への切り替えを進めており、現在は6割の決済が切り替え先で正常に完了して"
            "います。\n\n復旧までのあいだは、お支払い方法で銀行振込をお選びください。次回は23:15までに"
            "お知らせします。",
        },
    ),
)

FACTS = (
    FactView(
        label={"en": "What you notice", "ja": "症状"},
        value={
            "en": "“Payment could not be confirmed” when paying by card",
            "ja": "カード決済時に「お支払いを確認できませんでした」と表示される",
        },
    ),
    FactView(
        label={"en": "Who", "ja": "影響範囲"},
        value={
            "en": "About one in five card payments in the EU",
            "ja": "EUのカード決済のおよそ5件に1件",
        },
    ),
    FactView(
        label={"en": "What you can do", "ja": "お客さまにできること"},
        value={
            "en": "Pay by bank transfer, or try again later",
            "ja": "銀行振込を選ぶか、しばらくしてから再度お試しください",
        },
    ),
    FactView(
        label={"en": "Were you charged?", "ja": "請求について"},
        value={
            "en": "No. A failed checkout is never charged.",
            "ja": "失敗した決済が請求されることはありません。",
        },
    ),
)

CHECKOUT_FAILS = IncidentView(
    key="inc-148",
    number=148,
    title={
        "en": "Checkout errors for some customers in the EU",
        "ja": "EUの一部のお客さまにおける決済エラー",
    },
    headline={
        "en": "Some customers in the EU cannot pay by card at checkout.",
        "ja": "EUの一部のお客さまで、カード決済ができない状態です。",
    },
    reassurance={
        "en": "Bank transfer works. All other regions and services are working normally.",
        "ja": "銀行振込はご利用いただけます。その他の地域・サービスは通常どおり稼働しています。",
    },
    status="identified",
    impact="major",
    started_at=at("13:02"),
    components=("checkout",),
    regions=("europe",),
    updates=UPDATES,
    next_update_by=at("14:15"),
    facts=FACTS,
)

RESOLVING = UpdateView(
    number=4,
    at=at("15:20"),
    status="resolved",
    body_markdown={
        "en": "We are sorry for the trouble this afternoon. Since 16:12 every card payment in the "
        "EU goes through again. If you saw an error before, please try once more: you were not "
        "charged.\n\nWe will publish a full report here within 24 hours.",
        "ja": "本日はご迷惑をおかけし、誠に申し訳ございませんでした。0:12以降、EUのカード決済はすべて正常に"
        "完了しています。エラーが表示されたお客さまは、お手数ですが再度お試しください。エラーになった決済が"
        "請求されることはありません。\n\n24時間以内に、最終報告をこのページに掲載いたします。",
    },
)

REPORT = ReportView(
    published_at=at("10:30", day=13),
    apology={
        "en": "On 12 March, for a little over two hours, some of you could not sell and some of "
        "your customers could not buy. We are sorry. You rely on us for exactly this, and we let "
        "you down.",
        "ja": "3月12日の約2時間にわたり、一部のお客さまの店舗でカード決済がご利用いただけず、ご購入の機会を"
        "損なう結果となりました。店舗の皆さま、ならびにご購入のお客さまに、心よりお詫び申し上げます。",
    },
    what_happened={
        "en": "From 14:02 to 16:12 CET, about one in five card payments in the EU ended with "
        "“Payment could not be confirmed”. In all, **4,180 payments** at 612 shops failed. Nobody "
        "was charged for a failed payment. Other regions were not affected.",
        "ja": "日本時間22:02から翌0:12まで、EUのカード決済のおよそ5件に1件が「お支払いを確認できませんでした」"
        "と表示され、完了しませんでした。失敗した決済は612店舗で合計**4,180件**です。失敗した決済の請求は"
        "発生していません。その他の地域への影響はありませんでした。",
    },
    why={
        "en": "Aldermark Payments confirms card payments for us. A change to their network delayed "
        "confirmations by up to 40 seconds. Our checkout waits 15 seconds. We had a second provider, "
        "but the switch had to be made by hand, and we had never practised it under load.",
        "ja": "カード決済の確認を委託しているAldermark Payments社のネットワーク変更により、確認の応答が最大"
        "40秒遅延しました。当社のチェックアウトの待ち時間は15秒であり、超過した決済が失敗として扱われました。"
        "予備の決済会社への切り替えは手動で、高負荷時の訓練を行っていませんでした。",
    },
    what_was_done={
        "en": "- 14:20 We raised the waiting time to 30 seconds.\n- 14:45 We began to send payments "
        "through the second provider.\n- 15:40 All EU payments went that way.\n- 16:12 Aldermark "
        "undid its change, and the last errors stopped.",
        "ja": "- 22:20 待ち時間を30秒に延長しました。\n- 22:45 予備の決済会社への切り替えを開始しました。\n"
        "- 23:40 EUのすべての決済を切り替えました。\n- 0:12 Aldermark Payments社が変更を取り消し、エラーが"
        "解消しました。",
    },
    what_it_changed={
        "en": "By 15:00 six in ten payments succeeded at once, by 15:40 all but a few. Since 16:12 "
        "no payment has failed for this reason.",
        "ja": "23:00には6割、23:40にはほぼすべての決済が正常に完了するようになりました。0:12以降、同じ原因に"
        "よる失敗は発生していません。",
    },
    what_will_be_done={
        "en": "1. Payments will change to the second provider by themselves within two minutes. Due "
        "by 31 March.\n2. We will practise the change every month, under load. First on 2 April.\n"
        "3. Confirmations that come late will complete the payment instead of failing it. Due by 30 "
        "April.",
        "ja": "1. 予備の決済会社への切り替えを自動化し、2分以内に完了するようにします（3月31日まで）。\n"
        "2. 高負荷時の切り替え訓練を毎月実施します（初回は4月2日）。\n"
        "3. 確認の応答が遅れた場合も、決済を失敗とせずに完了できるようにします（4月30日まで）。",
    },
)

SOLVED = replace(
    CHECKOUT_FAILS,
    status="resolved",
    updates=(*UPDATES, RESOLVING),
    next_update_by=None,
    resolved_at=at("15:12"),
    report_due_by=at("15:12", day=13),
)

REPORTED = replace(SOLVED, status="postmortem", report=REPORT)

WEBHOOKS_LATE = IncidentView(
    key="inc-141",
    number=141,
    title={"en": "Webhooks arrive late", "ja": "Webhookの遅延"},
    headline={
        "en": "Webhooks arrive up to ten minutes late.",
        "ja": "Webhookの通知が最大10分遅れています。",
    },
    status="resolved",
    impact="minor",
    started_at=datetime(2026, 1, 22, 8, 5, tzinfo=UTC),
    components=("webhooks",),
    regions=(),
    updates=(
        UpdateView(
            number=1,
            at=datetime(2026, 1, 22, 8, 20, tzinfo=UTC),
            status="investigating",
            body_markdown={
                "en": "We are sorry: webhooks arrive up to ten minutes late.",
                "ja": "申し訳ございません。Webhookの通知が最大10分遅れています。",
            },
        ),
        UpdateView(
            number=2,
            at=datetime(2026, 1, 22, 9, 2, tzinfo=UTC),
            status="resolved",
            body_markdown={
                "en": "Webhooks arrive at once again. We apologise for the delay.",
                "ja": "Webhookの遅延は解消しました。ご迷惑をおかけし、お詫び申し上げます。",
            },
        ),
    ),
    resolved_at=datetime(2026, 1, 22, 9, 0, tzinfo=UTC),
)

INVOICE_WORK = MaintenanceView(
    key="mnt-12",
    number=12,
    title={"en": "Invoices, Europe", "ja": "請求書（欧州）"},
    body_markdown={
        "en": "Invoices can be read but not created for about 20 minutes.",
        "ja": "このうち約20分間、請求書の閲覧はできますが、新規作成はできません。",
    },
    status="scheduled",
    scheduled_for=at("02:00", day=15),
    scheduled_until=at("04:00", day=15),
    announced_at=at("09:00", day=9),
    components=("invoices",),
    regions=("europe",),
)


def page(
    *incidents: IncidentView,
    built_at: datetime,
    hit: bool = False,
    site: PageSite = SITE,
    version: int = 7,
) -> PageState:
    """Kitsune's page; ``hit`` puts the checkout in Europe into a partial outage."""
    components = COMPONENTS
    late = built_at.date() - TODAY
    if late:
        components = tuple(
            replace(part, history=tuple(replace(d, day=d.day + late) for d in part.history))
            for part in COMPONENTS
        )
    if hit:
        checkout = replace(
            COMPONENTS[0],
            statuses={**EVERYWHERE, "europe": "partial_outage"},
            changed_at=at("13:11"),
        )
        components = (checkout, *COMPONENTS[1:])
    return PageState(
        site=site,
        regions=REGIONS,
        components=components,
        incidents=incidents,
        maintenances=(INVOICE_WORK,),
        built_at=built_at,
        version=version,
    )


def burning() -> PageState:
    """14:58 CET: checkout fails, the next update is due at 15:15."""
    return page(CHECKOUT_FAILS, WEBHOOKS_LATE, built_at=at("13:58"), hit=True)


def overdue() -> PageState:
    """15:18 CET: the update of 15:15 has not come."""
    return page(CHECKOUT_FAILS, WEBHOOKS_LATE, built_at=at("14:18"), hit=True)


def quiet() -> PageState:
    """A day with nothing to say, weeks after the last incident."""
    return page(WEBHOOKS_LATE, built_at=at("09:00"))


def solved() -> PageState:
    """An hour after the end: the report is not out yet."""
    return page(SOLVED, WEBHOOKS_LATE, built_at=at("16:10"))


def reported() -> PageState:
    """The day after, with the final report."""
    return page(REPORTED, WEBHOOKS_LATE, built_at=at("11:00", day=13))
