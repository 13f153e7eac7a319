"""One branch of a repository, through the system's git. Nothing is kept on this machine."""

from __future__ import annotations

import io
import tarfile
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from noroshi.kernel.secret import Secret
from noroshi.pages.program import run
from noroshi.pages.target import PublicationFailed


class NotTaken(PublicationFailed):
    """The branch moved since it was looked at."""


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Where to push. ``ssh`` are the options of ssh, ``token`` is for https."""

    repository: str
    name: str
    ssh: Sequence[str] = ()
    token: Secret | None = None

    @property
    def head(self) -> str:
        """The commit that the branch shows; "" for none."""
        listed = self._git(
            "ls-remote", "--heads", self.repository, f"refs/heads/{self.name}", what="look"
        )
        return listed.decode().partition("\t")[0]

    def files(self, head: str) -> dict[str, bytes]:
        """Every file of the commit ``head``, which the branch shows now."""
        with _workshop() as place:
            self._fetch(place)
            archive = self._git("archive", "--format=tar", head, what="read", cwd=place)
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                return {
                    entry.name: stream.read()
                    for entry in tar
                    if entry.isfile() and (stream := tar.extractfile(entry))
                }

    def push(self, files: Mapping[str, bytes], *, after: str, saying: str) -> None:
        """Make ``files`` the whole branch, one commit ``after`` the one that was seen.

        Raises:
            NotTaken: the branch shows another commit by now.
        """
        with _workshop() as place:
            self._git("init", "-q", "--bare", ".", what="begin", cwd=place)
            if after:
                self._fetch(place)
            stream = _commit(files, after=after, saying=saying)
            self._git(
                "fast-import", "--quiet", "--date-format=now",
                what="write the version", cwd=place, given=stream,
            )  # fmt: skip
            self._hand_over(place, after)

    def _hand_over(self, place: Path, after: str) -> None:
        lease = f"--force-with-lease=refs/heads/{self.name}:{after}"
        try:
            self._git(
                "push", "-q", lease, self.repository, f"+refs/heads/new:refs/heads/{self.name}",
                what="push", cwd=place,
            )  # fmt: skip
        except PublicationFailed as refused:
            if "stale info" in refused.why or "rejected" in refused.why:
                raise NotTaken(refused.why, way_out=refused.way_out) from refused
            raise

    def _fetch(self, place: Path) -> None:
        if not (place / "HEAD").exists():
            self._git("init", "-q", "--bare", ".", what="begin", cwd=place)
        self._git(
            "fetch", "-q", "--depth=1", self.repository, f"refs/heads/{self.name}",
            what="fetch the branch", cwd=place,
        )  # fmt: skip

    def _git(self, *words: str, what: str, cwd: Path | None = None, given: bytes = b"") -> bytes:
        return run(["git", *words], what=what, cwd=cwd, given=given, env=self._environment()).stdout

    def _environment(self) -> dict[str, str]:
        """No questions, no settings of this machine, no transport that runs programs."""
        told = {
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_ALLOW_PROTOCOL": "file:https:ssh",
            "GIT_SSH_COMMAND": " ".join(["ssh", *self.ssh]),
        }
        if self.token:
            told |= _header(self.token)
        return told


def _header(token: Secret) -> dict[str, str]:
    """In the environment, since everybody on the machine may read the words of a command."""
    credentials = b64encode(f"x-access-token:{token.reveal()}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {credentials}",
    }


@contextmanager
def _workshop() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="noroshi-git-") as place:
        yield Path(place)


def _commit(files: Mapping[str, bytes], *, after: str, saying: str) -> bytes:
    """A stream for git fast-import: one commit that has exactly ``files``."""
    told = saying.encode()
    parts = [b"commit refs/heads/new\ncommitter Noroshi <noroshi@localhost> now\n"]
    parts.append(b"data %d\n%s\n" % (len(told), told))
    if after:
        parts.append(b"from %s\ndeleteall\n" % after.encode())
    for path, content in files.items():
        parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content))
    return b"".join(parts)
