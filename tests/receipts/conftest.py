"""The API for providers, with a web that has Amazon's certificate in it."""

from __future__ import annotations

import pytest
from django.test import Client

from noroshi.actions.take_in_receipts import Outside
from noroshi.api import services
from noroshi.web import services as web_services
from tests.cast import World
from tests.receipts import providers
from tests.receipts.providers import CERTIFICATE, Web


@pytest.fixture
def web(world: World) -> Web:
    """Where Amazon's certificate lies."""
    return Web(files={CERTIFICATE: providers.certificate(world.clock.now())})


@pytest.fixture
def api(world: World, web: Web) -> Client:
    outside = Outside(certificate=web.fetch, visit=web.visit)
    services.install(services.Services(context=world.context, outside=outside))
    web_services.install(web_services.Services(context=world.context))
    return Client(enforce_csrf_checks=True, raise_request_exception=False)
