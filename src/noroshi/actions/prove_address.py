"""Prove by a code, which was sent there, that an address is one's own."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from noroshi.actions.confirm_subscription import confirmed
from noroshi.actions.context import Context
from noroshi.domain.asking import CODE_DIGITS, MOST_TRIES, SESSION_LIVES, Asked, Purpose
from noroshi.kernel.errors import Invalid
from noroshi.kernel.ids import new_token, sign, token_hash
from noroshi.storage import askings, subscribers
from noroshi.storage.subscribers import Subscriber, SubscriberState
from noroshi.storage.unit_of_work import unit_of_work


def new_code(context: Context, asking_id: int) -> str:
    """A fresh code for a wish, of which only a keyed hash is kept; "" if none may be sent.

    An earlier one stops working. Tries that were used up stay so.
    """
    now = context.clock.now()
    with unit_of_work():
        asked = askings.get(asking_id, lock=True)
        if asked is None or asked.subscriber_id is None or asked.tries >= MOST_TRIES:
            return ""
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        askings.expect_code(asking_id, _hash(context, asking_id, code), at=now)
    return code


def confirm_by_code(context: Context, token: str, code: str) -> Subscriber:
    """The second yes, by the code that was sent.

    Raises:
        Invalid: it is not the code; the same is said of an address that was sent none.
    """
    with unit_of_work():
        asked = _proven(context, token, code, Purpose.SUBSCRIBE)
        if asked is not None and asked.subscriber_id is not None:
            subscriber = subscribers.get(asked.subscriber_id, lock=True)
            if subscriber.state is SubscriberState.PENDING:
                return confirmed(context, subscriber, by="code")
    raise _wrong()


@dataclass(frozen=True, kw_only=True)
class Session:
    """The right to manage the subscriptions of one address."""

    token: str
    until: datetime


def open_managing(context: Context, token: str, code: str) -> Session:
    """Let whoever read the code manage the subscriptions of the address, for half an hour.

    Raises:
        Invalid: it is not the code; the same is said of an address that was sent none.
    """
    with unit_of_work():
        asked = _proven(context, token, code, Purpose.MANAGE)
        if asked is not None:
            session = new_token()
            until = context.clock.now() + SESSION_LIVES
            askings.open_session(asked.id, token_hash(session), until=until)
            return Session(token=session, until=until)
    raise _wrong()


def _proven(context: Context, token: str, code: str, purpose: Purpose) -> Asked | None:
    """The wish whose code it is, which is used up by this; None if it is not, and a try is.

    The caller refuses after the transaction: the try must be kept.
    """
    asked = askings.by_token(token_hash(token), lock=True)
    if asked is None or asked.purpose is not purpose:
        return None
    now = context.clock.now()
    is_open = asked.may_be_tried(now)
    askings.count_try(asked.id, min(asked.tries + 1, MOST_TRIES))
    typed = _hash(context, asked.id, "".join(code.split()))
    if not is_open or not hmac.compare_digest(typed, asked.code_hash):
        return None
    askings.expect_code(asked.id, "", at=None)
    return asked


def _hash(context: Context, asking_id: int, code: str) -> str:
    return sign(context.key, "code", f"{asking_id}:{code}")


def _wrong() -> Invalid:
    return Invalid(
        "This is not the code, or it does not work any more.",
        way_out="Type the newest one. After five tries, or ten minutes, ask for another.",
        field="code",
    )
