"""``publication.json``: what lies beside a page and says which version it is.

It is written last wherever files become public one by one, so it is also the pointer there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PROOF: Final = "publication.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """A version and the digest of its files. ``emergency``: a person wrote it past the database."""

    version: int
    digest: str
    emergency: bool = False

    def as_bytes(self) -> bytes:
        """The file."""
        content: dict[str, object] = {"version": self.version, "digest": self.digest}
        if self.emergency:
            content["emergency"] = True
        return json.dumps(content).encode()


def read_proof(content: bytes | None) -> Proof | None:
    """The proof in a file; None for none, or for something else than a proof."""
    try:
        stored = json.loads(content or b"")
        return Proof(
            version=int(stored["version"]),
            digest=str(stored["digest"]),
            emergency=stored.get("emergency") is True,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def digest_of(files: Mapping[str, bytes]) -> str:
    """One SHA-256 for a set of files: paths, lengths and contents, in the order of paths."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{len(files[path])}\0".encode())
        whole.update(hashlib.sha256(files[path]).digest())
    return whole.hexdigest()


def sums_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file, as hex."""
    return {path: sum_of(content) for path, content in files.items()}


def sum_of(content: bytes) -> str:
    """The SHA-256 of a file, as hex."""
    return hashlib.sha256(content).hexdigest()
