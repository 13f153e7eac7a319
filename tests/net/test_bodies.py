"""Bodies of requests: no value can become a second field."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.kernel.secret import Secret
from noroshi.net import basic_auth, form_body, json_body, parts_body


@given(st.text(), st.text())
def test_a_form_gives_back_exactly_its_values(first: str, second: str) -> None:
    fields = {"To": first.encode("utf-8", "ignore").decode(), "Body": second.replace("\ud800", "")}
    fields = {name: value.encode("utf-8", "ignore").decode() for name, value in fields.items()}
    body = form_body(fields)
    read = dict(parse_qsl(body.content.decode("ascii"), keep_blank_values=True))
    assert read == fields


def test_a_file_goes_byte_for_byte_between_the_parts() -> None:
    mail = bytes(range(256)) + b"\r\n--noroshi\r\n"
    body = parts_body({"to": "rin@customer.example"}, file="message", content=mail)
    head = f"content-type: {body.content_type}\r\n\r\n".encode()
    first, second = BytesParser(policy=HTTP).parsebytes(head + body.content).iter_parts()
    assert first.get_content().strip() == "rin@customer.example"
    assert second["content-disposition"].params["filename"] == "message"
    start = body.content.index(mail)
    assert body.content[start + len(mail) :].startswith(b"\r\n--noroshi-")
    assert parts_body({"to": "rin@customer.example"}, file="message", content=mail) == body


@pytest.mark.parametrize("value", ["a\r\nb", "a\nb", "\r"])
def test_a_part_with_a_line_break_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        parts_body({"to": value}, file="message", content=b"x")


def test_a_value_that_guesses_the_boundary_is_refused() -> None:
    boundary = parts_body({}, file="message", content=b"x").content_type.partition("=")[2]
    with pytest.raises(ValueError, match="boundary"):
        parts_body({"to": f"--{boundary}"}, file="message", content=b"x")


def test_json_is_utf_8_and_short() -> None:
    assert json_body({"a": "復旧", "b": 1}).content == '{"a":"復旧","b":1}'.encode()


def test_basic_credentials_are_as_rfc_7617_shows_them() -> None:
    assert basic_auth("Aladdin", Secret("open sesame")) == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
