"""Calls for receipts, whoever sends them: what a stranger achieves (nothing)."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from django.test import Client

from noroshi.domain.events import EventKind
from noroshi.domain.receipts import ReceiptKind
from noroshi.storage import receipts
from tests.actions.steps import log
from tests.cast import World
from tests.receipts.calls import UNAUTHORIZED, reference, send
from tests.receipts.providers import account
from tests.receipts.sent import sent

pytestmark = pytest.mark.django_db


def test_an_account_without_its_key_believes_nobody(api: Client, world: World) -> None:
    kinds = ("ses", "sendgrid", "mailgun", "postmark", "twilio")
    for kind in kinds:
        account(world, kind)
        for body in (b"", b"[]", b"\xff", b"[" * 50_000, b'{"Type": "Notification"}'):
            answer = send(api, kind, body, **{"X-Noroshi-Secret": ""})
            assert answer.status_code in {UNAUTHORIZED, HTTPStatus.BAD_REQUEST}
    assert len(log(EventKind.SIGNAL_REJECTED)) == len(kinds)


def test_nobody_reports_to_an_account_that_is_not_there(api: Client, world: World) -> None:
    account(world, "smtp")
    for name in ("smtp", "nobody", "ses"):
        assert send(api, name, b"{}").status_code == HTTPStatus.NOT_FOUND


def test_a_large_call_is_refused(api: Client, world: World) -> None:
    account(world, "postmark", callback_secret="s")
    answer = send(api, "postmark", b" " * 256_001, **{"X-Noroshi-Secret": "s"})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_nothing_is_told_from_the_future(api: Client, world: World) -> None:
    account(world, "postmark", callback_secret="s")
    one = sent(world, 1)
    body = {
        "RecordType": "Bounce", "Type": "SoftBounce", "ID": 7, "BouncedAt": "2099-01-01T00:00:00Z",
        "Metadata": {"noroshi_ref": reference(one)},
    }  # fmt: skip
    send(api, "postmark", body, **{"X-Noroshi-Secret": "s"})
    (kept,) = receipts.recent([ReceiptKind.BOUNCED], 5)
    assert kept.happened_at == world.clock.now()
    assert kept.happened_at < datetime(2099, 1, 1, tzinfo=UTC)
