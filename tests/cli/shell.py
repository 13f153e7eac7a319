"""The command line on a world, without starting anything."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from noroshi.actions.context import Context
from noroshi.cli.installation import Started, Surroundings, Wishes
from noroshi.cli.main import run
from noroshi.kernel.errors import SetupProblem

YUKI, SOFIE, JONAS, INES = "yuki-tanabe", "sofie-brandt", "jonas-weber", "ines-roth"


@dataclass
class Fake:
    """An installation that is a world, or none."""

    world: Context | None = None
    data_dir: Path = Path()
    smtp_host: str = ""
    smtp_port: int = 25
    public_url: str = "http://127.0.0.1:8700"
    clock_file: Path | None = None

    def use(self, data_dir: Path) -> None: ...

    def context(self) -> Context:
        if self.world is None:
            raise SetupProblem("Noroshi does not run here.", way_out="Start it.")
        return self.world

    def surroundings(self) -> Surroundings:
        return Surroundings(
            data_dir=self.data_dir,
            public_url=self.public_url,
            smtp_host=self.smtp_host,
            smtp_port=self.smtp_port,
            clock_file=self.clock_file,
        )

    def prepare(self) -> str | None:
        return None

    def web(self, *, host: str, port: int) -> None: ...

    def work(self, *, concurrency: int) -> int:
        return 0

    def up(
        self,
        wishes: Wishes,
        *,
        tell: Callable[[str], None],
        started: Callable[[Started], None],
    ) -> None: ...


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON it printed."""
        return json.loads(self.out)


class Shell:
    """Types commands."""

    def __init__(self, installation: Fake) -> None:
        self.installation = installation

    def __call__(self, *words: object, typed: str = "") -> Said:
        out, err = io.StringIO(), io.StringIO()
        before = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
        code = 0
        try:
            with redirect_stdout(out), redirect_stderr(err):
                run(self.installation, [str(word) for word in words])
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        finally:
            sys.stdin = before
        return Said(code=code, out=out.getvalue(), err=err.getvalue())

    def done(self, *words: object, typed: str = "") -> str:
        """What a command said that must not fail."""
        said = self(*words, typed=typed)
        assert said.code == 0, said
        return said.out
