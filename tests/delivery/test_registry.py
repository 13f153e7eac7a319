"""What every provider must have, and how a wrong account is refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import noroshi
from noroshi.delivery.contract import ProviderType, Tools
from noroshi.delivery.registry import PROVIDERS, provider
from noroshi.kernel.clock import SystemClock
from noroshi.kernel.errors import Invalid, NotFound
from noroshi.net import OutboundClient
from tests.net.servers import TLS

KINDS = pytest.mark.parametrize("kind", PROVIDERS.values(), ids=list(PROVIDERS))


def made(name: str, settings: dict[str, str]) -> object:
    async def scene() -> object:
        async with OutboundClient(tls=TLS) as http:
            return provider(name, settings, Tools(clock=SystemClock(), http=http))

    return asyncio.run(scene())


@KINDS
def test_a_provider_explains_itself_in_both_languages(kind: ProviderType) -> None:
    texts = [kind.descriptor.title, kind.descriptor.help]
    texts += [each.label for each in kind.descriptor.fields]
    assert all(text["en"] and text["ja"] for text in texts)
    assert all(set(each.help) in ({"en", "ja"}, set()) for each in kind.descriptor.fields)


@KINDS
def test_a_provider_has_its_page_and_its_samples(kind: ProviderType) -> None:
    folder = Path(noroshi.__file__).parent / "delivery/providers" / kind.descriptor.name
    assert (folder / "README.md").stat().st_size > 500
    assert any((folder / "fixtures").iterdir())


@KINDS
def test_a_key_is_marked_as_secret(kind: ProviderType) -> None:
    words = ("password", "secret", "token", "_key")
    named = {each.name for each in kind.descriptor.fields if each.name.endswith(words)}
    named = {name for name in named if "public" not in name}
    assert {each.name for each in kind.descriptor.fields if each.secret} == named


@KINDS
def test_a_default_is_one_of_the_choices(kind: ProviderType) -> None:
    for each in kind.descriptor.fields:
        assert not each.choices or each.default in each.choices


def test_an_account_is_made_from_its_settings() -> None:
    settings = {"host": "relay.example", "sender": "bounces@kitsune.example", "port": ""}
    assert hasattr(made("smtp", settings), "open")
    assert hasattr(made("webhook", {}), "open")


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        made("smtp", {"host": "relay.example", "sender": ""})
    assert caught.value.field == "sender"


def test_an_unknown_provider_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="smtp"):
        made("pigeon", {})
