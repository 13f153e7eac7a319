"""One commit a version: git itself makes it whole, and refuses what comes too late.

The branch moves only from the commit that was looked at, so two publishers never mix. A commit's
name is a digest of all its files: while it stays the same, so does every byte in the repository.
Git keeps every version.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret
from noroshi.pages.proof import PROOF, read_proof
from noroshi.pages.ssh import host_of, ssh_options
from noroshi.pages.target import PublicationFailed, overtaken, safe_path
from noroshi.pages.targets.git.repository import Branch, NotTaken

_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class GitTarget:
    """Publishes to one branch."""

    def __init__(self, branch: Branch, *, domain: str = "") -> None:
        self._branch = branch
        # Forges would otherwise build the page with a generator of their own.
        self._beside = {".nojekyll": b""} | ({"CNAME": f"{domain}\n".encode()} if domain else {})
        self._seen: tuple[str, Mapping[str, bytes]] = ("", {})

    def put(self, version: int, files: Mapping[str, bytes]) -> None:
        """Push one commit with exactly ``files``."""
        head = self._branch.head
        self._must_lead(head, version)
        whole = {**files, **self._beside}
        try:
            self._branch.push(whole, after=head, saying=f"Version {version}")
        except NotTaken:
            self._must_lead(self._branch.head, version)
            raise

    def read(self, path: str) -> bytes:
        """The file at ``path`` on the branch."""
        content = self._files(self._branch.head).get(path) if safe_path(path) else None
        if content is None:
            raise PublicationFailed(f"{path!r} is not there.", way_out="Publish the page again.")
        return content

    def read_all(self, paths: Collection[str]) -> Mapping[str, bytes]:
        """The files at ``paths``, as far as they are there."""
        there = self._files(self._branch.head)
        return {path: there[path] for path in paths if path in there}

    def current_version(self) -> int | None:
        """The version that the branch shows."""
        return self._version(self._branch.head)

    def _must_lead(self, head: str, version: int) -> None:
        public = self._version(head)
        if public is not None and public > version:
            raise overtaken(public, version)

    def _version(self, head: str) -> int | None:
        proof = read_proof(self._files(head).get(PROOF))
        return proof.version if proof else None

    def _files(self, head: str) -> Mapping[str, bytes]:
        if head != self._seen[0]:
            self._seen = (head, self._branch.files(head) if head else {})
        return self._seen[1]


def open_git(settings: Mapping[str, str]) -> GitTarget:
    """The target.

    Raises:
        Invalid: an address that is none of ours, or a name that cannot be one.
    """
    if not _BRANCH.fullmatch(settings["branch"]):
        raise Invalid("This cannot be the name of a branch.", field="branch")
    if settings["domain"] and not _DOMAIN.fullmatch(settings["domain"]):
        raise Invalid("This is not a domain.", field="domain")
    return GitTarget(
        Branch(
            repository=_repository(settings["repository"]),
            name=settings["branch"],
            ssh=ssh_options(settings),
            token=Secret(settings["token"]) if settings["token"] else None,
        ),
        domain=settings["domain"],
    )


def _repository(address: str) -> str:
    """Never an option, never a transport that runs a program (``ext::``)."""
    if address.startswith("https://") and "@" in address:
        raise Invalid(
            "The address of the repository has a secret in it.",
            way_out="Leave it out, and set the token in the environment.",
            field="repository",
        )
    if address.startswith(("https://", "ssh://", "file:///")) or Path(address).is_absolute():
        return address
    host, colon, path = address.partition(":")
    if not colon or not path or path.startswith(":"):
        raise Invalid(
            "This is not the address of a repository.",
            way_out="Write https://…, ssh://…, user@host:path, or a full path.",
            field="repository",
        )
    host_of(host, field="repository")
    return address
