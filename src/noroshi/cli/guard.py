"""``noroshi guard``: the guardrails for texts of other tools."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import Json, group, language, opened
from noroshi.domain.channel import Channel
from noroshi.domain.incident import Stage
from noroshi.kernel.errors import Invalid, SetupProblem

if TYPE_CHECKING:
    from noroshi.domain.guardrails.rule import Finding
    from noroshi.domain.plan.model import Plan

app = group("The guardrails: check a text, list the rules.")

LONGEST = 2_000_000
"""Bytes of a file that is read at all; the guardrails block far shorter texts."""

_FRONT = re.compile(
    r"---[ \t]*\r?\n(?:subject:[ \t]*(?P<subject>[^\r\n]*)\r?\n)?---[ \t]*(?:\r?\n|$)"
)

File = Annotated[str, typer.Argument(help="A Markdown file, or - for standard input.")]
PlanDirectory = Annotated[
    Path | None, typer.Option("--plan", help="Judge with the plan in this directory.")
]


@dataclass(frozen=True, kw_only=True)
class _Written:
    """A file taken apart. ``body_line`` is the line of the file on which the body begins, from 1."""

    name: str
    subject: str
    body: str
    subject_line: int
    body_line: int


@app.command()
def check(
    ctx: typer.Context,
    *,
    file: File,
    channel: Annotated[Channel, typer.Option(help="Where the text is to go.")],
    audience: Annotated[str, typer.Option(help="Who is to read it: a key of the plan.")],
    lang: Annotated[str, typer.Option(help="Language of the text, such as en or ja.")],
    stage: Annotated[
        str,
        typer.Option(
            help="investigating, identified (or update), monitoring, resolved, postmortem."
        ),
    ] = "update",
    subject: Annotated[str, typer.Option(help="Instead of a “subject:” line in the file.")] = "",
    next_update: Annotated[
        str, typer.Option(help="The promised time as the text writes it; any time if left out.")
    ] = "",
    plan: PlanDirectory = None,
    as_json: Json = False,
) -> None:
    """Check a text. Exit code 1 when something blocks it.

    The plan (names, glossary, levels) is that of --plan, else that of the running installation;
    where there is neither, the text is judged without one, and that is said.
    """
    from noroshi.actions.queries.guarding import ForeignText, findings_in_foreign
    from noroshi.domain.guardrails.run import blocks

    written = _read(file, subject)
    chosen = _plan(ctx, plan)
    text = ForeignText(
        subject=written.subject,
        body=written.body,
        language=lang,
        channel=channel,
        audience=audience,
        stage=_stage(stage),
        next_update=next_update,
    )
    found = findings_in_foreign(chosen, text)
    if as_json:
        _document(written, found, with_plan=chosen is not None)
    else:
        _say(written, found, with_plan=chosen is not None)
    if blocks(found):
        raise typer.Exit(1)


@app.command()
def rules(
    *,
    as_json: Json = False,
    pages: Annotated[
        Path | None, typer.Option(help="Write the reference pages into this directory.")
    ] = None,
) -> None:
    """List the rules with their levels."""
    from noroshi.domain.guardrails.catalogue import CATALOGUE
    from noroshi.domain.guardrails.export import exported_rule

    if pages is not None:
        from noroshi.cli.guard_pages import write_pages

        show.line(f"{write_pages(pages)} pages written to {pages}.")
    elif as_json:
        show.document([exported_rule(rule) for rule in CATALOGUE])
    else:
        lang = language("")
        rows = [
            (rule.code, str(rule.level) + (" (firm)" if rule.firm else ""), rule.name[lang])
            for rule in CATALOGUE
        ]
        show.table(("Code", "Level", "Rule"), rows)


def _read(file: str, subject: str) -> _Written:
    name = "standard input" if file == "-" else file
    text = _decoded(_bytes(file), name).replace("\r\n", "\n")
    front = _FRONT.match(text)
    head = front[0] if front else ""
    return _Written(
        name=name,
        subject=subject or (front["subject"] if front and front["subject"] else "").strip(),
        body=text[len(head) :].removesuffix("\n"),
        subject_line=2 if front else 1,
        body_line=head.count("\n") + 1,
    )


def _bytes(file: str) -> bytes:
    try:
        if file == "-":
            read = sys.stdin.buffer.read(LONGEST + 1)
        else:
            with Path(file).open("rb") as opened_file:
                read = opened_file.read(LONGEST + 1)
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.", field="file") from None
    if len(read) > LONGEST:
        raise Invalid(
            f"{file} has more than {LONGEST // 1_000_000} MB.",
            way_out="Check one message at a time.",
            field="file",
        )
    return read


def _decoded(read: bytes, name: str) -> str:
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{name} is not UTF-8 (byte {error.start + 1}).",
            way_out="Save it as UTF-8.",
            field="file",
        ) from None


def _stage(given: str) -> Stage:
    if given == "update":
        return Stage.IDENTIFIED
    if given not in set(Stage):
        known = ", ".join(["update", *Stage])
        raise Invalid(f"There is no stage “{given}”.", way_out=f"Choose one of: {known}.")
    return Stage(given)


def _plan(ctx: typer.Context, directory: Path | None) -> Plan | None:
    if directory is not None:
        from noroshi import planfile

        return planfile.load(directory).require()
    try:
        opened(ctx)
    except SetupProblem:
        return None  # nothing runs here: other machines check texts, too
    from noroshi.actions.queries.plan import plan_or_none

    return plan_or_none()


def _document(written: _Written, found: tuple[Finding, ...], *, with_plan: bool) -> None:
    from noroshi.domain.guardrails.export import exported_in
    from noroshi.domain.guardrails.run import blocks

    show.document(
        {
            "file": written.name,
            "blocks": blocks(found),
            "with_plan": with_plan,
            "findings": exported_in(found, written.subject, written.body),
        }
    )


def _say(written: _Written, found: tuple[Finding, ...], *, with_plan: bool) -> None:
    lang = language("")
    for finding in found:
        show.line(
            f"{_place(written, finding)}: {finding.level} {finding.code}: {finding.reason[lang]}"
        )
        if finding.mend is not None and finding.mend_label:
            show.line(f"    {finding.mend_label[lang]}")
    if not with_plan:
        show.remark(
            "Checked without a plan: names of third parties and your own words are not known."
        )
    if not found:
        show.line("Nothing found.")


def _place(written: _Written, finding: Finding) -> str:
    from noroshi.domain.guardrails.export import place
    from noroshi.domain.guardrails.rule import Field

    in_subject = finding.field is Field.SUBJECT
    line, column = place(written.subject if in_subject else written.body, finding.start)
    if in_subject:
        return f"{written.name}:{written.subject_line} (subject {column})"
    return f"{written.name}:{line + written.body_line - 1}:{column}"
