"""What a plan must keep beyond its shape: references, languages, people, coverage of templates."""

from __future__ import annotations

from collections.abc import Sequence

from noroshi.planfile.checks import (
    approvals,
    audience_pages,
    guardrails,
    languages,
    maintenance,
    pages,
    paths,
    people,
    references,
    slots,
    templates,
    themes,
    watching,
    words,
)
from noroshi.planfile.files import PlanDirectory
from noroshi.planfile.finding import Findings
from noroshi.planfile.reading import Reading
from noroshi.planfile.scenario import ScenarioReading


def check(
    reading: Reading,
    scenarios: Sequence[ScenarioReading],
    directory: PlanDirectory,
    *,
    findings: Findings,
    own_host: str = "",
) -> None:
    """Note everything that is wrong with a plan whose files could be read."""
    references.check(reading, findings)
    watching.check(reading, findings)
    maintenance.check(reading, findings)
    guardrails.check(reading, findings)
    words.check(reading, findings)
    people.check(reading, findings)
    approvals.check(reading, findings)
    pages.check(reading, directory, findings, own_host=own_host)
    audience_pages.check(reading, scenarios, findings)
    themes.check(reading, findings)
    languages.check(reading, scenarios, findings)
    paths.check(reading, scenarios, findings)
    templates.check(reading, scenarios, findings)
    slots.check(reading, scenarios, findings)
