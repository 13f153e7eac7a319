"""The sample plan's words, filled with the facts of the sample incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.compose.plan_message import Draft, compose
from noroshi.domain.compose.values import time_zone_of
from noroshi.domain.guardrails.rule import Context, Sibling, Text
from noroshi.domain.guardrails.run import check
from noroshi.domain.incident import INCIDENT_STAGES, Fact, Stage
from noroshi.domain.lengths.measure import most_of_subject
from noroshi.domain.plan import select
from noroshi.domain.plan.model import Outlet, Plan
from noroshi.domain.plan.readers import own_page
from noroshi.linguistics.linguist import LINGUIST
from noroshi.planfile import load, sample_directory
from tests.domain.compose import kitsune


@cache
def plan() -> Plan:
    return load(sample_directory()).require()


def drafts(stage: Stage) -> dict[str, Draft]:
    incident = kitsune.incident_at(stage)
    path = select.path(select.scenario(plan(), incident.scenario), incident.severity)
    made = compose(
        plan(),
        incident,
        kitsune.FACTS[stage],
        stage=stage,
        outlets=path.outlets,
        next_update_at=kitsune.promised_at(stage),
        now=kitsune.NOW[stage],
        links=kitsune.LINKS,
    )
    return {str(draft.key): draft for draft in made}


def siblings(draft: Draft, stage: Stage) -> Iterator[Sibling]:
    """The other texts of the same message."""
    for other in drafts(stage).values():
        if other.key != draft.key:
            zone = ZoneInfo(time_zone_of(plan(), other.key.language))
            offset = kitsune.NOW[stage].astimezone(zone).utcoffset() or timedelta(0)
            yield Sibling(
                language=other.key.language,
                audience=other.key.audience,
                channel=other.key.channel,
                subject=other.subject,
                body=other.body,
                internal=select.audience(plan(), other.key.audience).internal,
                utc_offset=int(offset.total_seconds() // 60),
            )


@pytest.mark.parametrize("stage", INCIDENT_STAGES)
def test_every_stage_speaks_on_every_outlet_in_both_languages_without_a_blank(
    stage: Stage,
) -> None:
    made = drafts(stage)
    assert len(made) == 14
    assert not [key for key, draft in made.items() if draft.blanks or "{{" in draft.body]
    assert all(len(d.subject) <= (most_of_subject(d.key.channel) or 999) for d in made.values())


@pytest.mark.parametrize("stage", INCIDENT_STAGES)
def test_the_sample_texts_pass_every_guardrail(stage: Stage) -> None:
    for draft in drafts(stage).values():
        audience = select.audience(plan(), draft.key.audience)
        promised = kitsune.promised_at(stage)
        zone = ZoneInfo(time_zone_of(plan(), draft.key.language))
        text = Text(
            linguist=LINGUIST,
            subject=draft.subject,
            body=draft.body,
            language=draft.key.language,
            audience=audience.key,
            channel=draft.key.channel,
            stage=stage,
            technical=audience.technical,
            internal=audience.internal,
            context=Context(
                third_parties=plan().third_parties,
                next_update_at=promised.astimezone(zone) if promised else None,
                scope_words=("Checkout", "チェックアウト"),
                product_names=("Kitsune Cloud",),
                terms=plan().glossary,
                own_domains=plan().own_domains,
                internal_names=plan().internal_names,
                internal_links=(plan().bridge_url,),
                has_own_page=own_page(plan(), audience.key) is not None,
                languages=plan().company.languages,
                siblings=tuple(siblings(draft, stage)),
            ),
        )
        assert check(text, plan().guardrail_levels) == (), draft


def test_only_the_status_page_names_the_third_party() -> None:
    for key, draft in drafts(Stage.IDENTIFIED).items():
        assert ("Aldermark" in draft.body) == (draft.key.channel is Channel.STATUS_PAGE), key
    mails = drafts(Stage.IDENTIFIED)
    assert "from one of our third-party service providers arrive" in (
        mails["email.customers.en"].body
    )
    assert "当社が利用している外部サービス事業者からの決済確認" in mails["email.customers.ja"].body


def test_the_english_page_reads_like_this() -> None:
    assert drafts(Stage.IDENTIFIED)["status_page.customers.en"].body == (
        "We are sorry that the trouble with Checkout in Europe continues. Some card payments end "
        "with “Payment could not be confirmed”. About one in five card payments in Europe is "
        "affected; other regions work normally.\n\n"
        "Bank transfer works, and nobody is charged for a failed checkout.\n\n"
        "Card confirmations from Aldermark Payments arrive too late, so some checkouts stop. We "
        "are moving payments to a second provider; six in ten now succeed that way. We do not "
        "know yet when everything will work again.\n\n"
        "We will write again by 15:01 CET, even if nothing has changed."
    )


def test_the_japanese_page_reads_like_this() -> None:
    assert drafts(Stage.INVESTIGATING)["status_page.customers.ja"].body == (
        "誠に申し訳ございません。22:02（日本時間）ごろから、欧州のチェックアウトに不具合が"
        "発生しております。カード決済時に「お支払いを確認できませんでした」と表示され、決済が"
        "完了しない場合があります。欧州のカード決済のおよそ5件に1件に影響しており、その他の"
        "地域では通常どおりご利用いただけます。\n\n"
        "現在、原因を調査しております。状況に変化がない場合でも、次回は22:41（日本時間）までに"
        "お知らせいたします。"
    )


def test_subjects_begin_with_the_state() -> None:
    made = drafts(Stage.RESOLVED)
    assert made["email.customers.en"].subject == (
        "Resolved: Checkout errors for some customers in Europe"
    )
    assert made["email.customers.ja"].subject.startswith("【復旧】")


def test_customers_come_before_administrators_and_colleagues() -> None:
    audiences = [key.split(".")[1] for key in drafts(Stage.IDENTIFIED)]
    assert list(dict.fromkeys(audiences)) == ["customers", "it_admins", "internal"]


def test_a_fact_that_nobody_answered_stays_a_blank_in_every_text_that_needs_it() -> None:
    facts = {key: fact for key, fact in kitsune.LATER.items() if key != "cause"}
    made = compose(
        plan(),
        kitsune.INCIDENT,
        facts,
        stage=Stage.IDENTIFIED,
        outlets=(Outlet(audience="customers", channel=Channel.EMAIL),),
        next_update_at=kitsune.STARTED + timedelta(hours=1),
        now=kitsune.STARTED,
        links=kitsune.LINKS,
    )
    assert [draft.blanks for draft in made] == [("cause",), ("cause",)]
    assert all("{{ cause }}" in draft.body for draft in made)


def test_an_answer_in_one_language_leaves_the_other_blank() -> None:
    facts = {**kitsune.FIRST, "symptom": Fact(question="symptom", values={"en": "Cards fail."})}
    english, japanese = compose(
        plan(),
        kitsune.INCIDENT,
        facts,
        stage=Stage.INVESTIGATING,
        outlets=(Outlet(audience="customers", channel=Channel.STATUS_PAGE),),
        next_update_at=kitsune.STARTED,
        now=kitsune.STARTED,
        links=kitsune.LINKS,
    )
    assert english.blanks == ()
    assert japanese.blanks == ("symptom",)


def test_an_outlet_without_a_template_gets_a_draft_to_write_by_hand() -> None:
    (draft,) = compose(
        plan(),
        kitsune.INCIDENT,
        kitsune.FIRST,
        stage=Stage.INVESTIGATING,
        outlets=(Outlet(audience="it_admins", channel=Channel.WEBHOOK),),
        next_update_at=None,
        now=kitsune.STARTED,
        links=kitsune.LINKS,
        languages=("en",),
    )
    assert (draft.subject, draft.body) == ("{{ subject }}", "{{ text }}")
    assert draft.blanks == ("subject", "text")
