"""Which login to use and what to write for it: PLAIN, LOGIN, XOAUTH2 (RFC 4954).

A refused login tells of us, never of a recipient, so whatever happens here is temporary.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from noroshi.delivery.providers.smtp.replies import not_ready

if TYPE_CHECKING:
    from noroshi.delivery.providers.smtp.config import SmtpConfig
    from noroshi.delivery.providers.smtp.reader import Reply

Ask = Callable[[bytes], Awaitable["Reply"]]
"""Writes one line and waits for its reply."""

_PREFERENCE: Final = ("PLAIN", "LOGIN", "XOAUTH2")
_LONGEST_COMMAND: Final = 512  # RFC 4954 4: a longer first answer must wait to be asked for
_GO_ON: Final = 334
_LOGGED_IN: Final = 235


def mechanism(config: SmtpConfig, announced: frozenset[str]) -> str:
    """The login to use.

    Raises:
        DeliveryFailed: the relay has none that we may use.
    """
    wanted = _PREFERENCE if config.auth == "auto" else (config.auth.upper(),)
    for name in wanted:
        if name in announced:
            return name
    offer = ", ".join(sorted(announced)) or "none"
    raise not_ready(f"the relay does not offer the login {config.auth} (it offers: {offer})")


async def log_in(config: SmtpConfig, announced: frozenset[str], ask: Ask) -> None:
    """Log in.

    Raises:
        DeliveryFailed: refused; with the relay's words, never with ours.
    """
    name = mechanism(config, announced)
    answers = _answers(name, config.username, config.password.reveal())
    command = f"AUTH {name}".encode()
    if name != "LOGIN" and len(command) + len(answers[0]) + 3 <= _LONGEST_COMMAND:
        command += b" " + answers.pop(0)
    reply = await ask(command)
    while reply.code == _GO_ON and answers:
        reply = await ask(answers.pop(0))
    if reply.code == _GO_ON:
        # XOAUTH2 puts its reason into one more question; an empty line asks for the verdict.
        reply = await ask(b"" if name == "XOAUTH2" else b"*")
    if reply.code != _LOGGED_IN:
        raise not_ready(f"the relay refused the login {name}: {reply.code} {reply.text}")


def _answers(name: str, user: str, secret: str) -> list[bytes]:
    if name == "PLAIN":
        return [b64encode(f"\0{user}\0{secret}".encode())]
    if name == "XOAUTH2":
        return [b64encode(f"user={user}\x01auth=Bearer {secret}\x01\x01".encode())]
    return [b64encode(user.encode()), b64encode(secret.encode())]
