"""What ``noroshi doctor`` says of the targets of the status pages, and of what they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from noroshi.cli.checks import Check, ok, warning, wrong

if TYPE_CHECKING:
    from noroshi.actions.context import Context
    from noroshi.actions.queries.targets import PlacedTarget
    from noroshi.domain.plan.model import Plan, StatusPage
    from noroshi.pages.independence import Traits


def of_pages(context: Context, plan: Plan) -> Iterator[Check]:
    """How each target stands, and whether one failure could take all of them away."""
    yield from _standing(context)
    for page in plan.pages:
        yield from _of_page(context, plan, page)


def _standing(context: Context) -> Iterator[Check]:
    from noroshi.actions.queries.pages_standing import pages_standing
    from noroshi.domain.publication import TargetState

    for one in pages_standing(context).troubled:
        place = f"{one.page}, {one.target}"
        if one.state is TargetState.EMERGENCY:
            yield warning("targets", f"{place}: {one.failure}", "Run “noroshi page publish”.")
        else:
            yield wrong("targets", f"{place}: {one.failure}", "Noroshi tries again by itself.")


def _of_page(context: Context, plan: Plan, page: StatusPage) -> Iterator[Check]:
    from noroshi.actions.queries.links import page_url
    from noroshi.actions.queries.targets import targets_of
    from noroshi.domain.publication import BUILT_IN
    from noroshi.pages.independence import certificates, shared_by

    targets = targets_of(context, page)
    missing = [each for each in targets if _missing(each)]
    for each in missing:
        found = f"{page.key}, {each.name}: {_missing(each)}"
        yield wrong("targets", found, "See docs/publishing.md.")
    if len(targets) < 2:
        yield warning(
            "targets",
            f"{page.key} is published to this machine only: when it is down, so is the page.",
            "Give the page a second target in the plan, with another provider "
            "(docs/publishing.md).",
        )
    known = [
        _traits(each, page_url(context, page) if each.name == BUILT_IN else each.public_url)
        for each in targets
        if each not in missing
    ]
    problems = [*shared_by(known, monitored=plan.own_domains)] if len(known) > 1 else []
    problems += certificates(known, context.clock.now())
    for problem in problems:
        yield warning("targets", f"{page.key}: {problem.found}", problem.way_out)
    if len(targets) > 1 and not problems and not missing:
        yield ok("targets", f"{page.key} has {len(targets)} targets that share nothing we can see.")


def _missing(target: PlacedTarget) -> str:
    from noroshi.kernel.errors import Refusal
    from noroshi.pages.registry import open_target

    try:
        open_target(target.kind, target.complete)
    except Refusal as problem:
        return problem.why
    return ""


def _traits(target: PlacedTarget, url: str) -> Traits:
    from noroshi.pages.traits import traits_of

    return traits_of(target.name, target.kind, target.settings, url)
