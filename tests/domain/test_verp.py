"""Return paths: a bounce finds the one copy it is about, and nobody can make one up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.domain.verp import LONGEST_BASE, ReturnPaths, read_return_path, return_path
from noroshi.kernel.errors import Invalid
from noroshi.kernel.secret import Secret

KEY = Secret("a key for tests")
BASE = "bounces@status.example.com"
IDS = st.integers(0, 10**12 - 1)


@given(IDS, IDS)
def test_a_return_path_brings_back_text_and_subscriber(text: int, subscriber: int) -> None:
    address = return_path(BASE, text, subscriber, KEY)
    assert address.startswith(f"bounces+{text}.{subscriber}.")
    assert address.endswith("@status.example.com")
    assert read_return_path(address, KEY) == (text, subscriber)


def test_it_survives_relays_that_change_the_case_and_angle_brackets() -> None:
    address = return_path(BASE, 148, 7, KEY)
    for written in (address.upper(), address.title(), f"<{address}>"):
        assert read_return_path(written, KEY) == (148, 7)


def test_the_local_part_always_fits() -> None:
    base = f"{'b' * LONGEST_BASE}@status.example.com"
    address = return_path(base, 10**12 - 1, 10**12 - 1, KEY)
    assert len(address.partition("@")[0]) == 64
    assert read_return_path(address, KEY) == (10**12 - 1, 10**12 - 1)
    with pytest.raises(Invalid, match=f"more than {LONGEST_BASE}") as caught:
        ReturnPaths(f"b{base}", KEY)
    assert caught.value.way_out


@pytest.mark.parametrize("ids", [(-1, 7), (7, -1), (10**12, 7), (7, 10**12)])
def test_ids_that_do_not_fit_are_refused(ids: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="twelve digits"):
        return_path(BASE, *ids, KEY)


@pytest.mark.parametrize(
    "base",
    ["", "bounces", "@example.com", "b@c", "b\r\n@example.com", "b c@example.com", "b>@example.com",
     "b@example.com\n", "日@example.com", "a..b@example.com", "a.@example.com", "a@b@example.com",
     f"b@{'a.' * 100}com"],
)  # fmt: skip
def test_a_base_that_is_no_plain_address_is_refused(base: str) -> None:
    with pytest.raises(Invalid) as caught:
        ReturnPaths(base, KEY)
    assert caught.value.field == "return_path"
    assert caught.value.way_out_in("ja", str) != caught.value.way_out


def test_mallory_cannot_make_one_for_somebody_else() -> None:
    own = return_path(BASE, 148, 7, KEY)
    signature = own.partition("@")[0].rpartition(".")[2]
    assert read_return_path(f"bounces+148.8.{signature}@status.example.com", KEY) is None
    assert read_return_path(f"bounces+149.7.{signature}@status.example.com", KEY) is None
    assert read_return_path(f"bounces+14.87.{signature}@status.example.com", KEY) is None
    assert read_return_path(f"bounces+0148.7.{signature}@status.example.com", KEY) is None
    assert read_return_path(own, Secret("another key")) is None


def test_every_changed_character_of_ids_and_signature_is_noticed() -> None:
    own = return_path(BASE, 148, 7, KEY)
    for at in range(len("bounces+"), own.index("@")):
        for other in "0123456789abcdef.":
            if own[at] != other:
                assert read_return_path(own[:at] + other + own[at + 1 :], KEY) is None


@given(st.one_of(st.text(), st.from_regex(r"bounces\+[0-9٣.]*\.[a-fA-F0-9]*@.*")))
def test_whatever_comes_back_is_read_or_is_nothing(address: str) -> None:
    assert read_return_path(address, KEY) is None


@pytest.mark.parametrize(
    "address",
    ["", "@", "+", "bounces+1.2.@x", "bounces+1.2.\ud800@x", "bounces+١.٢.0123456789abcd@x.example",
     "bounces+1.2.éééééééééééééé@x.example", "bounces+" * 50_000, "\0", "+1.2." + "0" * 14 + "@"],
)  # fmt: skip
def test_hostile_addresses_are_nothing(address: str) -> None:
    assert read_return_path(address, KEY) is None
