"""``noroshi doctor``: look at everything that must be right before the next incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from noroshi.cli import show
from noroshi.cli.desk import Json, installation_of
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from noroshi.cli.checks import Check


def add_doctor(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(doctor)


def doctor(ctx: typer.Context, *, as_json: Json = False) -> None:
    """Check the installation. Exit code 1 when something is wrong."""
    # The database first: the settings are read once, and it is what completes them.
    checks = _of_installation(ctx)
    from noroshi.cli.checkup import of_surroundings

    checks += of_surroundings(installation_of(ctx).surroundings())
    if as_json:
        show.document({"checks": [vars(check) for check in checks], "wrong": _wrong(checks)})
    else:
        for check in checks:
            mark = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  "}[check.level]
            show.line(f"{mark}  {check.name:9} {check.found} {check.way_out}".rstrip())
    if _wrong(checks):
        raise typer.Exit(1)


def _of_installation(ctx: typer.Context) -> list[Check]:
    from noroshi.cli.checks import Check
    from noroshi.cli.checkup import of_database, of_installation

    try:
        context = installation_of(ctx).context()
    except SetupProblem as problem:
        return [Check(name="database", level="wrong", found=problem.why, way_out=problem.way_out)]
    from noroshi.storage.health import pending_migrations

    database = of_database(pending_migrations())
    return [database, *(of_installation(context) if database.level == "ok" else ())]


def _wrong(checks: list[Check]) -> int:
    return sum(check.level == "wrong" for check in checks)
