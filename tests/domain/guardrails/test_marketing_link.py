"""Nothing sells in incident mail; tracking is taken out of a link with one click."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Level
from tests.domain.guardrails.texts import CONTEXT, found, text

OURS = replace(
    CONTEXT, page_url="https://status.kitsune.example/", own_domains=("kitsune-cloud.example",)
)


@pytest.mark.parametrize(
    ("link", "clean"),
    [
        ("https://a.example/?utm_source=x", "https://a.example/"),
        ("https://a.example/b?utm_source=x&c=1#d", "https://a.example/b?c=1#d"),
        ("https://a.example/b?c=1&UTM_Campaign=x", "https://a.example/b?c=1"),
        ("https://a.example/?gclid=1#d", "https://a.example/#d"),
    ],
)
def test_one_click_takes_tracking_out_of_a_link(link: str, clean: str) -> None:
    body = f"See <{link}>, or [here]({link})."
    first, second = found("marketing_link", text(body))
    _, body = apply(second, "", body)
    _, body = apply(first, "", body)
    assert body == f"See <{clean}>, or [here]({clean})."
    assert not found("marketing_link", text(body))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Upgrade now."),
        ("en", "A special offer for you."),
        ("en", "See https://kitsune-cloud.example/pricing."),
        ("en", "See kitsune-cloud.example/promo/spring."),
        ("en", "Read https://news.example/kitsune."),
        ("ja", "今すぐアップグレード。"),
        ("ja", "お得なプランをご用意しました。"),
        ("ja", "キャンペーン実施中です。"),
    ],
)
def test_what_sells_is_found_and_left_to_the_writer(language: str, body: str) -> None:
    (offer,) = found("marketing_link", text(body, language, context=OURS))
    assert (offer.level, offer.mend) == (Level.WARN, None)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "See https://status.kitsune.example/incidents/1"),
        ("en", "See https://www.kitsune-cloud.example/orders?page=2."),
        ("en", "See https://docs.aldermark.example/retry"),
        ("en", "See https://aldermark.example/docs/retry"),
        ("en", "See https://status.aldermark.example/"),
        ("en", "Discount codes are not accepted. Upgrade to version 4.2."),
        ("en", "The button says “Upgrade now”."),
        ("ja", "クーポンが適用されません。キャンペーン管理画面が開きません。"),
    ],
)
def test_our_pages_documentation_and_features_pass(language: str, body: str) -> None:
    assert not found("marketing_link", text(body, language, context=OURS))


def test_where_our_domains_are_not_known_no_host_is_strange() -> None:
    assert not found("marketing_link", text("Read https://news.example/kitsune."))


def test_a_broken_address_is_no_reason_to_fall_over() -> None:
    assert not found("marketing_link", text("https://[::1/", context=OURS))


def test_colleagues_meet_where_they_like() -> None:
    bridge = text("https://meet.example/room", internal=True, context=OURS)
    assert not found("marketing_link", bridge)
