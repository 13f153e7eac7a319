"""All kinds of providers: one line each. Nothing else in the product names one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from noroshi.delivery.contract import Provider, ProviderType, Tools, missing, with_defaults
from noroshi.delivery.providers.mailgun.provider import MAILGUN
from noroshi.delivery.providers.postmark.provider import POSTMARK
from noroshi.delivery.providers.sendgrid.provider import SENDGRID
from noroshi.delivery.providers.ses.provider import SES
from noroshi.delivery.providers.smtp.provider import SMTP
from noroshi.delivery.providers.twilio.provider import TWILIO
from noroshi.delivery.providers.webhook.provider import WEBHOOK
from noroshi.delivery.providers.webpush.provider import WEBPUSH
from noroshi.kernel.errors import Invalid, NotFound

PROVIDERS: Final[Mapping[str, ProviderType]] = MappingProxyType({
    kind.descriptor.name: kind
    for kind in (
        SMTP,
        SES,
        SENDGRID,
        MAILGUN,
        POSTMARK,
        WEBHOOK,
        TWILIO,
        WEBPUSH,
    )
})  # fmt: skip


def provider(name: str, settings: Mapping[str, str], tools: Tools) -> Provider:
    """The provider called ``name``, configured.

    Raises:
        NotFound: there is no such kind of provider.
        Invalid: a setting is missing or wrong; ``field`` names it.
    """
    kind = PROVIDERS.get(name)
    if kind is None:
        why = f"There is no provider called {name!r}."
        raise NotFound(why, way_out=f"Known are: {', '.join(PROVIDERS)}.")
    for gap in missing(kind.descriptor, settings):
        why = f"The provider {name!r} needs a value for {gap!r}."
        raise Invalid(why, field=gap)
    return kind.build(with_defaults(kind.descriptor, settings), tools)
