"""The sample plan with two places where a person posts: X and the blog."""

from __future__ import annotations

from dataclasses import replace

from noroshi.actions.apply_plan import apply_plan
from noroshi.actions.context import SYSTEM
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import ChannelAccount, Outlet, Plan, Template
from tests.cast import World

OUTLETS = tuple(Outlet(audience="customers", channel=c) for c in (Channel.X, Channel.BLOG))
_BODIES = {
    (Channel.X, "en"): "We are sorry: some card payments in Europe fail. Next update by "
    "{{ next_update }}. {{ page_url }}",
    (Channel.X, "ja"): "欧州の一部のお客さまで決済エラーが発生しており、申し訳ございません。"
    "次回は{{ next_update }}までにお知らせします。{{ page_url }}",
    (Channel.BLOG, "en"): "We are sorry that {{ symptom }} in Europe ({{ reach }}). "
    "{{ workaround }}. Next update by {{ next_update }}.",
    (
        Channel.BLOG,
        "ja",
    ): "欧州の一部のお客さまで{{ symptom }}状態となっており、誠に申し訳ございません。"
    "{{ workaround }}。次回は{{ next_update }}までにお知らせします。",
}


def with_posting_by_hand(world: World) -> Plan:
    """Put it in force."""
    scenario = world.plan.scenarios[0]
    paths = tuple(
        replace(path, outlets=(*(o for o in path.outlets if o not in OUTLETS), *OUTLETS))
        for path in scenario.paths
    )
    made = tuple(_templates())
    kept = tuple(t for t in scenario.templates if t.channel not in {Channel.X, Channel.BLOG})
    plan = replace(
        world.plan,
        scenarios=(replace(scenario, paths=paths, templates=(*kept, *made)),),
        accounts=(ChannelAccount(channel=Channel.X, name="@kitsune_cloud", owner="jonas-weber"),),
    )
    apply_plan(world.context, SYSTEM, plan, digest="by hand")
    world.plan = plan
    return plan


def _templates() -> list[Template]:
    return [
        Template(
            stage=stage,
            audience="customers",
            channel=channel,
            language=language,
            subject="" if channel is Channel.X else "{{ title }}",
            body=body,
        )
        for (channel, language), body in _BODIES.items()
        for stage in (Stage.INVESTIGATING, Stage.IDENTIFIED)
    ]
