"""Which addresses may be called at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.net import internal_reason

INTERNAL = (
    "0.0.0.0",  # noqa: S104 (only judged, never bound to)
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "233.252.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::169.254.169.254",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    # Never the text of a host name: these are no addresses.
    "0xA9FEA9FE",
    "2130706433",
    "0177.0.0.1",
    "127.1",
    "localhost",
    "",
)
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "172.32.0.1",
    "192.167.255.255",
    "223.255.255.254",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
    "::ffff:8.8.8.8",
)


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_is_refused_with_a_reason(address: str) -> None:
    assert internal_reason(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_called(address: str) -> None:
    assert internal_reason(address) == ""


@given(st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_wrapping_loopback_in_version_six_does_not_help(address: object) -> None:
    for form in (f"::ffff:{address}", f"::{address}", f"64:ff9b::{address}"):
        assert internal_reason(form)
