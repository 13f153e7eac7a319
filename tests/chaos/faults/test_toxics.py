"""The proxy that spoils connections does what toxiproxy's toxics of the same names do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from chaos.toxics import (
    Latency,
    LimitData,
    Proxy,
    ResetPeer,
    Slicer,
    SlowClose,
    Stream,
    Timeout,
    proxied,
)


@contextmanager
def echo() -> Iterator[int]:
    """A server that says everything again; its port."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                taken, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=say_again, args=(taken,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with server:
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def say_again(taken: socket.socket) -> None:
    with taken:
        try:
            while data := taken.recv(65_536):
                taken.sendall(data)
        except OSError:
            return


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    with echo() as port:
        yield port


@pytest.fixture
def proxy(server: int) -> Iterator[Proxy]:
    with proxied("127.0.0.1", server, seed=1) as made:
        yield made


@contextmanager
def client(proxy: Proxy) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", proxy.own_port), timeout=5) as ours:
        ours.sendall(b"first")
        assert ours.recv(100) == b"first"
        yield ours


def asked(ours: socket.socket, words: bytes) -> tuple[bytes, float]:
    """The answer and the seconds it took."""
    began = time.monotonic()
    ours.sendall(words)
    got = b""
    while len(got) < len(words) and (data := ours.recv(65_536)):
        got += data
    return got, time.monotonic() - began


def test_without_toxics_everything_passes(proxy: Proxy) -> None:
    with client(proxy) as ours:
        assert asked(ours, b"x" * 200_000)[0] == b"x" * 200_000


def test_latency_delays_and_can_be_taken_away_while_connected(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.add("slow", Latency(latency=0.15))
        assert asked(ours, b"hello")[1] >= 0.15
        proxy.remove("slow")
        assert asked(ours, b"hello")[1] < 0.15


def test_timeout_is_a_black_hole_until_it_is_removed(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.add("dead", Timeout())
        ours.settimeout(0.15)
        with pytest.raises(TimeoutError):
            asked(ours, b"hello")
        proxy.remove("dead")
        ours.settimeout(5)
        assert ours.recv(100) == b""


def test_timeout_ends_the_connection_by_itself(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.add("dead", Timeout(timeout=0.05, stream=Stream.UPSTREAM))
        assert asked(ours, b"hello")[0] == b""


def test_reset_peer_resets(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.add("reset", ResetPeer())
        with pytest.raises(ConnectionResetError):
            asked(ours, b"hello")


def test_open_connections_can_be_cut_at_any_moment(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.cut_all()
        with pytest.raises(ConnectionResetError):
            ours.recv(1)


def test_slicer_lets_pieces_through_with_pauses(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.add("slices", Slicer(size=2, delay=0.02))
        got, took = asked(ours, b"12345678")
        assert got == b"12345678"
        assert took >= 0.06


def test_limit_data_cuts_after_so_many_bytes(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.add("limit", LimitData(most=9))
        assert asked(ours, b"123456789")[0] == b"1234"  # "first" had gone before


def test_slow_close_tells_the_end_later(proxy: Proxy) -> None:
    with client(proxy) as ours:
        proxy.add("late", SlowClose(delay=0.1))
        began = time.monotonic()
        ours.shutdown(socket.SHUT_WR)
        assert ours.recv(1) == b""
        assert time.monotonic() - began >= 0.1


def test_toxicity_spoils_a_part_of_the_connections_drawn_from_the_seed(server: int) -> None:
    spoilt = [spoilt_of(server, seed=7), spoilt_of(server, seed=7), spoilt_of(server, seed=8)]
    assert spoilt[0] == spoilt[1] != spoilt[2]
    assert 3 <= sum(spoilt[0]) <= 17


def spoilt_of(server: int, *, seed: int) -> list[bool]:
    with proxied("127.0.0.1", server, seed=seed) as proxy:
        proxy.add("half", LimitData(most=5, toxicity=0.5))
        return [is_cut(proxy) for _ in range(20)]


def is_cut(proxy: Proxy) -> bool:
    with socket.create_connection(("127.0.0.1", proxy.own_port), timeout=5) as ours:
        return len(asked(ours, b"123456")[0]) < 6
