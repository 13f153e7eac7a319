"""Run a program of the system for a target: within a time, and its refusal in words."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from noroshi.pages.target import PublicationFailed

SECONDS: Final = 30.0
_MOST_SAID: Final = 300
_PLAIN: Final = {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}
"""All that programs are told of our environment, which holds secrets."""


def run(
    argv: Sequence[str | Path],
    *,
    what: str,
    cwd: Path | None = None,
    given: bytes = b"",
    env: Mapping[str, str] | None = None,
    accept: Sequence[int] = (0,),
) -> subprocess.CompletedProcess[bytes]:
    """The finished program, whose exit code is one of ``accept``.

    Raises:
        PublicationFailed: it is not installed, took too long, or refused; ``what`` it was for.
    """
    home = {"HOME": os.environ.get("HOME", "/nonexistent")}
    try:
        done = subprocess.run(  # noqa: S603 - no shell; every word is ours or was checked
            [str(word) for word in argv],
            cwd=cwd,
            input=given,
            env={**_PLAIN, **home, **(env or {})},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise PublicationFailed(
            f"{argv[0]} is not installed, so nobody could {what}.",
            way_out=f"Install {argv[0]} on every machine with a worker.",
        ) from None
    except subprocess.TimeoutExpired:
        raise PublicationFailed(
            f"To {what} took longer than {SECONDS:.0f} s.",
            way_out="Check the network and the other machine; Noroshi tries again by itself.",
        ) from None
    if done.returncode not in accept:
        said = done.stderr.decode(errors="replace").strip()[-_MOST_SAID:]
        raise PublicationFailed(
            f"{argv[0]} could not {what}: {said or f'exit code {done.returncode}'}",
            way_out="Check the address, the key and the rights; Noroshi tries again by itself.",
        )
    return done
