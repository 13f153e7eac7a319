"""Texts for the guardrail tests: a good one in each language, and short ways to spoil it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.guardrails.rule import Context, Finding, Text
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import ThirdParty
from noroshi.linguistics.linguist import LINGUIST

CET = timezone(timedelta(hours=1), "CET")
PROMISED = datetime(2026, 3, 12, 15, 15, tzinfo=CET)
ALDERMARK = ThirdParty(
    name="Aldermark Payments", aliases=("Aldermark", "アルダーマーク", "AMP", "北の泉決済")
)
CONTEXT = Context(
    third_parties=(ALDERMARK,),
    next_update_at=PROMISED,
    next_update_text="15:15 CET",
    scope_words=("Checkout", "Europe", "チェックアウト", "欧州"),
    product_names=("Kitsune Cloud",),
)
SUBJECTS = {"en": "Some card payments in Europe fail", "ja": "欧州の一部のお客さまでの決済エラー"}
BODIES = {
    "en": "We are sorry that some card payments in Europe fail. Bank transfer works.\n\n"
    "Next update by 15:15 CET.",
    "ja": "欧州の一部のお客さまで決済エラーが続いており、誠に申し訳ございません。"
    "銀行振込は通常どおりご利用いただけます。\n\n"
    "次回は15:15（中央ヨーロッパ時間）までにお知らせします。",
}
RULES = {rule.code: rule for rule in CATALOGUE}


def text(
    body: str | None = None,
    language: str = "en",
    *,
    subject: str | None = None,
    channel: Channel = Channel.EMAIL,
    stage: Stage = Stage.IDENTIFIED,
    internal: bool = False,
    context: Context = CONTEXT,
) -> Text:
    """A text that every rule lets pass, but for what is given."""
    return Text(
        subject=SUBJECTS.get(language[:2], "-") if subject is None else subject,
        body=BODIES.get(language[:2], "-") if body is None else body,
        language=language,
        audience="customers",
        channel=channel,
        stage=stage,
        linguist=LINGUIST,
        internal=internal,
        context=context,
    )


def found(code: str, text: Text) -> list[Finding]:
    """What one rule finds."""
    return list(RULES[code].find(text))


def marked(code: str, body: str, language: str = "en") -> list[str]:
    """The words that one rule points at in a body."""
    return [finding.found for finding in found(code, text(body, language))]
