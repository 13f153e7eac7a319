"""What targets share, as the doctor tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from noroshi.pages.independence import Traits, certificates, shared_by, zone_of
from noroshi.pages.traits import traits_of

NOW = datetime(2026, 3, 12, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("host", "zone"),
    [
        ("status.kitsune.example", "kitsune.example"),
        ("kitsune.example.", "kitsune.example"),
        ("status.kitsune.co.jp", "kitsune.co.jp"),
        ("localhost", ""),
        ("192.0.2.7", ""),
    ],
)
def test_the_zone_is_what_somebody_registered(host: str, zone: str) -> None:
    assert zone_of(host) == zone


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("addresses", frozenset({"192.0.2.7"}), "share the address 192.0.2.7"),
        ("host", "status.example", "share the host status.example"),
        ("zone", "kitsune.example", "DNS zone kitsune.example"),
        ("issuer", "One Authority", "certificates of One Authority"),
        ("provider", "Amazon S3", "both at Amazon S3"),
        ("disk", "42", "one disk"),
    ],
)
def test_what_two_targets_share_is_told_with_a_way_out(
    field: str, value: object, said: str
) -> None:
    one, other = (Traits(name=name, **{field: value}) for name in ("one", "other"))  # type: ignore[arg-type]
    (found,) = shared_by([one, other])
    assert said in found.found
    assert found.way_out
    assert list(shared_by([one, Traits(name="apart")])) == []


def test_a_page_only_under_the_domains_of_the_service_itself_is_told() -> None:
    own = Traits(name="own", host="status.kitsune.example", zone="kitsune.example")
    apart = Traits(name="apart", host="kitsune.example.net", zone="example.net")
    monitored = ["kitsune.example"]
    assert any("of the service itself" in s.found for s in shared_by([own], monitored=monitored))
    assert list(shared_by([own, apart], monitored=monitored)) == []


def test_a_certificate_that_ends_soon_is_told() -> None:
    def ending(days: int) -> list[str]:
        one = Traits(name="far", host="far.example", expires_at=NOW + timedelta(days=days))
        return [found.found for found in certificates([one], NOW)]

    assert ending(60) == []
    assert "ends on 2026-03-22" in ending(10)[0]


def test_traits_are_found_without_the_network_where_there_is_no_address(tmp_path: Path) -> None:
    here = traits_of("a", "directory", {"path": str(tmp_path / "new" / "page")}, "")
    there = traits_of("b", "directory", {"path": str(tmp_path / "other")}, "")
    assert here.disk == there.disk != ""
    store = traits_of("c", "s3", {"bucket": "b", "endpoint": "https://fra.store.example"}, "")
    assert store.provider == "store.example"
    assert traits_of("d", "s3", {"bucket": "b"}, "").provider == "Amazon S3"
    forge = traits_of("e", "git", {"repository": "git@forge.example:kitsune/status"}, "")
    assert forge.provider == "forge.example"
