"""PostgreSQL in the data directory, for installations without a server of their own.

Only the supervisor starts it; every other process is handed the address. It listens on a unix
socket and nowhere else.
"""

from __future__ import annotations

import select
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from noroshi.host.account import database_account, operator, server_environment
from noroshi.host.binaries import find_binaries, usable_by
from noroshi.host.cluster import (
    DATABASE,
    ROLE,
    cannot_start,
    ensure_cluster,
    write_access_rules,
)
from noroshi.host.disk import disk_problems_of
from noroshi.host.home import SYSTEM_DIR, cluster_in, discard_home, home_of, open_home
from noroshi.host.lock import SupervisorLock
from noroshi.host.postmaster import STOP_STEPS, clear_leftovers, is_postmaster_of, read_status
from noroshi.host.program import Child, Program
from noroshi.host.sockets import open_socket_directory

if TYPE_CHECKING:
    from types import TracebackType

_LOOK_EVERY_S = 0.02
_LOG_LIMIT_BYTES = 5_000_000
# Children of a killed server that are busy keep its shared memory for a while.
_STILL_IN_USE = "pre-existing shared memory block"
_PAUSES_S = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0)
# Commits still reach the files, so a killed server loses nothing; a power cut would.
_NOT_DURABLE = ("fsync=off", "full_page_writes=off")


class EmbeddedPostgres:
    """The server of one data directory. Use it from the main thread, as a context manager
    or with ``start`` and ``stop``.

    durable: off is for test-suites; the data does not survive a power cut.
    system_dir: where the database goes when the data directory is out of its user's reach
        (root only; see noroshi.host.home).
    """

    def __init__(
        self, data_dir: Path, *, durable: bool = True, system_dir: Path = SYSTEM_DIR
    ) -> None:
        self._data_dir = data_dir.absolute()
        self._durable = durable
        self._system_dir = system_dir
        self._lock: SupervisorLock | None = None
        self._child: Child | None = None
        self._sockets: Path | None = None

    def start(self) -> str:
        """Start the server, whatever state the last one was left in; return its DATABASE_URL.

        Raises:
            SetupProblem: it cannot be started like this; nothing is left running.
        """
        if self._lock:
            msg = "the embedded PostgreSQL was started before; stop it first"
            raise RuntimeError(msg)
        try:
            with disk_problems_of(self._data_dir):
                self._child = self._prepared()
                _start_until_ready(self._child, home_of(self._data_dir))
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Stop the server and let go of the lock; harmless when it does not run."""
        if self._child:
            self._child.stop()
        self._tidy_sockets()
        if self._lock:
            self._lock.release()
            self._lock = None

    @property
    def child(self) -> Child:
        """The process, for the tree that keeps it alive (noroshi.host.processes)."""
        if self._child is None:
            msg = "the embedded PostgreSQL was not started"
            raise RuntimeError(msg)
        return self._child

    @property
    def url(self) -> str:
        """The address for every other process."""
        status = read_status(cluster_in(home_of(self._data_dir)))
        if status is None:
            msg = "the embedded PostgreSQL does not run"
            raise RuntimeError(msg)
        return _url(status.sockets)

    def ensure_running(self) -> None:
        """Start the server again if it has ended; only needed where no process tree does it."""
        if not self.child.is_running():
            _start_until_ready(self.child, home_of(self._data_dir))

    def discard(self) -> None:
        """Stop the server and delete its database for good."""
        self.stop()
        discard_home(self._data_dir)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _tidy_sockets(self) -> None:
        """Nobody would find a directory far from home later."""
        if self._sockets and not self._sockets.is_relative_to(home_of(self._data_dir)):
            with suppress(OSError):  # gone, or somebody put something into it
                self._sockets.rmdir()

    def _prepared(self) -> Child:
        me = operator()
        account = database_account(cluster_in(home_of(self._data_dir)))
        home = open_home(self._data_dir, account, system_dir=self._system_dir)
        lock = SupervisorLock(home / "supervisor.lock")
        lock.acquire()
        self._lock = lock
        binaries = usable_by(account, find_binaries(), home)
        cluster = ensure_cluster(home, binaries, account, durable=self._durable)
        write_access_rules(home, account, me)
        self._sockets = sockets = open_socket_directory(home, account)
        return Child(
            Program(
                name="postgres",
                argv=_command(binaries.postgres, cluster, sockets, durable=self._durable),
                env=server_environment(),
                account=account,
                prepare=lambda: _make_way(cluster),
                ready=lambda pid: _is_ready(cluster, pid),
                stop_steps=STOP_STEPS,
                death_signal=signal.SIGINT,
                log=home / "postgres.log",
            )
        )


def address_of_running(data_dir: Path) -> str | None:
    """The DATABASE_URL of the server that another process runs in ``data_dir``, if one does."""
    cluster = cluster_in(home_of(data_dir.absolute()))
    with suppress(PermissionError):  # somebody else's database
        status = read_status(cluster)
        if status and status.ready and is_postmaster_of(status.pid, cluster):
            return _url(status.sockets)
    return None


def _command(postgres: Path, cluster: Path, sockets: Path, *, durable: bool) -> list[str]:
    home = cluster.parent
    escaped = str(sockets).replace('"', '""')
    settings = [
        "listen_addresses=",
        # Quoted: the setting is a list separated by commas.
        f'unix_socket_directories="{escaped}"',
        "unix_socket_permissions=0700",
        f"hba_file={home / 'pg_hba.conf'}",
        f"ident_file={home / 'pg_ident.conf'}",
        *(() if durable else _NOT_DURABLE),
    ]
    argv = [str(postgres), "-D", str(cluster)]
    for setting in settings:
        argv += ["-c", setting]
    return argv


def _make_way(cluster: Path) -> None:
    """Before every start: nothing of an earlier server is left, and the log is not too long."""
    clear_leftovers(cluster)
    log = cluster.parent / "postgres.log"
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.old"))


def _is_ready(cluster: Path, pid: int) -> bool:
    status = read_status(cluster)
    return status is not None and status.pid == pid and status.ready


def _start_until_ready(child: Child, home: Path) -> None:
    """Start the server and wait for it; recovery after a crash may take minutes, so no limit.

    Raises:
        SetupProblem: it gave up; the message is its own.
    """
    for pause in _PAUSES_S:
        said = _start_once(child, home / "postgres.log")
        if said is None:
            return
        if _STILL_IN_USE not in said:
            raise cannot_start(said, home)
        select.select([], [], [], pause)
    raise cannot_start(_STILL_IN_USE, home)


def _start_once(child: Child, log: Path) -> str | None:
    """None once the server is ready, or what it said before it ended."""
    before = log.stat().st_size if log.exists() else 0
    child.start()
    while child.is_running():
        if child.is_ready():
            return None
        child.wait(_LOOK_EVERY_S)
    with log.open("rb") as story:
        story.seek(min(before, log.stat().st_size))
        return story.read().decode(errors="replace")


def _url(sockets: Path) -> str:
    return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(sockets), safe='/')}"
