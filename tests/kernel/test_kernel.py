"""Clock, ids, errors, secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noroshi.kernel.clock import OffsetClock, SystemClock, aware
from noroshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal, SetupProblem
from noroshi.kernel.ids import Signer, new_token, sign, signature_holds, token_hash
from noroshi.kernel.secret import Secret

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
KEY = Secret("a key for tests")


def test_the_system_clock_is_aware_and_moves_forward() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first
    assert clock.wall(NOON) == NOON


def test_a_clock_without_an_offset_shows_the_machine_time(tmp_path: Path) -> None:
    clock = OffsetClock(tmp_path / "offset")
    assert abs(clock.now() - SystemClock().now()) < timedelta(seconds=5)
    assert clock.wall(NOON) == NOON


def test_a_moved_clock_shows_the_new_time_to_everybody(tmp_path: Path) -> None:
    OffsetClock(tmp_path / "offset").move_to(NOON)
    shown = OffsetClock(tmp_path / "offset").now()
    assert NOON <= shown < NOON + timedelta(seconds=5)


def test_a_moved_clock_knows_when_on_the_wall_its_time_will_come(tmp_path: Path) -> None:
    clock = OffsetClock(tmp_path / "offset")
    clock.move_to(NOON)
    in_an_hour = clock.wall(clock.now() + timedelta(hours=1))
    assert abs(in_an_hour - SystemClock().now() - timedelta(hours=1)) < timedelta(seconds=5)


def test_a_clock_cannot_be_moved_to_a_time_without_a_zone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        OffsetClock(tmp_path / "offset").move_to(NOON.replace(tzinfo=None))


def test_an_aware_time_comes_back_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert aware(NOON.astimezone(tokyo)) == NOON
    assert aware(NOON.astimezone(tokyo)).tzinfo is UTC


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 32 for token in tokens)


def test_of_a_token_only_the_hash_is_kept() -> None:
    token = new_token()
    assert token_hash(token) == token_hash(token) != token_hash(new_token())
    assert token not in token_hash(token)


@given(st.text(), st.text(max_size=20))
def test_a_signature_holds_for_its_purpose_and_subject_only(subject: str, other: str) -> None:
    signature = sign(KEY, "unsubscribe", subject)
    assert signature_holds(KEY, "unsubscribe", subject, signature)
    assert not signature_holds(KEY, "confirm", subject, signature)
    assert not signature_holds(Secret("another"), "unsubscribe", subject, signature)
    assert not signature_holds(KEY, "unsubscribe", subject, other)
    assert signature_holds(KEY, "unsubscribe", other, signature) is (other == subject)


@given(st.text(max_size=200), st.text(), st.text())
def test_who_signs_many_gives_the_same_signatures(key: str, purpose: str, subject: str) -> None:
    signer = Signer(Secret(key), purpose)
    assert signer.sign(subject) == sign(Secret(key), purpose, subject)
    assert signer.sign(subject) == sign(Secret(key), purpose, subject)


def test_a_secret_shows_itself_nowhere_but_where_asked() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "hunter2"


def test_equal_secrets_are_equal_and_other_things_are_not() -> None:
    assert Secret("a") == Secret("a")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Refusal, 400),
        (NotFound, 404),
        (NotAllowed, 403),
        (Invalid, 400),
        (Conflict, 409),
        (SetupProblem, 400),
    ],
)
def test_a_refusal_says_why_and_the_way_out(kind: type[Refusal], status: int) -> None:
    refusal = kind("The port is in use.", way_out="Choose another.", field="port")
    assert str(refusal) == "The port is in use. Choose another."
    assert (refusal.why, refusal.way_out, refusal.field, refusal.status) == (
        "The port is in use.",
        "Choose another.",
        "port",
        status,
    )
    assert str(kind("No.")) == "No."
