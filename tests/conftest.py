"""What every test can use: a real PostgreSQL, a clock that stands still, the sample plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
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

# A busy machine is not a slow program.
hypothesis.register_profile("calm", deadline=None)
hypothesis.load_profile("calm")


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
    """Thursday 12 March 2026, 14:02 in Berlin: when the sample incident begins."""
    return datetime(2026, 3, 12, 13, 2, tzinfo=UTC)


@pytest.fixture
def world(db: None, now: datetime, tmp_path: Path) -> World:
    """An installation with the sample plan in force, on a clock that stands still."""
    return make_world(now, tmp_path)


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
