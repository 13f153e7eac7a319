"""All sources of receipts, by the kind of the provider account they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from noroshi.intake.receipts.contract import ReceiptSource
from noroshi.intake.receipts.mailgun.parse import Mailgun
from noroshi.intake.receipts.postmark.parse import Postmark
from noroshi.intake.receipts.sendgrid.parse import SendGrid
from noroshi.intake.receipts.ses.parse import AmazonSes
from noroshi.intake.receipts.twilio.inbound import TwilioInbound
from noroshi.intake.receipts.twilio.parse import Twilio

RECEIPT_SOURCES: Final[Mapping[str, ReceiptSource]] = MappingProxyType(
    {
        "ses": AmazonSes(),
        "sendgrid": SendGrid(),
        "mailgun": Mailgun(),
        "postmark": Postmark(),
        "twilio": Twilio(),
    }
)

INBOUND_SOURCES: Final[Mapping[str, ReceiptSource]] = MappingProxyType({"twilio": TwilioInbound()})
"""Those that pass on what people answer."""
