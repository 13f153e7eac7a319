"""The API of a world, and a monitoring system that may send to it."""

from __future__ import annotations

import pytest
from django.test import Client

from noroshi.api import services as api_services
from noroshi.storage import accounts
from noroshi.web import services as web_services
from tests.cast import World


@pytest.fixture
def api(world: World) -> Client:
    """A sender that keeps cookies and follows nothing, like a program."""
    api_services.install(api_services.Services(context=world.context))
    web_services.install(web_services.Services(context=world.context))
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def token(world: World) -> str:
    """The token of the monitoring system “prometheus”."""
    return accounts.make_ingest_token("prometheus", at=world.clock.now()).reveal()
