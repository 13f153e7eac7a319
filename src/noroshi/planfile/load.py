"""Reads a plan directory: everything wrong is collected, and nothing in it can crash the reader."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from noroshi.domain.plan.model import Plan
from noroshi.kernel.errors import Invalid
from noroshi.planfile.build import build
from noroshi.planfile.checks import check
from noroshi.planfile.files import PlanDirectory
from noroshi.planfile.finding import Findings, Level, PlanFinding, Spot
from noroshi.planfile.reading import read_plan
from noroshi.planfile.scenario import read_scenarios


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a directory holds. ``plan`` is None as soon as one finding is an error.

    ``sources`` has the text of each file that was read; ``digest`` is the SHA-256 over them, hex.
    """

    plan: Plan | None
    findings: tuple[PlanFinding, ...]
    sources: Mapping[str, str]
    digest: str

    def require(self) -> Plan:
        """The plan.

        Raises:
            Invalid: it has errors; the first and their number are named.
        """
        if self.plan is not None:
            return self.plan
        errors = [str(found) for found in self.findings if found.level is Level.ERROR]
        more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise Invalid(
            f"The plan cannot be used: {errors[0]}{more}.",
            way_out="Run “noroshi plan check” to see every finding with its place.",
            field="plan",
        )


def load(directory: Path, *, own_host: str = "") -> Loaded:
    """The plan in ``directory`` with all findings, sorted by file and line.

    ``own_host``: the host name of the screens, which no page can have; "" when that is not known.
    """
    findings = Findings()
    if not directory.is_dir():
        why = f"“{directory}” is not a directory."
        way_out = "Point to the directory that holds plan.yaml."
        findings.error(Spot(file="plan.yaml"), "NO_PLAN", why, way_out=way_out)
        return _loaded(None, findings, {})
    files = PlanDirectory(directory, findings)
    return _loaded(_plan(files, findings, own_host), findings, files.sources)


def _plan(files: PlanDirectory, findings: Findings, own_host: str) -> Plan | None:
    reading = read_plan(files, findings)
    if reading is None:
        return None
    scenarios = read_scenarios(files, reading, findings)
    check(reading, scenarios, files, findings=findings, own_host=own_host)
    return None if findings.failed else build(reading.doc, scenarios)


def _loaded(plan: Plan | None, findings: Findings, sources: dict[str, str]) -> Loaded:
    canonical = json.dumps(sources, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return Loaded(
        plan=plan,
        findings=findings.sorted(),
        sources=dict(sorted(sources.items())),
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
    )
