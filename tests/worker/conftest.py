"""A stage per test, on one database per test process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.worker.stage import Stage


@pytest.fixture(scope="session")
def worker_url(database_url: str) -> Iterator[str]:
    """A database of its own: the workers of these tests would take other tests' jobs."""
    name = f"worker_{os.getpid()}"
    url = urlsplit(database_url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        Stage(url).migrate()
        yield url
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def stage(worker_url: str) -> Iterator[Stage]:
    built = Stage(worker_url)
    built.clear()
    yield built
    built.end()
