"""The command ``noroshi`` and its groups."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from noroshi import __version__
from noroshi.cli import audit, doctor
from noroshi.cli.demo import add_demo
from noroshi.cli.groups import GROUPS
from noroshi.cli.installation import Installation
from noroshi.cli.running import add_running
from noroshi.kernel.errors import Refusal, SetupProblem

_DATA_DIR = typer.Option(
    "--data-dir",
    envvar="NOROSHI_DATA_DIR",
    help="Where the built-in database, the pages and the key live.",
)


def run(installation: Installation, words: Sequence[str] | None = None) -> NoReturn:
    """Run the command line on an installation; see ``obey``."""
    obey(command_line(installation), words)


def command_line(installation: Installation) -> Callable[..., object]:
    """Every command, ready to be obeyed; it takes a tenth of a second to make."""
    return typer.main.get_command(application(installation))


def obey(commands: Callable[..., object], words: Sequence[str] | None = None) -> NoReturn:
    """Do what was typed; refusals are one sentence and an exit code, never a traceback.

    ``words`` are those after the command's name; None takes them from the process.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        commands(args=words, prog_name="noroshi")
    except SystemExit:
        raise
    except SetupProblem as problem:
        _leave(problem, code=2)
    except Refusal as refusal:
        _leave(refusal, code=1)
    except _outages() as outage:
        _leave(_said(outage), code=2)
    sys.exit(0)


def application(installation: Installation) -> typer.Typer:
    """The whole command line on an installation."""
    app = typer.Typer(
        name="noroshi",
        help="Talk to customers while your service is broken.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help is printed three times as quickly
    )

    @app.callback()
    def everywhere(
        ctx: typer.Context,
        data_dir: Annotated[Path, _DATA_DIR] = Path("noroshi-data"),
    ) -> None:
        installation.use(data_dir)
        ctx.obj = installation

    @app.command()
    def version() -> None:
        """Print the release."""
        print(__version__)

    add_running(app, installation)
    add_demo(app, installation)
    for name, group in GROUPS.items():
        app.add_typer(group, name=name)
    doctor.add_doctor(app)
    audit.add_audit(app)
    return app


def _leave(refusal: Refusal, *, code: int) -> NoReturn:
    sentence = f"{refusal.why} {refusal.way_out}".strip()
    print(f"noroshi: {sentence}", file=sys.stderr)
    sys.exit(code)


def _outages() -> tuple[type[Exception], ...]:
    # Asked for only when something was raised: Django is not imported for “noroshi --help”.
    from noroshi.storage.outages import OUTAGES

    return OUTAGES


def _said(outage: Exception) -> Refusal:
    from noroshi.storage.outages import as_setup_problem

    return as_setup_problem(outage)
