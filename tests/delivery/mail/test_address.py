"""The quick way to read an address comes to the same as the whole grammar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noroshi.delivery.address import MailAddress, _unusual, mail_address
from noroshi.delivery.contract import DeliveryFailed
from noroshi.domain.delivery import Failure


def outcome(text: str, *, slowly: bool) -> MailAddress | Failure:
    try:
        return _unusual(text) if slowly else mail_address(text)
    except DeliveryFailed as failed:
        return failed.failure


ORDINARY = st.builds(
    "{}@{}".format,
    st.text("aZ9.+-_=", min_size=1, max_size=66),
    st.text("az9.-", min_size=1, max_size=80),
)
NEARLY = st.builds(
    "{}{}".format, ORDINARY, st.sampled_from(["", "\n", " ", "\r\n", ".", "@", "\0"])
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(ORDINARY, NEARLY, st.emails(), st.text()))
def test_the_quick_way_and_the_whole_grammar_agree(text: str) -> None:
    assert outcome(text, slowly=False) == outcome(text, slowly=True)


@pytest.mark.parametrize(
    "text",
    [
        "rin@example.com",
        "rin.sato+status@mail.example.co.jp",
        f"{'a' * 64}@example.com",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 63}.example",
        f"a@{'b' * 64}.example",
        f"a@{'b' * 59}.jp",
        f"a@{'b.' * 126}jp",
        f"a@{'b.' * 124}jp",
        "a@b",
        "a@b.c",
        "a@-b.example",
        "a@b-.example",
        "a@b--c.example",
        "a..b@docomo.ne.jp",
        "a.@docomo.ne.jp",
        ".a@docomo.ne.jp",
        "a@Example.COM",
        "a@example.com.",
        " a@example.com ",
        "=a=@example.com",
    ],
)
def test_at_every_edge_the_two_agree(text: str) -> None:
    assert outcome(text, slowly=False) == outcome(text, slowly=True)


@pytest.mark.parametrize("local", ["=?utf-8?q?rin?=", "=?utf-8?b?cmlu?=", '"=?utf-8?q?a=0D=0Ab?="'])
def test_an_address_that_mail_programs_would_decode_is_refused(local: str) -> None:
    with pytest.raises(DeliveryFailed, match=r"=\?"):
        mail_address(f"{local}@example.com")


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a." * 100_000 + "@", "a@" + "b-" * 100_000, "@" * 99]
)
def test_an_endless_address_is_refused_at_once(text: str) -> None:
    with pytest.raises(DeliveryFailed):
        mail_address(text)
