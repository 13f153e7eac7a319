"""Times, lists, names and numbers as readers see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from noroshi.domain.channel import Channel
from noroshi.domain.compose import moments, wording
from noroshi.domain.compose.slots import BUILTIN, declared, used
from noroshi.domain.compose.values import time_zone_of, values
from noroshi.domain.incident import Fact, Facts, Incident, Scope, Stage
from noroshi.domain.plan.model import Meaning, Plan, ThirdParty
from noroshi.planfile import load, sample_directory
from tests.domain.compose import kitsune

START = kitsune.STARTED
PARTIES = (ThirdParty(name="Aldermark Payments", aliases=("Aldermark",)),)


@cache
def plan() -> Plan:
    return load(sample_directory()).require()


def known(
    incident: Incident = kitsune.INCIDENT,
    facts: Facts | None = None,
    *,
    stage: Stage = Stage.IDENTIFIED,
    language: str = "en",
    channel: Channel = Channel.EMAIL,
    now: datetime = START + timedelta(minutes=30),
    next_update_at: datetime | None = None,
    of: Plan | None = None,
) -> dict[str, str]:
    return values(
        of or plan(),
        incident,
        facts or {},
        stage=stage,
        language=language,
        channel=channel,
        time_zone=time_zone_of(plan(), language),
        next_update_at=next_update_at,
        now=now,
        links=kitsune.LINKS,
    )


@pytest.mark.parametrize(
    ("zone", "language", "shown"),
    [
        ("Europe/Berlin", "en", "14:02 CET"),
        ("Asia/Tokyo", "ja", "22:02（日本時間）"),
        ("Asia/Tokyo", "en", "22:02 JST"),
        ("UTC", "ja", "13:02（協定世界時）"),
        ("America/Sao_Paulo", "en", "10:02 UTC-3"),
        ("Asia/Kathmandu", "en", "18:47 UTC+5:45"),
    ],
)
def test_a_time_carries_its_zone(zone: str, language: str, shown: str) -> None:
    assert moments.moment(START, language, zone=zone, now=START) == shown


def test_another_day_and_another_year_are_named() -> None:
    at = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)
    later = at + timedelta(days=2)
    assert moments.moment(at, "en", zone="UTC", now=later) == "22:30 UTC on 31 December 2025"
    assert moments.moment(START, "ja", zone="Asia/Tokyo", now=START + timedelta(hours=3)) == (
        "3月12日 22:02（日本時間）"
    )
    assert moments.moment(at, "ja", zone="UTC", now=later) == ("2025年12月31日 22:30（協定世界時）")


@pytest.mark.parametrize(
    ("minutes", "english", "japanese"),
    [
        (0.2, "less than a minute", "1分未満"),
        (1, "1 minute", "1分"),
        (152, "2 hours 32 minutes", "2時間32分"),
        (24 * 60, "24 hours", "24時間"),
        (3 * 24 * 60 + 61, "3 days 1 hour 1 minute", "3日1時間1分"),
    ],
)
def test_lengths_of_time_come_in_words(minutes: float, english: str, japanese: str) -> None:
    length = timedelta(minutes=minutes)
    assert moments.duration(length, "en") == english
    assert moments.duration(length, "ja") == japanese


def test_lists_come_in_words() -> None:
    assert wording.listed(["A"], "en") == "A"
    assert wording.listed([], "en") == ""
    assert wording.listed(["A", "B", "C"], "en") == "A, B and C"
    both = replace(
        kitsune.INCIDENT,
        scope=Scope(components=("checkout", "sign-in"), regions=("europe", "united-kingdom")),
    )
    english, japanese = known(both), known(both, language="ja")
    assert english["regions"] == "Europe and the United Kingdom"
    assert english["components"] == "Checkout and sign-in"
    assert japanese["regions"] == "欧州・英国"


def test_no_region_means_all_of_them() -> None:
    everywhere = replace(kitsune.INCIDENT, scope=Scope(components=("checkout",)))
    listed = Scope(components=("checkout",), regions=tuple(region.key for region in plan().regions))
    assert known(everywhere)["regions"] == "all regions"
    assert known(replace(kitsune.INCIDENT, scope=listed), language="ja")["regions"] == "全地域"


def test_the_next_update_names_its_day_when_it_is_not_today() -> None:
    tomorrow = known(next_update_at=START + timedelta(hours=12))
    assert tomorrow["next_update"] == "02:02 CET on 13 March"
    assert tomorrow["next_update_date"] == "13 March 2026"
    assert "next_update" not in known()


def test_the_end_names_its_day_when_the_incident_lasted_over_midnight() -> None:
    japanese = known(kitsune.RESOLVED, language="ja", now=START + timedelta(hours=4))
    assert japanese["resolved_at"] == "3月13日 00:34（日本時間）"
    assert known(kitsune.RESOLVED)["resolved_at"] == "16:34 CET"


def test_the_announced_end_is_the_one_that_the_page_will_show() -> None:
    now = START + timedelta(hours=2)
    proposed = replace(kitsune.INCIDENT, resolution_proposed_at=now - timedelta(minutes=5))
    assert known(proposed, stage=Stage.RESOLVED, now=now)["resolved_at"] == "16:02 CET"
    assert known(stage=Stage.RESOLVED, now=now)["resolved_at"] == "16:02 CET"
    assert "resolved_at" not in known(proposed, now=now)


def test_an_unknown_fact_has_its_own_wording() -> None:
    facts = {"eta": Fact(question="eta", unknown=True)}
    assert known(facts=facts)["eta"] == "We do not know yet when everything will work again"
    assert known(facts=facts, language="ja")["eta"] == (
        "復旧の時期は、現時点では分かっておりません"
    )


def test_answers_lose_their_last_full_stop_and_numbers_are_grouped() -> None:
    facts = {
        "workaround": kitsune.fact("workaround", "Pay by transfer. ", "振込をご利用ください。"),
        "affected_count": Fact(question="affected_count", values={"*": "12345"}),
    }
    assert known(facts=facts)["workaround"] == "Pay by transfer"
    assert known(facts=facts, language="ja")["workaround"] == "振込をご利用ください"
    assert known(facts=facts)["affected_count"] == "12,345"
    assert wording.number(" ≈ 3,400 ") == "≈ 3,400"


def test_the_answered_start_goes_before_the_first_alert() -> None:
    earlier = (START - timedelta(minutes=10)).isoformat()
    facts = {"started_at": Fact(question="started_at", values={"*": earlier})}
    assert known(facts=facts)["started_at"] == "13:52 CET"


@pytest.mark.parametrize("given", ["yesterday", "2026-03-12T13:02"])
def test_a_time_that_is_none_or_has_no_zone_is_a_blank(given: str) -> None:
    facts = {"started_at": Fact(question="started_at", values={"*": given})}
    assert "started_at" not in known(facts=facts)


def test_the_third_party_is_named_on_the_status_page_only() -> None:
    facts = {"third_party": Fact(question="third_party", values={"*": "Aldermark Payments"})}
    assert known(facts=facts, channel=Channel.STATUS_PAGE)["third_party"] == "Aldermark Payments"
    assert known(facts=facts)["third_party"] == "one of our third-party service providers"
    assert known(facts=facts, language="ja")["third_party"] == (
        "当社が利用している外部サービス事業者"
    )
    assert "third_party" not in known()


def test_a_provider_is_known_by_the_meaning_of_its_question() -> None:
    asked = tuple(
        replace(question, key="provider") if question.meaning is Meaning.THIRD_PARTY else question
        for question in plan().checklist
    )
    facts = {"provider": Fact(question="provider", values={"*": "Nobody knows Inc"})}
    ours = replace(plan(), checklist=asked)
    mail, page = (
        known(facts=facts, of=ours),
        known(facts=facts, channel=Channel.STATUS_PAGE, of=ours),
    )
    assert mail["provider"] == mail["third_party"] == "one of our third-party service providers"
    assert page["provider"] == page["third_party"] == "Nobody knows Inc"


@pytest.mark.parametrize(
    ("language", "given", "shown"),
    [
        (
            "en",
            "Aldermark Payments is slow. ALDERMARK’s gateway too",
            "{phrase} is slow. {phrase}’ gateway too",
        ),
        ("en", "Aldermarket is not meant", "Aldermarket is not meant"),
        (
            "ja",
            "Aldermark Payments社と株式会社Aldermarkの障害",
            "{phrase}と{phrase}の障害",
        ),
        ("ja", "Aldermark社内の障害", "{phrase}社内の障害"),
    ],
)
def test_names_of_third_parties_give_way_to_the_phrase(
    language: str, given: str, shown: str
) -> None:
    phrase = wording.A_THIRD_PARTY[language]
    phrase = phrase[0].upper() + phrase[1:]
    assert wording.without_names(given, PARTIES, language) == shown.replace("{phrase}", phrase)


def test_text_never_falls_back_to_another_language() -> None:
    untranslated = replace(kitsune.INCIDENT, title={"en": "Checkout errors"})
    assert "title" not in known(untranslated, language="ja")
    assert "components" not in known(untranslated, language="fr")


def test_every_builtin_slot_can_have_a_value() -> None:
    facts = {"third_party": Fact(question="third_party", values={"*": "Aldermark Payments"})}
    made = known(kitsune.RESOLVED, facts, next_update_at=START)
    assert set(BUILTIN) <= set(made)
    assert set(made) <= declared(plan())
    assert used("{{ a }}{{b}} {{ C }} {{ d.e }}") == {"a", "b"}
