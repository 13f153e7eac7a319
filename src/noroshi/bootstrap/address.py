"""The public address that ``noroshi up`` was given, for commands beside it that print links."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "NOROSHI_PUBLIC_URL"
_FILE = "public-url"


def remember_address(data_dir: Path, url: str) -> None:
    """Note the address in the data directory."""
    (data_dir / _FILE).write_text(f"{url}\n", encoding="utf-8")


def recall_address(data_dir: Path) -> None:
    """Put the noted address into the environment, unless it names one itself."""
    file = data_dir / _FILE
    if not os.environ.get(VARIABLE) and file.is_file():
        os.environ[VARIABLE] = file.read_text(encoding="utf-8").strip()
