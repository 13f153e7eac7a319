"""``noroshi demo``: a sample company lives through an incident while you watch."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from noroshi.cli.installation import Installation
from noroshi.host.program import Child, Program
from noroshi.kernel.clock import OffsetClock
from noroshi.kernel.errors import SetupProblem

if TYPE_CHECKING:
    from rich.console import Console

    from noroshi.practice.demo.director import Told

_ZONE = ZoneInfo("Europe/Berlin")
_QUIET = timedelta(hours=12)
_START_WITHIN_S = 60.0
_STOP_WITHIN_S = 60.0


def add_demo(app: typer.Typer, installation: Installation) -> None:
    """Add the command to the command line."""

    @app.command()
    def demo(
        leave: Annotated[
            bool, typer.Option("--exit", help="Check the result, print one JSON line, and leave.")
        ] = False,
        port: Annotated[int, typer.Option(help="The port of the web; 0 takes a free one.")] = 0,
    ) -> None:
        """Watch a sample company live through an incident, from the alert to the final report."""
        from rich.console import Console

        started = time.monotonic()
        _end_like_ctrl_c()
        with _directory() as directory, _running(directory, port or _default_port(leave)) as url:
            console = Console(stderr=leave, highlight=False)
            told = _play(installation, directory, console)
            if leave:
                raise typer.Exit(judge(told, wall_s=time.monotonic() - started))
            _look_around(console, told, url=url)


def _end_like_ctrl_c() -> None:
    """Both signals end the demo and remove its data, also when it was started in the background."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def _play(installation: Installation, directory: Path, console: Console) -> Told:
    installation.use(directory)
    context = installation.context()
    from rich.markup import escape

    from noroshi.domain.plan import select
    from noroshi.practice.demo.director import Props, direct

    def tell(at: datetime, who: str, what: str) -> None:
        from noroshi.actions.queries.plan import current_plan

        name = f"{select.person(current_plan(), who).name} " if who else ""
        there = at.astimezone(_ZONE)
        quiet = today - at > _QUIET
        when = f"{there:%d %b}" if quiet else f"{there:%H:%M} "
        console.print(f"[dim]{when}[/dim] [bold]{escape(name)}[/bold]{escape(what)}")

    today = OffsetClock(directory / "clock.json").now()
    console.print(
        "[bold]Kitsune Cloud[/bold], a checkout for online shops: quiet days, a bad one.\n"
    )
    props = Props(
        mailbox=directory / "mailbox",
        hook_url=os.environ["NOROSHI_DEMO_HOOK_URL"],
        hook_secret=os.environ["NOROSHI_DEMO_HOOK_SECRET"],
    )
    return direct(context, OffsetClock(directory / "clock.json"), props, tell=tell)


def judge(told: Told, *, wall_s: float) -> int:
    """Print the one line for programs; the exit code, 1 if anybody is lost or nothing is out."""
    counted = told.counted
    line = {
        "incident": counted.incident,
        "messages": counted.messages,
        "recipients": counted.recipients,
        "delivered": counted.delivered,
        "listed": counted.listed,
        "lost": counted.lost,
        "duplicates": counted.duplicates,
        "webhooks": told.webhooks,
        "promises_kept": counted.promises_kept,
        "promises_missed": counted.promises_missed,
        "first_update_s": counted.first_update_s,
        "largest_gap_s": counted.largest_gap_s,
        "report_published": counted.report_published,
        "wall_s": round(wall_s, 1),
    }
    print(json.dumps(line))
    fine = not counted.lost and counted.report_published and counted.delivered > 0
    return 0 if fine else 1


