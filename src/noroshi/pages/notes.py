"""What an emergency needs to know, in a file beside the pages: it is read without a database.

    <page_root>/targets.json    pages, their targets, the last version; written at each publication

Secrets are not in it: they come from the environment, as they always do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from noroshi.kernel.errors import SetupProblem

FILE: Final = "targets.json"
_FORMAT: Final = 1


@dataclass(frozen=True, kw_only=True)
class NotedTarget:
    """A target without its secrets."""

    name: str
    kind: str
    settings: Mapping[str, str]
    public_url: str = ""


@dataclass(frozen=True, kw_only=True)
class NotedPage:
    """A status page, as far as a page by hand needs it. ``version`` was the last to be wanted."""

    key: str
    name: Mapping[str, str]
    company: str
    languages: Sequence[str]
    default_language: str
    time_zone: str
    base_url: str
    version: int
    targets: Sequence[NotedTarget] = field(default_factory=tuple)


def note_targets(page_root: Path, pages: Sequence[NotedPage]) -> None:
    """Write the file, whole or not at all. Only this user may read it.

    Raises:
        OSError: it could not be written; the old one is untouched.
    """
    page_root.mkdir(parents=True, exist_ok=True)
    draft = page_root / f".{FILE}-{os.getpid()}"
    text = json.dumps({"format": _FORMAT, "pages": [asdict(page) for page in pages]}, indent=1)
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(f"{text}\n", encoding="utf-8")
    draft.replace(page_root / FILE)


def read_notes(file: Path) -> tuple[NotedPage, ...]:
    """The pages in a file of targets.

    Raises:
        SetupProblem: there is no such file, or nobody can make sense of it.
    """
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        if noted["format"] != _FORMAT:
            raise ValueError(noted["format"])
        return tuple(_page(entry) for entry in noted["pages"])
    except FileNotFoundError:
        raise SetupProblem(
            f"There is no {file}: nothing was published from here yet.",
            way_out="Say --data-dir, or give a copy of the file with --targets.",
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise SetupProblem(
            f"{file} cannot be understood: {fault}",
            way_out="Give another copy of it with --targets.",
        ) from fault


def _page(entry: Mapping[str, object]) -> NotedPage:
    targets = entry["targets"]
    if not isinstance(targets, list):
        raise TypeError(type(targets).__name__)
    plain = {name: value for name, value in entry.items() if name != "targets"}
    return NotedPage(**plain, targets=tuple(NotedTarget(**target) for target in targets))  # type: ignore[arg-type]  # a file of our own; a wrong one fails here
