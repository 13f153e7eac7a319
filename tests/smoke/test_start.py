"""From the first ``noroshi up`` to Ctrl-C, and again."""

from __future__ import annotations

import re
import signal

import httpx2
import pytest

from tests.smoke.harness import Product, place
from tests.smoke.processes import until

pytestmark = pytest.mark.smoke

_HANA = {"name": "Hana Sato", "email": "hana@kitsune-cloud.example", "password": "ink on wet paper"}
_STOPPED = {0, 130}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def test_the_printed_link_outlives_kill_9_and_makes_the_first_administrator_once() -> None:
    """One installation for all of it: each start costs as much as a hundred tests."""
    with place() as root, Product(root) as product:
        assert f"Noroshi runs at {product.url}/" in product.said
        assert f"{product.url}/status/" in product.said
        assert product.setup_link
        _is_killed(product)
        _makes_the_first_administrator(product)
        assert product.stop(signal.SIGINT) in _STOPPED
        assert product.left_behind() == []

        product.start()
        assert product.setup_link is None
        assert product.stop(signal.SIGTERM) in _STOPPED
        assert product.left_behind() == []
        assert "Traceback" not in product.complained


def _is_killed(product: Product) -> None:
    """kill -9 of the supervisor ends everything; the next start has a link that works."""
    product.stop(signal.SIGKILL)
    until(lambda: product.left_behind() == [], "its parts end with it")
    product.start()
    assert product.setup_link
    assert httpx2.get(product.setup_link, trust_env=False, timeout=30).status_code == 200


def _makes_the_first_administrator(product: Product) -> None:
    link = product.setup_link
    assert link
    with httpx2.Client(trust_env=False, timeout=30) as browser:
        assert browser.post(link, data=_HANA).status_code == 403  # no CSRF token
        made = browser.post(link, data=_HANA | _token(browser, link))
        assert (made.status_code, made.headers["location"]) == (302, "/sign-in/")
        assert browser.get(link).status_code == 404
        assert browser.post(link, data=_HANA | _cookie(browser)).status_code == 404


def _token(browser: httpx2.Client, link: str) -> dict[str, str]:
    form = browser.get(link)
    found = _TOKEN.search(form.text)
    assert found, form.text
    return {"csrfmiddlewaretoken": found.group(1)}


def _cookie(browser: httpx2.Client) -> dict[str, str]:
    return {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