def _look_around(console: Console, told: Told, *, url: str) -> None:
    from noroshi.practice.demo.quiet_days import ADMIN, ADMINS_PAGE

    counted = told.counted
    console.print(
        f"\n[bold]{counted.delivered:,}[/bold] mails arrived, {counted.listed} people are listed "
        f"with a reason, [bold]{counted.lost}[/bold] lost, {counted.duplicates} doubled; "
        f"{counted.promises_kept} promises kept, {counted.promises_missed} missed.\n"
    )
    for what, where in (
        ("Status page", f"{url}/status/"),
        ("Its page for Europe", f"{url}/status/eu/"),
        ("For IT administrators", f"{url}/pages/{ADMINS_PAGE}/  (invited: {ADMIN})"),
        ("For colleagues", f"{url}/pages/colleagues/  (everybody who signs in)"),
        ("Everybody's mail", f"{url}/mailbox/  (rin@reader.example subscribed on the page)"),
        ("Review", f"{url}/reviews/{counted.incident}/"),
        ("Screens", f"{url}/"),
    ):
        console.print(f"  {what:<22}{where}", soft_wrap=True)
    for first_name, role in _ROLES.items():
        address = next(known for known in told.sign_ins if known.startswith(first_name))
        shown = f"  Sign in as {role}: {address}   password: {told.sign_ins[address]}"
        console.print(shown, soft_wrap=True, markup=False)
    console.print("\nAn alert waits to be confirmed. Ctrl-C ends the demo and removes its data.")
    try:
        signal.pause()
    except KeyboardInterrupt:
        console.print("Ending.")


_ROLES = {
    "sofie": "customer liaison",
    "yuki": "who approves",
    "ines": "legal, who signs class 5 too",
}


@contextmanager
def _directory() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="noroshi-demo-"))
    directory.chmod(0o711)  # as root, PostgreSQL runs as another user and has to pass through
    try:
        yield directory
    except SetupProblem:
        print(f"The demo's data and log are kept in {directory}", file=sys.stderr)
        raise
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def _running(directory: Path, port: int) -> Iterator[str]:
    """A whole installation of its own in ``directory``; yields its address."""
    url = f"http://127.0.0.1:{port}"
    os.environ.pop("DATABASE_URL", None)
    os.environ |= environment(directory, url)
    child = Child(
        Program(
            name="noroshi",
            argv=[
                *(sys.executable, "-m", "noroshi", "up"),
                *("--port", str(port), "--with-mailbox"),
            ],
            stop_steps=((signal.SIGINT, _STOP_WITHIN_S), (signal.SIGKILL, 10.0)),
            log=directory / "noroshi.log",
        )
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # an end like Ctrl-C
    try:
        child.start()
        _wait_for(child, port, directory / "noroshi.log")
        yield url
    finally:
        child.stop()


def environment(directory: Path, url: str) -> dict[str, str]:
    """What the demo's installation is told: a clock to move, and a mailbox beside it."""
    from noroshi.practice.mailbox.hooks import new_hook_secret

    return {
        "NOROSHI_DATA_DIR": str(directory),
        "NOROSHI_PUBLIC_URL": url,
        "NOROSHI_CLOCK_FILE": str(directory / "clock.json"),
        "NOROSHI_MAILBOX_DIR": str(directory / "mailbox"),
        "NOROSHI_SMTP_HOST": "127.0.0.1",
        "NOROSHI_SMTP_PORT": str(_free_port()),
        "NOROSHI_SMTP_SECURITY": "none",
        "NOROSHI_PLAIN_WEBHOOKS": "yes",
        "NOROSHI_ALLOWED_INTERNAL_HOSTS": "127.0.0.1",
        "NOROSHI_DEMO_HOOK_URL": f"http://127.0.0.1:{_free_port()}/hook",
        "NOROSHI_DEMO_HOOK_SECRET": new_hook_secret(),
    }


def _wait_for(child: Child, port: int, log: Path) -> None:
    until = time.monotonic() + _START_WITHIN_S
    while child.is_running() and time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        child.wait(0.1)
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise SetupProblem(
        "The demo's installation did not start.",
        way_out=said[-1].removeprefix("noroshi: ") if said else "It said nothing.",
    )


def _default_port(leave: bool) -> int:  # noqa: FBT001 - the flag of the command line
    return _free_port() if leave else 8700


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
