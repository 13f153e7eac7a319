"""``noroshi web`` and nginx as processes of ours, each on one core, and the load from the other."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NOROSHI = Path(sys.prefix) / "bin" / "noroshi"
SERVER_CORE, CLIENT_CORE = "0", "1"
_NGINX = """\
daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error.log; user root;
worker_rlimit_nofile 16384;
events {{ worker_connections 8192; }}
http {{
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; gzip_static on;
  keepalive_requests 1000000;
  client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
  server {{ listen 127.0.0.1:{port} backlog=4096; location /status/ {{ alias {files}/; }} }}
}}
"""
_QUIET_LOOKS = 4
_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a load generator saw. ``failed``: answers other than 2xx or 3xx, and socket errors."""

    rate: float
    p99_ms: float
    failed: int


def many_files() -> None:
    """Let this process and its children have as many sockets as the machine allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(words: list[str | Path], *, port: int, env: Mapping[str, str]) -> Iterator[int]:
    """A server on its core, from its first answer on; its pid."""
    pinned = ["taskset", "-c", SERVER_CORE, *words]
    with subprocess.Popen(pinned, env=dict(env), start_new_session=True) as running:  # noqa: S603
        try:
            _answers(port)
            yield running.pid
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(20)


@contextmanager
def nginx(root: Path, files: Path) -> Iterator[int]:
    """nginx over a directory of files; its port."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise SystemExit("There is no nginx: run scripts/page-tools.")
    port = free_port()
    text = _NGINX.format(root=root, port=port, files=files)
    (root / "nginx.conf").write_text(text, encoding="ascii")
    words: list[str | Path] = [program, "-p", root, "-c", root / "nginx.conf"]
    with process([*words, "-e", root / "error.log"], port=port, env=os.environ):
        yield port


@contextmanager
def noroshi_web(
    environment: Mapping[str, str], *, pages_only: bool = False
) -> Iterator[tuple[int, int]]:
    """The product's web process; its port and pid."""
    port = free_port()
    verb = ["page", "serve"] if pages_only else ["web"]
    words: list[str | Path] = [NOROSHI, *verb, "--port", str(port)]
    with process(words, port=port, env=environment) as pid:
        yield port, pid


def until_idle(pid: int) -> None:
    """Wait until a process and its children have done nothing for two seconds: whoever waits for
    the disk once looks idle, too."""
    used, quiet = _cpu_ticks(pid), 0
    for _ in range(120):
        time.sleep(0.5)
        before, used = used, _cpu_ticks(pid)
        quiet = quiet + 1 if used - before <= 1 else 0
        if quiet == _QUIET_LOOKS:
            return


def stolen_s() -> float:
    """Seconds of computing that the machine below this virtual one gave to others, since it began."""
    fields = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()
    return int(fields[8]) / os.sysconf("SC_CLK_TCK")


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return int(fields[11]) + int(fields[12]) + sum(_cpu_ticks(int(child)) for child in children)


def wrk(port: int, *, connections: int, seconds: float, path: str = "/status/index.html") -> Load:
    """Load on a server for a while, asking for the compressed page."""
    done = subprocess.run(  # noqa: S603
        ["taskset", "-c", CLIENT_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s",  # noqa: S607
         "--latency", "--timeout", "10s", "-H", "Accept-Encoding: gzip",
         f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    said = done.stdout
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    failed = sum(
        int(number)
        for line in re.findall(r"(?:Non-2xx or 3xx responses|Socket errors):(.*)", said)
        for number in re.findall(r"\d+", line)
    )
    if not (p99 and rate):
        raise SystemExit(f"wrk said: {said}{done.stderr}")
    return Load(rate=float(rate[1]), p99_ms=float(p99[1]) * _MS[p99[2]], failed=failed)


def _answers(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"GET /status/index.html HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if connection.recv(12):
                    return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"Nothing answers on port {port}.")
