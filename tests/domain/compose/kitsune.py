"""The sample company's incident: the facts as its people answer them while it lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from noroshi.domain.compose.values import Links
from noroshi.domain.incident import (
    ComponentStatus,
    Fact,
    Facts,
    Incident,
    IncidentState,
    Scope,
    Stage,
)

STARTED = datetime(2026, 3, 12, 13, 2, tzinfo=UTC)  # 14:02 in Berlin, 22:02 in Tokyo
LINKS = Links(
    page="https://kitsune-status.example/",
    incident="https://kitsune-status.example/incidents/148/",
    report="https://kitsune-status.example/incidents/148/report/",
)
INCIDENT = Incident(
    number=148,
    state=IncidentState.OPEN,
    stage=None,
    title={
        "en": "Checkout errors for some customers in Europe",
        "ja": "欧州の一部のお客さまにおける決済エラー",
    },
    severity=4,
    scenario="service-outage",
    path="all-channels",
    scope=Scope(
        components=("checkout",), regions=("europe",), status=ComponentStatus.PARTIAL_OUTAGE
    ),
    started_at=STARTED,
    declared_at=STARTED + timedelta(minutes=4),
    declared_by="sofie-brandt",
    plan_version=1,
)


def fact(key: str, en: str = "", ja: str = "") -> Fact:
    """An answer in both languages."""
    return Fact(question=key, values={"en": en, "ja": ja}, version=1)


FIRST: Facts = {
    "started_at": Fact(question="started_at", values={"*": STARTED.isoformat()}),
    "symptom": fact(
        "symptom",
        "Some card payments end with “Payment could not be confirmed”.",
        "カード決済時に「お支払いを確認できませんでした」と表示され、決済が完了しない場合があります。",
    ),
    "reach": fact(
        "reach",
        "About one in five card payments in Europe is affected; other regions work normally.",
        "欧州のカード決済のおよそ5件に1件に影響しており、その他の地域では通常どおりご利用いただけます。",
    ),
}
LATER: Facts = {
    **FIRST,
    "workaround": fact(
        "workaround",
        "Bank transfer works, and nobody is charged for a failed checkout.",
        "銀行振込は通常どおりご利用いただけます。失敗した決済が請求されることはありません。",
    ),
    "cause": fact(
        "cause",
        "Card confirmations from Aldermark Payments arrive too late, so some checkouts stop.",
        "Aldermark Payments社からの決済確認の応答が遅れ、一部の決済が中断しています。",
    ),
    "affected_count": Fact(question="affected_count", values={"*": "3400"}),
    "progress": fact(
        "progress",
        "We are moving payments to a second provider; six in ten now succeed that way.",
        "別の決済会社への切り替えを進めており、現在は6割の決済が切り替え先で正常に完了しています。",
    ),
    "eta": Fact(question="eta", unknown=True),
    "third_party": Fact(question="third_party", values={"*": "Aldermark Payments"}),
}
LAST: Facts = {
    **LATER,
    "cause": fact(
        "cause",
        "Card confirmations from Aldermark Payments arrived too late, so some checkouts stopped.",
        "Aldermark Payments社からの決済確認の応答が遅れ、一部の決済が中断しました。",
    ),
    "progress": fact(
        "progress",
        "All card payments now go through a second provider.",
        "すべてのカード決済を別の決済会社に切り替えました。",
    ),
}
FACTS: dict[Stage, Facts] = {
    Stage.INVESTIGATING: FIRST,
    Stage.IDENTIFIED: LATER,
    Stage.MONITORING: LAST,
    Stage.RESOLVED: LAST,
    Stage.POSTMORTEM: LAST,
}
NOW: dict[Stage, datetime] = {
    Stage.INVESTIGATING: STARTED + timedelta(minutes=9),
    Stage.IDENTIFIED: STARTED + timedelta(minutes=29),
    Stage.MONITORING: STARTED + timedelta(minutes=134),
    Stage.RESOLVED: STARTED + timedelta(minutes=152),
    Stage.POSTMORTEM: STARTED + timedelta(hours=20),
}
RESOLVED = replace(
    INCIDENT, state=IncidentState.RESOLVED, resolved_at=STARTED + timedelta(minutes=152)
)


def incident_at(stage: Stage) -> Incident:
    """The incident when a text of this stage is composed."""
    return RESOLVED if stage is Stage.POSTMORTEM else INCIDENT


def promised_at(stage: Stage) -> datetime | None:
    """The next update that a text of this stage promises."""
    over = stage in {Stage.RESOLVED, Stage.POSTMORTEM}
    return None if over else NOW[stage] + timedelta(minutes=30)
