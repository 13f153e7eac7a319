"""What is special about a bucket: no links, so order and conditions make it whole."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from noroshi.pages.proof import PROOF
from noroshi.pages.publish import publish
from noroshi.pages.registry import open_target
from noroshi.pages.target import Overtaken
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
