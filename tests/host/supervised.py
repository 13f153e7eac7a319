"""A small supervisor for the tests, run as a script.

    supervised.py DATA_DIR [--no-database] [--missing-program] [--gate=FILE] [NAME=PYTHON_CODE ...]

Prints one JSON line per event; exits 2 with a sentence when it cannot run.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

from noroshi.host.embedded import EmbeddedPostgres
from noroshi.host.processes import Child, ProcessTree, Program
from noroshi.host.register import Register
from noroshi.kernel.errors import SetupProblem


def say(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def gate_of(words: list[str]) -> Path | None:
    """The first program is ready once this file exists."""
    return next((Path(w.partition("=")[2]) for w in words if w.startswith("--gate=")), None)


def programs_of(words: list[str], gate: Path | None) -> list[Program]:
    return [
        Program(
            name=name,
            argv=[sys.executable, "-I", "-S", "-c", code],
            # With the tree's own margin of 5 s: killed half a second after SIGTERM.
            stop_grace_s=-4.5,
            ready=lambda _pid: gate is None or gate.exists(),
        )
        for name, _, code in (word.partition("=") for word in words)
    ]


def supervise(data_dir: Path, words: list[str]) -> None:
    programs = programs_of([word for word in words if not word.startswith("--")], gate_of(words))
    if "--missing-program" in words:
        programs.append(Program(name="web", argv=["/nonexistent/program"]))
    register = Register(data_dir)
    register.open()
    server = EmbeddedPostgres(data_dir, durable=False)
    foundation: Child | None = None
    if "--no-database" not in words:
        url = server.start()
        foundation = server.child
        say(url=url, postgres=foundation.pid)
    tree = ProcessTree(
        programs, foundation=foundation, tell=lambda text: say(told=text), register=register
    )
    try:
        tree.run()
    finally:
        server.stop()
        register.close()
    say(stopped=True)


if __name__ == "__main__":
    # As from a terminal: a run of the tests under nohup hands down a SIGHUP that is ignored.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        supervise(Path(sys.argv[1]), sys.argv[2:])
    except SetupProblem as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(2)
