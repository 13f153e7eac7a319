"""DKIM (RFC 6376, RFC 8463): keys, their DNS records, and signatures over byte templates."""

from __future__ import annotations

from noroshi.delivery.mail.dkim.checking import signature_verifies
from noroshi.delivery.mail.dkim.keys import Algorithm, DkimKey, check_alignment
from noroshi.delivery.mail.dkim.record import DnsRecord, Published, compare_record, dns_record
from noroshi.delivery.mail.dkim.signing import MailSigner

__all__ = [
    "Algorithm",
    "DkimKey",
    "DnsRecord",
    "MailSigner",
    "Published",
    "check_alignment",
    "compare_record",
    "dns_record",
    "signature_verifies",
]
