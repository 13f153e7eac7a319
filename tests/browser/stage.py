"""Whose browser asks for what, and what has not happened afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from django.core.cache import cache
from django.test import Client

from noroshi.storage.unit_of_work import unit_of_work
from tests.browser.captured import Ask
from tests.cast import World
from tests.web.scene import browser


class _NeverMind(Exception):
    """Takes everything back that was done aside."""


@contextmanager
def aside(world: World) -> Iterator[None]:
    """Whatever happens here has not happened afterwards."""
    at, plan = world.clock.at, world.plan
    with suppress(_NeverMind), unit_of_work():
        yield
        raise _NeverMind
    world.clock.at, world.plan = at, plan
    cache.clear()


def at(world: World, person: str) -> Callable[[str], Client]:
    """Somebody's browser, in a language."""
    return lambda language: browser(world, person, language=language)


def spoken(client: Client) -> str:
    """The language of somebody's browser."""
    return str(client.defaults["HTTP_ACCEPT_LANGUAGE"])


def get(address: str) -> Ask:
    return lambda client: client.get(address)


def post(address: str, form: Mapping[str, object]) -> Ask:
    return lambda client: client.post(address, form)
