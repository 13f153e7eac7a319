"""``noroshi plan``: check, compare, put in force and export the plan's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import (
    As,
    Json,
    Lang,
    administering,
    group,
    installation_of,
    language,
    opened,
)
from noroshi.kernel.errors import Invalid, SetupProblem

if TYPE_CHECKING:
    from noroshi.planfile import Loaded

app = group("The plan: check, compare, put in force, export.")

Directory = Annotated[Path, typer.Argument(help="The directory that holds plan.yaml.")]


@app.command()
def check(ctx: typer.Context, *, directory: Directory, as_json: Json = False) -> None:
    """Report every mistake as file:line:column. Exit code 1 when there are errors."""
    from noroshi import planfile

    loaded = planfile.load(directory, own_host=_own_host(ctx))
    if as_json:
        show.document(_as_document(loaded))
    else:
        _say(loaded)
    if loaded.plan is None:
        raise typer.Exit(1)
    from noroshi.pages.planned import check_targets

    check_targets(loaded.plan)


@app.command()
def apply(ctx: typer.Context, *, directory: Directory, person: As = "") -> None:
    """Check the plan and put it in force. The same files twice make no second version."""
    from noroshi import planfile

    desk = administering(ctx, person)  # first: whose screens these are is known from then on
    loaded = planfile.load(directory, own_host=_own_host(ctx))
    if loaded.plan is None:
        _say(loaded)
        raise typer.Exit(1)
    from noroshi.actions.apply_plan import apply_plan

    stored = apply_plan(desk.context, desk.actor, loaded.plan, digest=loaded.digest)
    show.line(f"Version {stored.number} of the plan is in force ({stored.digest[:16]}).")


@app.command()
def diff(
    ctx: typer.Context, *, directory: Directory, lang: Lang = "", as_json: Json = False
) -> None:
    """Say what the files would change in the plan that is in force."""
    from noroshi import planfile

    new = planfile.load(directory).require()
    opened(ctx)
    from noroshi.actions.queries.plan import current_plan

    wanted = language(lang)
    changes = planfile.diff(current_plan(), new)
    if as_json:
        show.document(
            [{"kind": c.kind, "area": c.area, "name": c.name, "words": c.words} for c in changes]
        )
        return
    for change in changes:
        show.line(change.words[wanted])
    if not changes:
        show.line("変更はありません。" if wanted == "ja" else "Nothing would change.")


@app.command()
def export(
    ctx: typer.Context,
    *,
    target: Annotated[Path, typer.Argument(help="A new directory, or - for standard output.")],
) -> None:
    """Write the plan that is in force as one JSON document, for archives and programs."""
    import json

    opened(ctx)
    from noroshi import planfile
    from noroshi.actions.queries.plan import current_plan

    plan = current_plan()
    if str(target) == "-":
        show.document(planfile.dump(plan))
        return
    file = target / f"plan-{plan.version}.json"
    text = json.dumps(planfile.dump(plan), ensure_ascii=False, indent=2)
    try:
        target.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise Invalid(f"{file} cannot be written: {error.strerror}.") from error
    show.line(f"Version {plan.version} of the plan was written to {file}.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of plan.yaml, for editors."""
    from noroshi import planfile

    show.document(planfile.json_schema())


def _own_host(ctx: typer.Context) -> str:
    """The host of the screens; "" where no installation is set up, such as in a pipeline."""
    from urllib.parse import urlsplit

    try:
        return urlsplit(installation_of(ctx).surroundings().public_url).hostname or ""
    except SetupProblem:
        return ""


def _say(loaded: Loaded) -> None:
    from noroshi import planfile

    for found in planfile.rendered(loaded.findings):
        show.line(found)
    if loaded.plan is None:
        return
    plan = loaded.plan
    show.line(
        f"The plan of {plan.company.name} can be used. Scenarios: {len(plan.scenarios)}, "
        f"templates: {sum(len(s.templates) for s in plan.scenarios)}, people: {len(plan.people)}."
    )


def _as_document(loaded: Loaded) -> dict[str, object]:
    return {
        "usable": loaded.plan is not None,
        "digest": loaded.digest,
        "findings": [
            {
                "file": found.file,
                "line": found.line,
                "column": found.column,
                "level": str(found.level),
                "code": found.code,
                "why": found.why,
                "way_out": found.way_out,
            }
            for found in loaded.findings
        ],
    }
