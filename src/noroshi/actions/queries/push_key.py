"""The public key by which browsers subscribe to notices."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.actions.queries.provider_accounts import candidates_of, settings_of
from noroshi.domain.channel import Channel
from noroshi.kernel.errors import Refusal
from noroshi.kernel.secret import Secret
from noroshi.net.vapid import VapidKey


def push_key(context: Context) -> str:
    """The public half of the key of the account for push notices; "" when there is none.

    All accounts of an installation share one key, as a browser answers to one only.
    """
    for each in candidates_of(context, Channel.PUSH):
        if each.account.enabled:
            try:
                private = settings_of(context, each.account).get("private_key", "")
                return VapidKey.read(Secret(private)).public
            except (Refusal, ValueError):
                continue  # its secrets cannot be opened; the accounts' screen says so
    return ""
