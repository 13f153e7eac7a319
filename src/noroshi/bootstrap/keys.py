"""The key that signs sessions and links. It never lies in the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from noroshi.kernel.errors import SetupProblem

VARIABLE = "NOROSHI_SECRET_KEY"


def ensure_secret_key(data_dir: Path) -> None:
    """Put the key of this data directory into the environment; make it at the first start.

    Raises:
        SetupProblem: the data directory cannot be written.
    """
    if os.environ.get(VARIABLE) or os.environ.get(f"{VARIABLE}_FILE"):
        return
    file = data_dir / "secret-key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            fresh = file.with_name(f"secret-key.{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(48), encoding="utf-8")
            fresh.rename(file)
        os.environ[VARIABLE] = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SetupProblem(
            f"{data_dir} cannot be written: {error.strerror}.",
            way_out="Give --data-dir a directory that this user may write to.",
        ) from error
