"""Every kind of page that there is, in the states in which it is looked at, measured and judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from noroshi.domain.theme.model import Theme
from noroshi.domain.theme.ready import READY, resolved
from noroshi.pages.build import build
from noroshi.pages.state import (
    CommitmentView,
    ComponentView,
    GroupView,
    PageState,
    RegionView,
    Sibling,
    UpdateView,
)
from tests.pages import kitsune

GROUPS = (
    GroupView(key="shop", name={"en": "Selling", "ja": "販売"}),
    GroupView(key="office", name={"en": "Running your shop", "ja": "店舗運営"}),
)
_GROUP_OF = {
    "checkout": "shop",
    "payments-api": "shop",
    "dashboard": "office",
    "invoices": "office",
    "webhooks": "office",
}

PROMISED = (
    CommitmentView(
        incident=148,
        text={
            "en": "Payments change to the second provider by themselves within two minutes.",
            "ja": "予備の決済会社への切り替えを自動化し、2分以内に完了するようにします。",
        },
        due=date(2026, 3, 31),
    ),
    CommitmentView(
        incident=141,
        text={
            "en": "Webhooks that could not be delivered are tried again for three days.",
            "ja": "配信できなかったWebhookを、3日間にわたって再送します。",
        },
        due=date(2026, 3, 10),
        first_due=date(2026, 2, 20),
    ),
    CommitmentView(
        incident=141,
        text={
            "en": "The delay of webhooks is shown in the dashboard.",
            "ja": "Webhookの遅延を管理画面に表示します。",
        },
        due=date(2026, 3, 1),
        done_at=kitsune.at("10:00", day=2),
        note={
            "en": "It is there for all shops since 2 March.",
            "ja": "3月2日からすべての店舗でご確認いただけます。",
        },
    ),
)


def grouped(state: PageState) -> PageState:
    """``state`` with services in groups; sign-in is in none."""
    components = tuple(replace(c, group=_GROUP_OF.get(c.key)) for c in state.components)
    return replace(state, components=components, groups=GROUPS)


def burning() -> PageState:
    """In the middle of it, with groups and promises of earlier reports."""
    return replace(grouped(kitsune.burning()), commitments=PROMISED[1:])


def reported() -> PageState:
    """The day after, with the report and what it promised."""
    report = replace(kitsune.REPORT, number=5)
    state = grouped(kitsune.reported())
    incidents = (replace(kitsune.REPORTED, report=report), *state.incidents[1:])
    return replace(state, incidents=incidents, commitments=PROMISED)


def at_work() -> PageState:
    """Planned work under way, another announced, one cancelled, one over since an hour."""
    work = kitsune.INVOICE_WORK
    now = replace(
        work,
        number=13,
        key="mnt-13",
        title={"en": "Dashboard", "ja": "管理画面"},
        status="in_progress",
        scheduled_for=kitsune.at("08:00"),
        scheduled_until=kitsune.at("10:00"),
        components=("dashboard",),
        body_markdown={
            "en": "The dashboard shows figures of yesterday until we are done.",
            "ja": "完了するまで、管理画面には前日の数値が表示されます。",
        },
    )
    off = replace(
        work,
        number=14,
        key="mnt-14",
        title={"en": "Sign-in", "ja": "ログイン"},
        cancelled_at=kitsune.at("07:30"),
        changed_at=kitsune.at("07:30"),
        components=("sign-in",),
    )
    over = replace(
        work,
        number=11,
        key="mnt-11",
        title={"en": "Payments API", "ja": "決済API"},
        status="completed",
        scheduled_for=kitsune.at("05:00"),
        scheduled_until=kitsune.at("07:00"),
        changed_at=kitsune.at("06:40"),
        components=("payments-api",),
    )
    calm = kitsune.quiet()
    dashboard = replace(
        calm.components[2], statuses=dict.fromkeys(kitsune.EVERYWHERE, "under_maintenance")
    )
    components = (*calm.components[:2], dashboard, *calm.components[3:])
    return grouped(replace(calm, components=components, maintenances=(now, work, off, over)))


def regional() -> PageState:
    """A page that knows one region, beside others that say how they are."""
    site = replace(
        kitsune.SITE,
        siblings=(
            Sibling(
                name={"en": "All regions", "ja": "全地域"},
                url="https://status.kitsune.example",
                status="major_outage",
            ),
            Sibling(
                name={"en": "Asia Pacific", "ja": "アジア太平洋"},
                url="https://ap.status.kitsune.example",
                status="major_outage",
            ),
            Sibling(
                name={"en": "United Kingdom", "ja": "英国"},
                url="https://uk.status.kitsune.example",
                status="operational",
            ),
        ),
    )
    state = kitsune.quiet()
    europe = (RegionView(key="europe", name={"en": "Europe", "ja": "欧州"}),)
    only = tuple(replace(c, statuses={"europe": "operational"}) for c in state.components)
    return replace(state, site=site, regions=europe, components=only)


def many() -> PageState:
    """Forty services in eight groups, two of them in trouble, in four regions."""
    state = kitsune.burning()
    groups = tuple(
        GroupView(key=f"g{n}", name={"en": f"Product line {n}", "ja": f"製品ライン{n}"})
        for n in range(1, 9)
    )
    components = tuple(_one_of_many(n, state.components[n % 4]) for n in range(40))
    return replace(state, components=components, groups=groups, commitments=PROMISED)


def _one_of_many(n: int, like: ComponentView) -> ComponentView:
    fine = kitsune.EVERYWHERE
    return ComponentView(
        key="checkout" if n == 0 else f"service-{n}",
        name={"en": f"Service number {n}", "ja": f"サービス{n}番"},
        statuses={**fine, "europe": "partial_outage"} if n in {0, 7} else fine,
        since=kitsune.BORN,
        history=like.history,
        group=f"g{n // 5 + 1}",
    )


WEBHOOKS_LATE_NOW = replace(
    kitsune.WEBHOOKS_LATE,
    key="inc-149",
    number=149,
    status="identified",
    started_at=kitsune.at("13:20"),
    resolved_at=None,
    next_update_by=kitsune.at("14:30"),
    updates=(replace(kitsune.WEBHOOKS_LATE.updates[0], at=kitsune.at("13:30")),),
)
BACK_AGAIN = UpdateView(
    number=4,
    at=kitsune.at("14:40"),
    status="monitoring",
    body_markdown={
        "en": "We are sorry for the trouble. Card payments succeed again since 15:31. We are "
        "watching before we call it solved. Next update by 16:10.",
        "ja": "ご迷惑をおかけし、申し訳ございません。23:31以降、カード決済は正常に完了しています。"
        "引き続き経過を観察しています。次回は0:10までにお知らせします。",
    },
)


def several() -> PageState:
    """Checkout fails, and webhooks are late beside it."""
    state = burning()
    return replace(
        state, incidents=(kitsune.CHECKOUT_FAILS, WEBHOOKS_LATE_NOW, *state.incidents[1:])
    )


def watched() -> PageState:
    """Payments go through again; it is not called solved yet."""
    incident = replace(
        kitsune.CHECKOUT_FAILS,
        status="monitoring",
        headline={
            "en": "Monitoring: Checkout errors for some customers in the EU",
            "ja": "【経過観察】EUの一部のお客さまにおける決済エラー",
        },
        updates=(*kitsune.UPDATES, BACK_AGAIN),
        next_update_by=kitsune.at("15:10"),
    )
    return grouped(kitsune.page(incident, kitsune.WEBHOOKS_LATE, built_at=kitsune.at("14:45")))


def young() -> PageState:
    """The page's first days: no incident yet, services watched since the day before yesterday."""
    state = kitsune.page(built_at=kitsune.at("09:00"))
    components = tuple(
        replace(part, since=kitsune.at("10:00", day=10), history=part.history[-3:] or ())
        for part in state.components[1:]
    )
    return replace(state, components=components, maintenances=())


