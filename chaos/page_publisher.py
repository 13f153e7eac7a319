"""Publishes one version after another to every target, until it is killed.

    python -m chaos.page_publisher FIRST_VERSION MUTANT TARGET...

Every file ends with a digest of itself and of its version, so that a reader notices a torn one.
A MUTANT is the directory target with one thing wrong; "" is the product.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from noroshi.kernel.clock import SystemClock
from noroshi.pages.publish import publish
from noroshi.pages.target import PublicationFailed
from noroshi.pages.targets.directory.target import DirectoryTarget

PATHS: Final = (
    "index.html",
    "404.html",
    *(f"incidents/{number}.html" for number in range(1, 25)),
)
_FILLER: Final = b"<p>Kitsune Cloud.</p>\n" * 400
_DIGEST: Final = 64


def files_of(version: int) -> dict[str, bytes]:
    """The page of a version."""
    return {path: _sealed(f"<title>{version} {path}</title>".encode() + _FILLER) for path in PATHS}


def is_whole(content: bytes) -> bool:
    """Whether a file is one that was published, to its last byte."""
    return content == _sealed(content[:-_DIGEST])


def version_of(content: bytes) -> int:
    """Which version a whole file belongs to."""
    return int(content[len("<title>") :].split(b" ", 1)[0])


def _sealed(body: bytes) -> bytes:
    return body + hashlib.sha256(body).hexdigest().encode()


def _pointer_first(target: Any, version: int, files: Mapping[str, bytes]) -> None:
    """The pointer is switched before the files are complete."""
    final = target._versions / f"{version:08d}-mutant"
    final.mkdir(parents=True, exist_ok=True)
    target._switch_to(final)
    _slowly(final, files)


def _in_place(target: Any, version: int, files: Mapping[str, bytes]) -> None:
    """The files of the public version are written over."""
    final = target._versions / "00000001-mutant"
    if not final.exists():
        _slowly(final, files)
        target._switch_to(final)
    _slowly(final, files)
    del version


def _slowly(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("wb") as stream:
            stream.write(content[:100])
            stream.flush()
            time.sleep(0.001)
            stream.write(content[100:])


MUTANTS: Final[Mapping[str, Callable[..., None]]] = {
    "pointer-first": _pointer_first,
    "in-place": _in_place,
}


def main() -> None:
    """See the module's head."""
    first, mutant, *places = sys.argv[1:]
    if mutant:
        DirectoryTarget.put = MUTANTS[mutant]  # type: ignore[method-assign]
    targets = [DirectoryTarget(Path(place)) for place in places]
    version = int(first)
    while True:
        version += 1
        for target in targets:
            try:
                publish(
                    target=target, version=version, files=files_of(version), clock=SystemClock()
                )
            except (PublicationFailed, OSError):
                continue  # a dead target keeps nobody from the others
        print(version, flush=True)


if __name__ == "__main__":
    main()
