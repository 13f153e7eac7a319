"""From checked documents to the domain's checks and rules for signals."""

from __future__ import annotations

from noroshi.domain.plan.watching import Check, SignalRule
from noroshi.planfile import schema


def check(doc: schema.CheckDoc) -> Check:
    """One built-in check."""
    return Check(
        key=doc.key,
        component=doc.component,
        kind=doc.kind,
        regions=tuple(doc.regions),
        url=doc.url,
        host=doc.host,
        port=doc.port,
        every=doc.every,
        within=doc.within,
        expect=tuple(doc.expect),
        contains=doc.contains,
        follow_redirects=doc.follow_redirects,
        warn_days=doc.warn_days,
        failures=doc.failures,
        of=doc.of,
        recoveries=doc.recoveries,
        status=doc.status,
        show=doc.show,
    )


def signal_rule(doc: schema.SignalRuleDoc) -> SignalRule:
    """One rule for signals."""
    return SignalRule(
        key=doc.key,
        component=doc.component,
        match=dict(doc.match),
        regions=tuple(doc.regions),
        region_label=doc.region_label,
        status=doc.status,
        after=doc.after,
        recover_after=doc.recover_after,
        show=doc.show,
    )
