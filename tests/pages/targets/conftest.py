"""The places that pages are published to: each one real, on this machine."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

Settings = dict[str, str]


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(bucket_server: str, tmp_path: Path) -> Settings:
    """A bucket of its own, with a prefix."""
    name = f"status-{abs(hash(tmp_path)) % 10**9}"
    secrets = {"access_key_id": "key", "secret_access_key": "secret"}
    boto3.client(
        "s3",
        endpoint_url=bucket_server,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    ).create_bucket(Bucket=name)
    return {"bucket": name, "endpoint": bucket_server, "prefix": "status", **secrets}


@pytest.fixture
def git(tmp_path: Path) -> Settings:
    """A bare repository on disk."""
    repository = tmp_path / "pages.git"
    subprocess.run(["git", "init", "-q", "--bare", repository], check=True)  # noqa: S603, S607
    return {"repository": str(repository), "branch": "pages"}


@pytest.fixture
def rsync(tmp_path: Path) -> Settings:
    """A directory that rsync writes to on this machine."""
    if shutil.which("rsync") is None:
        pytest.skip("no rsync here: scripts/ssh-tools installs it")
    return {"destination": str(tmp_path / "served")}


@dataclass(frozen=True, kw_only=True)
class SshServer:
    """A real sshd of this test run; ``settings`` are what a target needs to reach it."""

    settings: Settings
    machine: str


@pytest.fixture(scope="session")
def ssh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """sshd on the loopback, for this user, with a key of its own."""
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("no sshd here: scripts/ssh-tools installs it")
    root = tmp_path_factory.mktemp("ssh")
    for name in ("host", "user"):
        subprocess.run(  # noqa: S603
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", root / name],  # noqa: S607
            check=True,
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (root / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {root}/host\nPidFile {root}/pid\n"
        f"AuthorizedKeysFile {root}/user.pub\nPasswordAuthentication no\nUsePAM no\n"
        "StrictModes no\nSubsystem sftp internal-sftp\nPermitRootLogin prohibit-password\n"
    )
    server = subprocess.Popen(  # noqa: S603
        [program, "-D", "-e", "-f", root / "config"], stderr=subprocess.DEVNULL
    )
    _wait_for(port, server)
    public = (root / "host.pub").read_text().split()
    (root / "known").write_text(f"[127.0.0.1]:{port} {public[0]} {public[1]}\n")
    yield SshServer(
        settings={
            "port": str(port),
            "identity_file": str(root / "user"),
            "known_hosts": str(root / "known"),
        },
        machine=f"{getpass.getuser()}@127.0.0.1",
    )
    server.terminate()
    server.communicate(timeout=5)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 5
    while server.poll() is None and time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.skip("sshd does not start here")


@pytest.fixture
def rsync_over_ssh(ssh_server: SshServer, tmp_path: Path) -> Settings:
    """A directory behind sshd, written by rsync."""
    return {"destination": f"{ssh_server.machine}:{tmp_path}/far", **ssh_server.settings}


@pytest.fixture
def sftp(ssh_server: SshServer, tmp_path: Path) -> Settings:
    """A directory behind sshd, written by sftp."""
    (tmp_path / "far").mkdir()
    return {
        "host": ssh_server.machine,
        "directory": str(tmp_path / "far"),
        **ssh_server.settings,
    }


@pytest.fixture
def directory(tmp_path: Path) -> Settings:
    """A directory."""
    return {"path": str(tmp_path / "served")}
