"""What ``noroshi doctor`` says of what mail carries: signatures, and the way back for bounces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from noroshi.cli.checks import Check, ok, warning, wrong

if TYPE_CHECKING:
    from noroshi.cli.installation import Surroundings
    from noroshi.kernel.secret import Secret


def of_mail(around: Surroundings) -> Iterator[Check]:
    """Signatures and bounces, as far as the settings tell."""
    if not around.dkim:
        yield ok("dkim", "Mail is not signed here; the relay should do it.")
    for selector, key in around.dkim:
        yield _signing(around, selector, key)
    yield _bounces(around)


def _signing(around: Surroundings, selector: str, key: Secret) -> Check:
    from noroshi.delivery.mail.dkim import DkimKey, dns_record
    from noroshi.kernel.errors import Invalid

    domain = around.bounce_address.rpartition("@")[2] or "example.com"
    try:
        record = dns_record(DkimKey(domain=domain, selector=selector, key=key))
    except Invalid as problem:
        return wrong("dkim", f"The key of selector {selector!r}: {problem.why}", problem.way_out)
    place = f"{selector}._domainkey.<the domain of mail_from>"
    return ok("dkim", f"Mail is signed. The record at {place} must be: {record.value}")


def _bounces(around: Surroundings) -> Check:
    if not around.bounce_address:
        return warning(
            "bounces",
            "Bounces go to the sender of the mail, and nobody here reads them.",
            "Set NOROSHI_BOUNCE_ADDRESS, and have its mail fetched or handed in (docs/bounces.md).",
        )
    if not around.bounce_mailbox_url:
        return ok(
            "bounces",
            f"They go to {around.bounce_address}; hand them to “noroshi bounces serve” or “read”.",
        )
    return ok("bounces", f"They go to {around.bounce_address} and are fetched each minute.")
