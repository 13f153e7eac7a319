"""What every test can use: a real PostgreSQL, a clock that stands still, the sample plan."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings
from hypothesis import settings as hypothesis
from pytest_django.plugin import DjangoDbBlocker

from noroshi import settings
from noroshi.host.temporary import temporary_postgres
from tests.browser.plugin import (  # noqa: F401 - hooks
    pytest_collection_modifyitems,
    pytest_terminal_summary,
    pytest_xdist_make_scheduler,
)
from tests.cast import World, make_world
from tests.ground import BEGINNING, renewed, shared_by, taken_back

# A busy machine is not a slow program.
hypothesis.register_profile("calm", deadline=None)
hypothesis.load_profile("calm")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: no collection of garbage has to walk through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The address of an empty PostgreSQL server that lives as long as the test run."""
    with temporary_postgres(durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    database_url: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django at that server before it makes its test database."""
    settings_dict = connections["default"].settings_dict
    suffix = settings_dict.get("TEST", {}).get("NAME")
    settings_dict.update(settings.database_of(database_url))
    settings_dict["TEST"]["NAME"] = suffix


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let tests that commit be cleaned up: only here may the event log be emptied."""
    with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE storage_eventrow DISABLE TRIGGER noroshi_never_emptied")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A sign-in of this process costs a millisecond; in processes that tests start, what it must."""
    with override_settings(PASSWORD_HASHERS=["tests.cast.QuickPasswords"]):
        yield


@pytest.fixture
def now() -> datetime:
    """When the sample incident begins."""
    return BEGINNING


@pytest.fixture
def world(db: None, now: datetime, tmp_path: Path, _ground: World | None) -> World:
    """An installation with the sample plan in force, on a clock that stands still."""
    return renewed(_ground, tmp_path) if _ground else make_world(now, tmp_path)


@pytest.fixture(scope="module", autouse=True)
def _ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World | None]:
    """What ``world`` begins with in this module, if its tests can share it."""
    if request.path not in shared_by(request.session):
        yield None
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with ExitStack() as until_the_end:
        with blocker.unblock():
            until_the_end.enter_context(taken_back())
            made = make_world(BEGINNING, tmp_path_factory.mktemp("ground"))
        yield made
        with blocker.unblock():
            until_the_end.close()


@pytest.fixture(autouse=True)
def no_jobs_left(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Forget the jobs of a test that commits: Django empties its own tables, not the queue's."""
    yield
    mark = request.node.get_closest_marker("django_db")
    commits = mark is not None and mark.kwargs.get("transaction")
    if commits or "transactional_db" in request.fixturenames:
        with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
