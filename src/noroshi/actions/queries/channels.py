"""Which channels a message leaves by through a provider, and which wait for a person's hand."""

from __future__ import annotations

from noroshi.domain.channel import Channel
from noroshi.storage import provider_accounts

_ALWAYS = frozenset({Channel.EMAIL, Channel.WEBHOOK})
_WITH_AN_ACCOUNT = frozenset({Channel.SMS, Channel.PUSH})


def by_provider() -> frozenset[Channel]:
    """Mail and webhooks always (they wait until an account is set up); SMS and push notices as
    soon as there is an account for them. Until then a named person posts them (R11)."""
    return _ALWAYS | (_WITH_AN_ACCOUNT & provider_accounts.enabled_channels())
