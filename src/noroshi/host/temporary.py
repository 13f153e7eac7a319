"""A PostgreSQL server on a directory that is thrown away: for the test-suite of this project."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from noroshi.host.embedded import EmbeddedPostgres

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def temporary_postgres(*, durable: bool = False) -> Iterator[str]:
    """Yield the DATABASE_URL of a fresh server; stop and delete it afterwards.

    Works as root and as an ordinary user. Enter and leave it in the main thread: the server ends
    with the thread that started it, so that a killed test run leaves nothing behind.
    """
    root = Path(tempfile.mkdtemp(prefix="noroshi-"))
    # As root the server runs as another user, who has to pass through.
    root.chmod(0o711)
    server = EmbeddedPostgres(root / "data", durable=durable)
    try:
        yield server.start()
    finally:
        server.discard()
        shutil.rmtree(root, ignore_errors=True)
