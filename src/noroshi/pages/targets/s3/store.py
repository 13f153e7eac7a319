"""The few requests that publishing makes of a bucket, with errors in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from noroshi.pages.proof import PROOF
from noroshi.pages.serve.kinds import kind_of
from noroshi.pages.target import PublicationFailed

_MISSING: Final = frozenset({"404", "NoSuchKey", "NotFound"})
_LOST_RACE: Final = frozenset({"412", "PreconditionFailed", "409", "ConditionalRequestConflict"})
_NOT_KNOWN: Final = frozenset({"501", "NotImplemented"})
_AT_ONCE: Final = 1_000  # keys in one request to delete


class LostRace(Exception):
    """Somebody else wrote the object since we looked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An object as it was read."""

    content: bytes
    etag: str


class Store:
    """A bucket below a prefix. Keys are given without the prefix."""

    def __init__(self, *, client: Any, bucket: str, prefix: str) -> None:  # noqa: ANN401 - boto3's clients have no type
        self._client = client
        self._bucket = bucket
        self._prefix = prefix

    def get(self, key: str) -> Stored | None:
        """An object; None if there is none."""
        with self._told():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + key)
                return Stored(content=answer["Body"].read(), etag=answer["ETag"])
            except ClientError as refused:
                if _code(refused) in _MISSING:
                    return None
                raise

    def put(self, key: str, content: bytes) -> None:
        """Write an object, whatever is there."""
        with self._told():
            self._client.put_object(**self._object(key, content))

    def put_after(self, key: str, content: bytes, *, seen: Stored | None) -> None:
        """Write an object if it is still as ``seen``.

        Raises:
            LostRace: it is not. A store that knows no conditions is trusted as it is.
        """
        condition = {"IfMatch": seen.etag} if seen else {"IfNoneMatch": "*"}
        with self._told():
            try:
                self._client.put_object(**self._object(key, content), **condition)
            except ClientError as refused:
                if _code(refused) in _LOST_RACE:
                    raise LostRace from refused
                if _code(refused) not in _NOT_KNOWN:
                    raise
                self._client.put_object(**self._object(key, content))

    def tags(self, below: str = "", *, past: str = "") -> dict[str, str]:
        """The ETags of the objects below a key: the MD5 of each content, in plain buckets.

        With ``past``, a key that ends with a slash, what lies below it is not even listed.
        """
        if not past:
            return self._listed(below)
        # "0" is the character after the slash, so this is the first key behind the folder.
        behind = f"{past.removesuffix('/')}0"
        return {**self._listed(below, until=past), **self._listed(below, start_after=behind)}

    def _listed(self, below: str, *, until: str = "", start_after: str = "") -> dict[str, str]:
        found: dict[str, str] = {}
        wanted = {"Bucket": self._bucket, "Prefix": self._prefix + below}
        if start_after:
            wanted["StartAfter"] = self._prefix + start_after
        with self._told():
            for page in self._client.get_paginator("list_objects_v2").paginate(**wanted):
                for entry in page.get("Contents", ()):
                    key = entry["Key"].removeprefix(self._prefix)
                    if until and key >= until:
                        return found
                    found[key] = entry["ETag"].strip('"')
        return found

    def remove(self, keys: Iterable[str]) -> None:
        """Remove objects; those that are gone already do not matter."""
        left = [{"Key": self._prefix + key} for key in keys]
        with self._told():
            for start in range(0, len(left), _AT_ONCE):
                self._client.delete_objects(
                    Bucket=self._bucket,
                    Delete={"Objects": left[start : start + _AT_ONCE], "Quiet": True},
                )

    def _object(self, key: str, content: bytes) -> Mapping[str, Any]:
        return {
            "Bucket": self._bucket,
            "Key": self._prefix + key,
            "Body": content,
            "ContentType": kind_of(key).content_type,
            "CacheControl": "no-cache" if key == PROOF else kind_of(key).cache,
        }

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError) as fault:
            raise PublicationFailed(
                f"The bucket {self._bucket} did not do it: {fault}",
                way_out="Check the bucket, its rights and the endpoint; Noroshi tries again by "
                "itself.",
            ) from fault


def _code(refused: ClientError) -> str:
    return str(refused.response.get("Error", {}).get("Code", ""))
