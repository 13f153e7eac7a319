"""By which means readers can be told: those for which the plan has texts, and somebody sends."""

from __future__ import annotations

from noroshi.actions.context import Context
from noroshi.actions.queries.channels import by_provider
from noroshi.domain.asking import CHANNEL_OF, Means
from noroshi.domain.channel import Channel
from noroshi.domain.plan.model import Plan

PUBLIC_AUDIENCE = "customers"


def offered(context: Context, plan: Plan) -> tuple[Means, ...]:
    """The means that the form offers, in its order.

    A means without a text in the plan would be a promise of messages that never come, so it is not
    offered. SMS also wants a country that readers may have their telephone in (NOROSHI_SMS_COUNTRIES).
    """
    texts = _channels_with_texts(plan) & by_provider()
    found = (means for means in Means if CHANNEL_OF[means] in texts)
    return tuple(means for means in found if means is not Means.SMS or context.sms_countries)


def _channels_with_texts(plan: Plan) -> frozenset[Channel]:
    return frozenset(
        outlet.channel
        for scenario in plan.scenarios
        for path in scenario.paths
        for outlet in path.outlets
        if outlet.audience == PUBLIC_AUDIENCE
    )
