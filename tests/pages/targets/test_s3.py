"""What is special about a bucket: no links, so order and conditions make it whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from noroshi.pages.proof import PROOF, Proof
from noroshi.pages.publish import publish
from noroshi.pages.registry import open_target
from noroshi.pages.serve.kinds import kind_of
from noroshi.pages.target import Overtaken, PublicationFailed
from noroshi.pages.targets.s3.store import Store, Stored
from noroshi.pages.targets.s3.target import S3Target
from tests.pages.conftest import StandingClock
from tests.pages.targets.test_contract import page

CLOCK = StandingClock()


def client(s3: dict[str, str]) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=s3["endpoint"],
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )


def put(s3: dict[str, str], version: int, files: dict[str, bytes] | None = None) -> None:
    target = open_target("s3", s3)
    publish(target=target, version=version, files=files or page(version), clock=CLOCK)


def stamps(s3: dict[str, str]) -> dict[str, object]:
    listed = client(s3).list_objects_v2(Bucket=s3["bucket"], Prefix="status/")
    return {entry["Key"]: entry["LastModified"] for entry in listed["Contents"]}


def test_readers_are_told_the_type_and_how_long_to_keep_it(s3: dict[str, str]) -> None:
    put(s3, 1)
    front = client(s3).get_object(Bucket=s3["bucket"], Key="status/ja/index.html")
    assert front["ContentType"] == "text/html; charset=utf-8"
    assert "max-age=15" in front["CacheControl"]
    proof = client(s3).get_object(Bucket=s3["bucket"], Key=f"status/{PROOF}")
    assert proof["CacheControl"] == "no-cache"


def test_only_what_differs_is_written_also_when_somebody_else_changed_it(
    s3: dict[str, str],
) -> None:
    put(s3, 1)
    marked = {"Bucket": s3["bucket"], "Key": "status/incidents/7.html"}
    client(s3).put_object(**marked, Body=b"an old incident", Metadata={"by": "us"})
    put(s3, 2)
    assert client(s3).get_object(**marked)["Metadata"] == {"by": "us"}, "it was right: not written"
    client(s3).put_object(**marked, Body=b"defaced", Metadata={"by": "Mallory"})
    put(s3, 3)
    assert client(s3).get_object(**marked)["Body"].read() == b"an old incident"


def test_a_publisher_that_began_with_an_older_version_stops_before_it_shows_anything(
    s3: dict[str, str],
) -> None:
    put(s3, 1)
    claim = {"Bucket": s3["bucket"], "Key": "status/_versions/claim.json"}
    client(s3).put_object(**claim, Body=b'{"version": 9, "digest": ""}')
    with pytest.raises(Overtaken):
        put(s3, 5)
    shown = open_target("s3", s3)
    assert shown.current_version() == 1
    assert shown.read("index.html") == page(1)["index.html"]


def test_old_versions_go_and_what_newer_ones_need_stays(
    s3: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noroshi.pages.targets.s3.target.KEPT", 2)
    monkeypatch.setattr("noroshi.pages.targets.s3.target._SLACK", 1)
    for version in (1, 2, 3):
        put(s3, version)
    keys = stamps(s3)
    assert "status/_versions/sums/00000001.json" not in keys
    assert "status/_versions/sums/00000003.json" in keys
    kept = [key for key in keys if key.startswith("status/_versions/files/")]
    assert len(kept) == 7, "two versions of three files, and one that both share"


class Watched(Store):
    """The real bucket, and what is done to it in which order; it may break, or somebody come in."""

    def __init__(self, s3: dict[str, str]) -> None:
        super().__init__(client=client(s3), bucket=s3["bucket"], prefix="status/")
        self.written: list[str] = []
        self.before: Callable[[str], None] = lambda _key: None

    def put(self, key: str, content: bytes) -> None:
        self.before(key)
        super().put(key, content)
        self.written.append(key)

    def put_after(self, key: str, content: bytes, *, seen: Stored | None) -> None:
        self.before(key)
        super().put_after(key, content, seen=seen)
        self.written.append(key)


def whole(version: int) -> dict[str, bytes]:
    """A page with its proof, as ``publish`` hands it over."""
    files = {**page(version), f"incidents/{version}.html": b"new"}
    return {**files, PROOF: Proof(version=version, digest="x").as_bytes()}


def test_front_pages_change_after_what_they_lead_to_and_the_pointer_last(
    s3: dict[str, str],
) -> None:
    store = Watched(s3)
    S3Target(store).put(1, whole(1))
    store.written.clear()
    S3Target(store).put(2, whole(2))
    seen = store.written
    kept = [key for key in seen if key.startswith("_versions/files/")]
    assert seen[0] == "_versions/claim.json"
    assert max(map(seen.index, kept)) < seen.index("_versions/sums/00000002.json")
    assert seen.index("incidents/2.html") < min(
        seen.index("index.html"), seen.index("ja/index.html")
    )
    assert seen.index("_versions/sums/00000002.json") < seen.index("incidents/2.html")
    assert seen[-1] == PROOF
    assert "incidents/7.html" not in seen


def test_wherever_an_upload_breaks_it_is_not_counted_as_done_and_the_next_one_works(
    s3: dict[str, str],
) -> None:
    store = Watched(s3)
    S3Target(store).put(1, whole(1))
    store.written.clear()
    S3Target(store).put(2, whole(2))
    for number, breaks_at in enumerate(dict.fromkeys(store.written)):
        version = 3 + number
        breaks_at = breaks_at.replace("00000002", f"{version:08d}").replace("/2.", f"/{version}.")
        broken = Watched(s3)

        def refuse(key: str, at: str = breaks_at) -> None:
            if key == at or (at.startswith("_versions/files/") and key.startswith(at[:16])):
                raise PublicationFailed("the connection broke")

        broken.before = refuse
        with pytest.raises(PublicationFailed):
            S3Target(broken).put(version, whole(version))
        assert PROOF not in broken.written, breaks_at
        assert S3Target(store).current_version() == 2, breaks_at
    S3Target(store).put(40, whole(40))
    assert S3Target(store).read_all(whole(40)) == whole(40)


@pytest.mark.parametrize(
    "moment", [PROOF, "index.html", "_versions/claim.json", "_versions/sums/00000005.json"]
)
def test_a_newer_publisher_who_comes_in_between_wins(s3: dict[str, str], moment: str) -> None:
    S3Target(Watched(s3)).put(1, whole(1))
    slow = Watched(s3)
    done: list[int] = []

    def come_in(key: str) -> None:
        if key == moment and not done:
            done.append(9)
            S3Target(Watched(s3)).put(9, whole(9))

    slow.before = come_in
    with pytest.raises(Overtaken) as refusal:
        S3Target(slow).put(5, whole(5))
    assert refusal.value.public == 9
    assert S3Target(slow).current_version() == 9
    if moment.startswith("_versions/"):
        assert not {"index.html", "incidents/5.html"} & set(slow.written), "two versions mixed"


def test_another_publisher_of_the_same_age_is_no_success_of_ours(s3: dict[str, str]) -> None:
    S3Target(Watched(s3)).put(1, whole(1))
    slow = Watched(s3)
    done: list[int] = []

    def come_in(key: str) -> None:
        if key == PROOF and not done:
            done.append(1)
            pointer = Proof(version=5, digest="of somebody else").as_bytes()
            client(s3).put_object(Bucket=s3["bucket"], Key=f"status/{PROOF}", Body=pointer)

    slow.before = come_in
    with pytest.raises(PublicationFailed, match="Another publisher"):
        S3Target(slow).put(5, whole(5))


@pytest.mark.parametrize(
    "path", ["index.html", "status.json", "history.atom", "maintenance.ics", "badge.svg",
             "noroshi.js", "noroshi-1.js", "feed.json"]
)  # fmt: skip
def test_the_bucket_tells_browsers_what_our_own_server_tells_them(
    s3: dict[str, str], path: str
) -> None:
    S3Target(Watched(s3)).put(1, {**whole(1), path: b"x"})
    told = client(s3).get_object(Bucket=s3["bucket"], Key=f"status/{path}")
    assert (told["ContentType"], told["CacheControl"]) == (
        kind_of(path).content_type,
        kind_of(path).cache,
    )


def test_every_kept_version_can_be_put_together_from_what_is_kept(
    s3: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("noroshi.pages.targets.s3.target.KEPT", 3)
    monkeypatch.setattr("noroshi.pages.targets.s3.target._SLACK", 2)
    store = Watched(s3)
    for version in (1, 2, 3, 4, 5, 6):
        back_again = page(1) if version in {3, 6} else page(version)  # its old contents are needed
        proof = Proof(version=version, digest="x").as_bytes()
        S3Target(store).put(version, {**back_again, PROOF: proof})
    manifests = store.tags("_versions/sums/")
    assert 3 <= len(manifests) < 6
    for manifest in manifests:
        stored = store.get(manifest)
        assert stored
        for name in json.loads(stored.content).values():
            content = store.get(f"_versions/files/{name}")
            assert content, (manifest, name)
            assert hashlib.sha256(content.content).hexdigest() == name


def test_a_bucket_that_refuses_is_told_in_words_and_names_no_key(s3: dict[str, str]) -> None:
    nowhere = open_target("s3", {**s3, "bucket": "no-such-bucket"})
    with pytest.raises(PublicationFailed, match="The bucket no-such-bucket did not do it") as told:
        nowhere.put(1, whole(1))
    assert s3["secret_access_key"] not in told.value.why
    with pytest.raises(PublicationFailed):
        nowhere.current_version()
