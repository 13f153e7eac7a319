"""The command line on a world, without starting anything."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from noroshi.actions.context import Context
from noroshi.cli.installation import Installation, Started, Surroundings, Wishes
from noroshi.cli.main import command_line, obey
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


_TYPED_ON: list[Fake] = []


class _Whichever:
    """The installation of the shell that types at this moment."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_TYPED_ON[-1], name)


@cache
def _commands() -> Callable[..., object]:
    """The command line, made once for all shells: that takes longer than most commands."""
    return command_line(cast("Installation", _Whichever()))


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
                _TYPED_ON.append(self.installation)
                obey(_commands(), [str(word) for word in words])
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        finally:
            sys.stdin = before
            _TYPED_ON.clear()
        return Said(code=code, out=out.getvalue(), err=err.getvalue())

    def done(self, *words: object, typed: str = "") -> str:
        """What a command said that must not fail."""
        said = self(*words, typed=typed)
        assert said.code == 0, said
        return said.out
