"""The targets that a plan names, checked before the plan is in force."""

from __future__ import annotations

from noroshi.domain.plan.model import PageTarget, Plan
from noroshi.kernel.errors import Invalid
from noroshi.pages.registry import TARGETS, check_settings
from noroshi.pages.secrets import variable_of


def check_targets(plan: Plan) -> None:
    """Check the targets of a plan as far as they can be seen without talking to them.

    Raises:
        Invalid: a kind that does not exist, or settings that it cannot work with.
    """
    for page in plan.pages:
        for target in page.targets:
            try:
                _check(target)
            except Invalid as problem:
                raise Invalid(
                    f"Page “{page.key}”, target “{target.name}”: {problem.why}",
                    way_out=problem.way_out,
                    field="targets",
                ) from problem


def _check(target: PageTarget) -> None:
    check_settings(target.kind, target.settings, with_secrets=False)
    for each in TARGETS[target.kind].fields:
        if each.secret and each.name in target.settings:
            variable = f"NOROSHI_TARGET_{variable_of(target.name, each.name)}"
            raise Invalid(
                f"The {each.name} must not stand in the plan.",
                way_out=f"Set {variable}, or {variable}_FILE, for the worker.",
            )
