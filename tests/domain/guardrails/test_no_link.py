"""A text on a short channel carries the address of the status page."""

from __future__ import annotations

import pytest

from noroshi.domain.channel import SHORT, Channel
from noroshi.domain.guardrails.mend import apply
from noroshi.domain.guardrails.rule import Context, Level
from tests.domain.guardrails.texts import found, text

PAGE = "https://status.kitsune-cloud.example/"
AT_PAGE = Context(page_url=PAGE)
COUNTS = [
    PAGE,
    "https://status.kitsune-cloud.example",
    "HTTPS://Status.Kitsune-Cloud.Example/incidents/148",
    "status.kitsune-cloud.example/incidents/148.",
    "https://status.kitsune-cloud.example:443/?lang=ja#latest",
    "詳細はhttps://status.kitsune-cloud.example/incidents/148をご覧ください。",
    "「https://status.kitsune-cloud.example」へ",
]
LOOK_ALIKES = [
    "https://status.kitsune-cloud.example.evil.example/",
    "https://status.kitsune-cloud.example@evil.example/",
    "https://status.kitsune-cloud.example:443@evil.example/",
    "https://evil.example/status.kitsune-cloud.example/",
    "https://evil.example/?https://status.kitsune-cloud.example/",
    "https://evil-status.kitsune-cloud.example/",
    "https://status.kitsune-cloud.example:8443/",
    "https://status.kitsune-cloud.example。evil.example/",
    "https://status.kitsune-cloud.example\u200b.evil.example/",
    "https://st\u0430tus.kitsune-cloud.example/",
    "https:// status.kitsune-cloud.example/",
    "help@status.kitsune-cloud.example",
]


def sms(body: str, context: Context = AT_PAGE) -> list[object]:
    return list(found("no_link", text(body, channel=Channel.SMS, context=context)))


@pytest.mark.parametrize("address", COUNTS)
def test_an_address_under_the_status_page_counts(address: str) -> None:
    assert not sms(f"Card payments fail. {address}")


@pytest.mark.parametrize("address", LOOK_ALIKES)
def test_a_look_alike_does_not_count(address: str) -> None:
    assert sms(f"Card payments fail. {address}")


@pytest.mark.parametrize("channel", sorted(Channel))
def test_only_short_channels_need_it(channel: Channel) -> None:
    wanted = [Level.BLOCK] if channel in SHORT else []
    bare = text("Card payments fail.", channel=channel, context=AT_PAGE)
    assert [finding.level for finding in found("no_link", bare)] == wanted


def test_mastodon_makes_no_link_of_an_address_without_scheme() -> None:
    body = "Card payments fail. status.kitsune-cloud.example"
    assert found("no_link", text(body, channel=Channel.MASTODON, context=AT_PAGE))
    assert not found("no_link", text(body, channel=Channel.X, context=AT_PAGE))


@pytest.mark.parametrize("body", ["Card payments fail.", "Card payments fail. \n", ""])
def test_one_click_adds_the_address(body: str) -> None:
    (missing,) = found("no_link", text(body, channel=Channel.SMS, context=AT_PAGE))
    _, mended = apply(missing, "", body)
    assert mended.split() == [*body.split(), PAGE]
    assert not sms(mended)


def test_a_page_in_a_folder_has_its_addresses_there() -> None:
    folder = Context(page_url="https://kitsune.example/status/")
    assert not sms("https://kitsune.example/status/148", folder)
    assert not sms("kitsune.example/status", folder)
    assert sms("https://kitsune.example/statuses", folder)


def test_a_page_with_letters_beyond_ascii_counts_as_written_and_as_coded() -> None:
    fox = Context(page_url="https://status.狐.example/")
    assert not sms("https://status.狐.example/148", fox)
    assert not sms("https://status.xn--9hw.example/148".replace("xn--9hw", _coded("狐")), fox)
    assert sms("https://status.狸.example/148", fox)


def _coded(label: str) -> str:
    return label.encode("idna").decode()


def test_a_page_on_this_computer_counts_too() -> None:
    assert not sms("http://localhost:8000/148", Context(page_url="http://localhost:8000/"))
    assert not sms("http://[::1]:8000/148", Context(page_url="http://[::1]:8000/"))


def test_while_the_page_is_unknown_the_companys_own_domains_count() -> None:
    own = Context(own_domains=("kitsune-cloud.example",))
    assert not sms("https://help.kitsune-cloud.example/", own)
    (missing,) = found(
        "no_link", text("https://notkitsune-cloud.example/", channel=Channel.SMS, context=own)
    )
    assert missing.mend is None


def test_while_nothing_is_known_any_address_counts() -> None:
    assert not sms("https://example.org", Context())
    assert not sms("example.org/148", Context())
    assert sms("Since 14.02, e.g. in Europe.", Context())


@pytest.mark.parametrize(
    "broken", ["https://[", "kitsune", "https://", "https://a:b:c@d:99999999/"]
)
def test_a_broken_address_of_the_page_breaks_nothing(broken: str) -> None:
    assert sms("Card payments fail.", Context(page_url=broken))


def test_colleagues_are_warned_and_may_get_their_own_link() -> None:
    room = Context(page_url=PAGE, internal_links=("https://meet.kitsune-cloud.example/incident",))
    inside = {"channel": Channel.SMS, "internal": True, "context": room}
    assert not found("no_link", text("https://meet.kitsune-cloud.example/incident", **inside))
    (missing,) = found("no_link", text("https://evil.example/", **inside))
    assert missing.level is Level.WARN
