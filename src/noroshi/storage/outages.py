"""The ways in which a database is of no use, for entrances that end in words."""

from __future__ import annotations

from django.db.utils import InterfaceError, OperationalError, ProgrammingError

from noroshi.kernel.errors import SetupProblem

OUTAGES = (OperationalError, InterfaceError, ProgrammingError)
"""It cannot be reached, or has not the tables of this release."""


def as_setup_problem(error: Exception) -> SetupProblem:
    """What to tell the person at the terminal."""
    if isinstance(error, ProgrammingError):
        return SetupProblem(
            "The database has not the shape of this release.",
            way_out="Run “noroshi prepare”, or start “noroshi up”, which does it.",
        )
    lines = str(error).split("\n")
    return SetupProblem(
        f"The database cannot be used: {' '.join(lines[0].split())}.",
        way_out="Check DATABASE_URL and that the server runs.",
    )
