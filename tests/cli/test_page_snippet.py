"""``noroshi page snippet``: with an installation, and on a machine without one."""

from __future__ import annotations

import pytest

from tests.cast import World
from tests.cli.shell import Fake, Shell


@pytest.mark.django_db
def test_the_page_of_the_plan_is_pointed_to(world: World) -> None:
    said = Shell(Fake(world=world.context))("page", "snippet", "html")
    assert said.code == 0, said.err
    assert f'href="{world.context.public_url}/status/"' in said.out
    assert world.plan.company.name in said.out
    assert "noroshi-error.html" in said.err


@pytest.mark.django_db
def test_a_page_that_the_plan_lacks_is_refused(world: World) -> None:
    said = Shell(Fake(world=world.context))("page", "snippet", "html", "--page", "nothing")
    assert (said.code, said.out) == (1, "")
    assert world.plan.pages[0].key in said.err


def test_with_an_address_no_installation_is_needed(bare: Shell) -> None:
    said = bare("page", "snippet", "nginx", "--url", "https://status.kitsune.example")
    assert said.code == 0, said.err
    assert "error_page 502 503 504" in said.out


def test_an_unknown_server_is_refused(bare: Shell) -> None:
    said = bare("page", "snippet", "iis", "--url", "https://status.kitsune.example")
    assert said.code == 1
    assert "nginx" in said.err
