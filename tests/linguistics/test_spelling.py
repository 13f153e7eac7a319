"""English words that are right, words that are not, and what was meant."""

from __future__ import annotations

import random
import string
import time

import pytest

from noroshi.linguistics.spelling import LONGEST, MOST_SUGGESTIONS, misspelt

BRITISH = (
    "colour colours coloured behaviour behavioural favourite honoured neighbouring labour armour "
    "organise organised organisation organisations apologise apologised authorisation "
    "unauthorised reauthorised prioritised optimised virtualisation analysed analysing paralysed "
    "centre centres centred theatre metre kilometres fibre litre calibre catalogue dialogue "
    "analogue cancelled cancelling labelled modelling travelled signalling fulfil enrolment "
    "skilful instalment defence offence licence programme grey learnt towards whilst artefacts "
    "manoeuvre encyclopaedia practise judgement cheque acknowledgement"
)
AMERICAN = (
    "color behavior favorite organize organization apologize analyzed center theater meter fiber "
    "catalog dialog canceled canceling labeled modeling traveled fulfill enrollment skillful "
    "installment defense offense license program gray learned toward while artifacts"
)
TRADE = (
    "webhook webhooks dashboard checkout failover failovers rollback timeout timeouts uptime "
    "backend API APIs SSO OAuth repo repos config configs misconfigured misconfiguration retried "
    "retries resyncing autoscaled throttled throttling postmortem namespace hotfix sign login "
    "offline workaround screenshot realtime resolver redeployed Kubernetes nginx rerouted "
    "subdomain multi microservices deduplicated PostgreSQL"
)
SLIPS = {
    "recieve": "receive",
    "seperate": "separate",
    "occured": "occurred",
    "teh": "the",
    "adn": "and",
    "outtage": "outage",
    "databse": "database",
    "custmers": "customers",
    "paymets": "payments",
    "resloved": "resolved",
    "identifed": "identified",
    "degredation": "degradation",
    "intermitent": "intermittent",
    "perfomance": "performance",
    "unavailble": "unavailable",
    "thier": "their",
    "wich": "which",
    "untill": "until",
    "apoligise": "apologise",
    "appologise": "apologise",
    "maintainance": "maintenance",
    "tempory": "temporary",
    "recoverd": "recovered",
    "servce": "service",
    "servies": "services",
    "webhok": "webhook",
    "Investigting": "investigating",
    "behavour": "behaviour",
}


@pytest.mark.parametrize("words", [BRITISH, AMERICAN, TRADE])
def test_words_of_either_shore_and_of_the_trade_are_right(words: str) -> None:
    assert misspelt(words.split()) == {}


@pytest.mark.parametrize(("slip", "meant"), SLIPS.items())
def test_a_slip_is_found_with_the_word_that_was_meant(slip: str, meant: str) -> None:
    found = misspelt([slip])
    assert set(found) == {slip}
    assert found[slip] in {meant, "behavior", "organize"}


@pytest.mark.parametrize("odd", ["colur", "centrel", "organsie", "authour", "labled", "webhoook"])
def test_a_slip_in_a_british_or_a_trade_word_is_one(odd: str) -> None:
    assert odd in misspelt([odd, "colour", "centre"])


def test_rude_words_are_slips_and_never_suggested() -> None:
    assert misspelt(["pubic", "shit"])["pubic"] == "public"
    assert {"fuck", "orgy"}.isdisjoint(misspelt(["fucj", "orgyy", "fuk"]).values())
    assert misspelt(["orgs", "fsck", "weve"]) == {"weve": "we've"}


def test_noise_is_no_word_and_has_no_suggestion() -> None:
    assert misspelt(["x" * (LONGEST + 1), ""]) == {}
    assert misspelt(["qqzzxxvv"]) == {"qqzzxxvv": None}


def test_many_wrong_words_are_all_named_and_the_first_have_suggestions() -> None:
    many = [f"custmers{chr(a)}{chr(b)}" for a in range(97, 123) for b in range(97, 123)]
    found = misspelt(["outtage", *many])
    assert len(found) > MOST_SUGGESTIONS
    assert sum(near is not None for near in found.values()) <= MOST_SUGGESTIONS


def test_a_hundred_kilobytes_of_noise_take_less_than_half_a_second() -> None:
    chance = random.Random(7)  # noqa: S311 - noise, no secret
    noise = ["".join(chance.choices(string.ascii_lowercase, k=23)) for _ in range(4_200)]
    misspelt(["warm"])
    started = time.process_time()
    assert len(misspelt(noise)) > 4_000
    assert time.process_time() - started <= 0.5
