"""What ``noroshi doctor`` looks at. Each check says what it found and, if need be, the way out."""

from __future__ import annotations

import socket
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from noroshi.cli.checks import Check, ok, warning, wrong
from noroshi.cli.checkup_delivery import of_delivery
from noroshi.cli.checkup_mail import of_mail
from noroshi.cli.checkup_pages import of_pages
from noroshi.host.ballast import room_in

if TYPE_CHECKING:
    from noroshi.actions.context import Context
    from noroshi.cli.installation import Surroundings

_FIXED = {(3, 11): 15, (3, 12): 13, (3, 13): 12, (3, 14): 3}
"""The first release of each Python with the mail-header repair (CVE-2026-1299)."""
_FREE_BYTES = 500_000_000
_PAGE_WAIT = timedelta(minutes=5)
_RELAY_TIMEOUT_S = 3.0


def of_surroundings(around: Surroundings) -> Iterator[Check]:
    """What can be seen without a database."""
    yield _python(sys.version_info[:3])
    yield _disk(around)
    yield _relay(around)
    yield _clock(around)
    yield _address(around)
    yield from of_mail(around)


def of_installation(context: Context) -> Iterator[Check]:
    """What the database tells. It must answer and have the shape of this release."""
    from noroshi.actions.queries.plan import plan_or_none
    from noroshi.actions.queries.pulse import pulse

    plan = plan_or_none()
    if plan is None:
        yield wrong("plan", "No plan is in force.", "Run “noroshi plan apply DIRECTORY”.")
    else:
        yield ok("plan", f"Version {plan.version} of {plan.company.name} is in force.")
    found = pulse(context)
    if found.jobs.workers:
        yield ok("worker", "A worker is alive.")
    else:
        yield wrong("worker", "No worker is alive: nothing is sent.", "Start “noroshi worker”.")
    if found.jobs.failed:
        failed = f"{found.jobs.failed} jobs were given up."
        yield warning("jobs", failed, "See “noroshi jobs”.")
    if found.overdue:
        yield warning("promises", f"{found.overdue} promises are overdue.", "Publish an update.")
    if plan is not None:
        yield _pages(context)
        yield from of_pages(context, plan)
    yield from of_delivery(context)


def of_database(pending: int | None) -> Check:
    """The shape of the database; ``pending`` migrations are missing, None when it is silent."""
    if pending is None:
        return wrong("database", "The database does not answer.", "Check DATABASE_URL.")
    if pending:
        return wrong("database", f"{pending} migrations are missing.", "Run “noroshi prepare”.")
    return ok("database", "It answers and has the shape of this release.")


def _pages(context: Context) -> Check:
    from noroshi.actions.queries.pages_standing import pages_standing

    found = pages_standing(context)
    now = context.clock.now()
    late = [record for record in found.waiting if now - record.wanted_at > _PAGE_WAIT]
    failed = [record for record in found.waiting if record.failed_at]
    if failed:
        return wrong("pages", f"Not public: {failed[-1].failure}", "See “noroshi page status”.")
    if late:
        waiting = f"Version {late[-1].version} waits since {late[-1].wanted_at:%H:%M} UTC."
        return wrong("pages", waiting, "Look at “noroshi jobs”.")
    if found.verified is None or found.verified.verified_at is None:
        return warning("pages", "No page was published yet.", "Run “noroshi page publish”.")
    shown = {page.version for page in found.pages}
    if None in shown:
        return wrong("pages", "A page has no files.", "Run “noroshi page publish”.")
    age = now - found.verified.verified_at
    return ok("pages", f"Version {found.verified.version} was read back {_ago(age)}.")


def _python(version: tuple[int, ...]) -> Check:
    told = ".".join(map(str, version))
    fixed = _FIXED.get((version[0], version[1]))
    if fixed is None or version[2] >= fixed:
        return ok("python", told)
    return warning(
        "python",
        f"{told} lacks a security repair of mail headers (CVE-2026-1299); Noroshi guards itself.",
        f"Upgrade to {version[0]}.{version[1]}.{fixed} or later.",
    )


def _disk(around: Surroundings) -> Check:
    try:
        with tempfile.TemporaryFile(dir=around.data_dir) as file:
            file.write(b"noroshi")
            file.flush()
        room = room_in(around.data_dir)
    except OSError as error:
        found = f"{around.data_dir} cannot be written: {error.strerror}."
        return wrong("disk", found, "Mend its rights, or say --data-dir.")
    free = room.free // 1_000_000
    if room.is_narrow:
        return wrong("disk", f"{free} MB are free: nothing new is taken in.", "Make room now.")
    if room.free < _FREE_BYTES:
        return wrong("disk", f"Only {free} MB are free.", "Make room.")
    if room.is_filling:
        return warning(
            "disk", f"{room.used_percent} % are in use, {free} MB are free.", "Make room."
        )
    return ok("disk", f"{around.data_dir} can be written, {free // 1_000} GB are free.")


def _relay(around: Surroundings) -> Check:
    if not around.smtp_host:
        return wrong("mail", "No mail relay is set up, so mail waits.", "Set NOROSHI_SMTP_HOST.")
    place = f"{around.smtp_host}:{around.smtp_port}"
    try:
        with socket.create_connection(
            (around.smtp_host, around.smtp_port), timeout=_RELAY_TIMEOUT_S
        ) as connection:
            greeting = connection.recv(3)
    except OSError as error:
        found = f"The relay {place} cannot be reached: {error.strerror or error}."
        return wrong("mail", found, "Check NOROSHI_SMTP_HOST and NOROSHI_SMTP_PORT.")
    if greeting not in {b"220", b""}:
        return warning("mail", f"{place} does not greet like a relay.", "Check the port.")
    return ok("mail", f"The relay {place} answers.")


def _clock(around: Surroundings) -> Check:
    if around.clock_file is None:
        return ok("clock", "The machine's clock.")
    return warning(
        "clock",
        f"The clock is moved by {around.clock_file}.",
        "Leave NOROSHI_CLOCK_FILE out, unless this is a drill.",
    )


def _address(around: Surroundings) -> Check:
    parts = urlsplit(around.public_url)
    if parts.scheme == "https" or parts.hostname in {"127.0.0.1", "::1", "localhost"}:
        return ok("address", around.public_url)
    return warning(
        "address",
        f"{around.public_url} is not encrypted, and neither are passwords.",
        "Put it behind TLS and set NOROSHI_PUBLIC_URL to https://….",
    )


def _ago(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return "within the last minute" if minutes < 1 else f"{minutes} minutes ago"