def bare() -> PageState:
    """A page without a single service."""
    state = kitsune.page(built_at=kitsune.at("09:00"))
    return replace(state, components=(), maintenances=())


STATES: Mapping[str, Callable[[], PageState]] = {
    "burning": burning,
    "overdue": kitsune.overdue,
    "quiet": kitsune.quiet,
    "solved": kitsune.solved,
    "reported": reported,
    "at-work": at_work,
    "regional": regional,
    "many": many,
    "several": several,
    "watched": watched,
    "young": young,
    "bare": bare,
}


@cache
def built(name: str) -> Mapping[str, bytes]:
    """The files of a state, made once for all who look at them."""
    return build(themed(name.removeprefix("theme-")) if "theme-" in name else STATES[name]())


LOGO = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E"
    "%3Ccircle cx='12' cy='12' r='11' fill='%2314508c'/%3E%3Cpath d='M6 7l4 3h4l4-3-1 7-5 4-5-4z'"
    " fill='%23fff'/%3E%3C/svg%3E"
)


def themed(name: str) -> PageState:
    """The burning page in one of the themes that come with Noroshi, "logo" with a picture."""
    theme = resolved(Theme(base="harbour", logo=LOGO)) if name == "logo" else READY[name]
    state = burning()
    return replace(state, site=replace(state.site, theme=theme))


KINDS: tuple[tuple[str, str, str], ...] = (
    ("overview-burning", "burning", "index.html"),
    ("overview-overdue", "overdue", "index.html"),
    ("overview-quiet", "quiet", "index.html"),
    ("overview-solved", "solved", "index.html"),
    ("overview-maintenance", "at-work", "index.html"),
    ("overview-regional", "regional", "index.html"),
    ("overview-many", "many", "index.html"),
    ("overview-several", "several", "index.html"),
    ("overview-bare", "bare", "index.html"),
    ("incident-open", "burning", "incidents/148.html"),
    ("incident-reported", "reported", "incidents/148.html"),
    ("report", "reported", "incidents/148/report.html"),
    ("history", "at-work", "history.html"),
    ("uptime", "many", "uptime.html"),
    ("missing", "quiet", "404.html"),
)
"""Name, state and path of each kind of page."""
