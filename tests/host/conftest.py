"""Directories that a server running as another user can reach, and processes that get ended."""

from __future__ import annotations

import shutil
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from noroshi.host.embedded import EmbeddedPostgres
from tests.host.stage import Supervisor, tool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty directory that everybody may pass through (pytest's own are 0700)."""
    root = Path(tempfile.mkdtemp(prefix="noroshi-test-")).resolve()
    root.chmod(0o711)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def server_in() -> Iterator[Callable[[Path], EmbeddedPostgres]]:
    """Makes servers, and stops them after the test."""
    made: list[EmbeddedPostgres] = []

    def make(data_dir: Path) -> EmbeddedPostgres:
        made.append(EmbeddedPostgres(data_dir, durable=False))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture(scope="session")
def fresh_database() -> Iterator[Path]:
    """A data directory after its first start, to be copied: making one takes two seconds."""
    root = Path(tempfile.mkdtemp(prefix="noroshi-test-")).resolve()
    root.chmod(0o711)
    with EmbeddedPostgres(root / "data", durable=False):
        pass
    yield root / "data"
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def data_dir(place: Path, fresh_database: Path) -> Path:
    """A data directory with an empty database that does not run."""
    assert tool("cp", "-a", fresh_database, place).returncode == 0
    return place / "data"


@pytest.fixture
def server(data_dir: Path, server_in: Callable[[Path], EmbeddedPostgres]) -> EmbeddedPostgres:
    """A running server with an empty database in ``place``/data."""
    fresh = server_in(data_dir)
    fresh.start()
    return fresh


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervisor]]:
    """Starts supervisors, and ends them after the test."""
    started: list[Supervisor] = []

    def start(data_dir: Path, *words: str, ordinary: bool = False) -> Supervisor:
        started.append(Supervisor(data_dir, *words, ordinary=ordinary))
        return started[-1]

    yield start
    for supervisor in started:
        # SIGTERM lets it end its children; communicate() also closes the pipes.
        if supervisor.process.stdout and not supervisor.process.stdout.closed:
            supervisor.end(signal.SIGTERM)
