"""The sample plan's short texts: the essence and the link, within the limit of each channel (R6)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from noroshi.domain.channel import HAS_SUBJECT, SHORT, Channel
from noroshi.domain.compose.plan_message import Draft, compose
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.guardrails.rule import Context, Text
from noroshi.domain.guardrails.run import check
from noroshi.domain.incident import INCIDENT_STAGES, Stage
from noroshi.domain.lengths.gsm import Encoding
from noroshi.domain.lengths.measure import Length, measure
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Plan
from noroshi.linguistics.linguist import LINGUIST
from noroshi.planfile import load, sample_directory
from tests.domain.compose import kitsune
from tests.domain.compose.kitsune import fact

NEW = frozenset({Channel.SMS, Channel.X, Channel.SLACK})


@cache
def plan() -> Plan:
    return load(sample_directory()).require()


def drafts(stage: Stage, **answers: object) -> list[Draft]:
    incident = replace(kitsune.incident_at(stage), severity=5)
    path = select.path(select.scenario(plan(), incident.scenario), incident.severity)
    made = compose(
        plan(),
        incident,
        {**kitsune.FACTS[stage], **answers},  # type: ignore[dict-item]
        stage=stage,
        outlets=path.outlets,
        next_update_at=kitsune.promised_at(stage),
        now=kitsune.NOW[stage],
        links=kitsune.LINKS,
    )
    return [draft for draft in made if draft.key.channel in NEW]


def lengths(draft: Draft) -> tuple[Length, ...]:
    return measure(draft.subject, draft.body, draft.key.channel, graphemes=LINGUIST.graphemes)


def read(draft: Draft, stage: Stage) -> Text:
    audience = select.audience(plan(), draft.key.audience)
    promised = kitsune.promised_at(stage)
    zone = ZoneInfo(time_zone_of(plan(), draft.key.language))
    context = Context(
        third_parties=plan().third_parties,
        next_update_at=promised.astimezone(zone) if promised else None,
        scope_words=("Checkout", "チェックアウト", "Europe", "欧州"),
        product_names=("Kitsune Cloud",),
        page_url=kitsune.LINKS.page,
    )
    return Text(
        subject=draft.subject,
        body=draft.body,
        language=draft.key.language,
        audience=audience.key,
        channel=draft.key.channel,
        stage=stage,
        linguist=LINGUIST,
        technical=audience.technical,
        internal=audience.internal,
        context=context,
    )


@pytest.mark.parametrize("stage", INCIDENT_STAGES)
def test_the_most_severe_incidents_speak_on_short_channels_in_both_languages(stage: Stage) -> None:
    made = drafts(stage)
    assert len(made) == 6
    for draft in made:
        assert not draft.blanks
        assert (draft.subject == "") == (draft.key.channel not in HAS_SUBJECT)
        assert not any(length.is_over for length in lengths(draft)), draft


@pytest.mark.parametrize("stage", INCIDENT_STAGES)
def test_the_short_texts_pass_every_guardrail(stage: Stage) -> None:
    for draft in drafts(stage):
        assert check(read(draft, stage), plan().guardrail_levels) == (), draft


@pytest.mark.parametrize("stage", INCIDENT_STAGES)
def test_short_texts_carry_the_link(stage: Stage) -> None:
    for draft in drafts(stage):
        assert draft.key.channel not in SHORT or kitsune.LINKS.incident in draft.body


@pytest.mark.parametrize("stage", INCIDENT_STAGES)
def test_an_english_sms_stays_in_the_alphabet_of_sms(stage: Stage) -> None:
    (english,) = [d for d in drafts(stage) if str(d.key) == "sms.customers.en"]
    (length,) = lengths(english)
    assert (length.encoding, length.parts <= 2) == (Encoding.GSM_7, True)


def test_the_sms_reads_like_this() -> None:
    english, japanese = [d for d in drafts(Stage.IDENTIFIED) if d.key.channel is Channel.SMS]
    assert english.body == (
        "Kitsune Cloud: we are sorry. Checkout errors for some customers in Europe. Bank transfer"
        " works, and nobody is charged for a failed checkout. Next update by 15:01 CET:"
        " https://kitsune-status.example/incidents/148/"
    )
    assert japanese.body == (
        "【Kitsune Cloud】欧州の一部のお客さまにおける決済エラーが続いており、誠に申し訳ございません。"
        "銀行振込は通常どおりご利用いただけます。失敗した決済が請求されることはありません。"
        "次回は23:01（日本時間）までにお知らせいたします。"
        " https://kitsune-status.example/incidents/148/"
    )


def test_a_short_text_over_its_limit_stays_whole_and_is_blocked() -> None:
    long = fact("workaround", "Bank transfer works. " * 20, "銀行振込をご利用いただけます。" * 20)
    for draft in drafts(Stage.IDENTIFIED, workaround=long):
        if draft.key.channel in SHORT:
            assert kitsune.LINKS.incident in draft.body
            blocked = check(read(draft, Stage.IDENTIFIED), plan().guardrail_levels)
            assert "too_long" in {finding.code for finding in blocked}
