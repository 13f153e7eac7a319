"""Addresses are checked before anything is started."""

from __future__ import annotations

import socket

import pytest

from noroshi.host.ports import answers_on, check_port_free
from noroshi.kernel.errors import SetupProblem


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SetupProblem, match=f"Port {port} on 127.0.0.1 is already in use") as it:
            check_port_free("127.0.0.1", port)
    assert "choose another port" in it.value.way_out


def test_a_free_port_is_free_also_right_after_a_server_left_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), server.accept()[0] as accepted:
            accepted.close()
    check_port_free("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.7", "no such host"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(SetupProblem, match=r"cannot listen on|not an address"):
        check_port_free(host, 8000)


def test_an_impossible_port_is_refused() -> None:
    with pytest.raises(SetupProblem, match="70000"):
        check_port_free("127.0.0.1", 70000)


def test_a_program_is_ready_when_its_port_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert answers_on("127.0.0.1", port)(0)
    assert not answers_on("127.0.0.1", port)(0)
