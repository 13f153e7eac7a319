"""``noroshi incident draft``, ``texts``, ``edit``, ``ask``, ``publish`` and ``withdraw``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import given, show
from noroshi.cli.desk import As, Json, Lang, Number, acting, language, opened
from noroshi.kernel.errors import Invalid, NotFound

if TYPE_CHECKING:
    from noroshi.actions.queries.composing import ComposedText
    from noroshi.domain.guardrails.rule import Finding
    from noroshi.domain.message import Message

Rendition = Annotated[int, typer.Argument(min=1, help="The id of the text; see “texts”.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group."""
    for command in (draft, correct, texts, edit, ask, publish, withdraw):
        app.command()(command)


def draft(
    ctx: typer.Context,
    *,
    number: Number,
    stage: Annotated[str, typer.Option(help="investigating, identified, monitoring or resolved.")],
    person: As = "",
) -> None:
    """Draft the next update: every text that the plan asks for, filled from the facts."""
    desk = acting(ctx, person)
    from noroshi.actions.draft_update import draft_update
    from noroshi.domain.incident import Stage
    from noroshi.storage import messages

    if stage not in set(Stage):
        raise Invalid(f"There is no stage “{stage}”.", way_out=f"Known: {', '.join(Stage)}.")
    message = draft_update(desk.context, desk.actor, number, stage=Stage(stage))
    show.line(
        f"Update {message.number} is drafted: {len(messages.renditions(message.id))} texts. "
        f"Read them with “noroshi incident texts {number}”."
    )


def correct(
    ctx: typer.Context,
    *,
    number: Number,
    update: Annotated[int, typer.Option(min=1, help="The number of the update that was wrong.")],
    text: Annotated[list[str], typer.Option(help="A wrong text, such as email.customers.en.")],
    person: As = "",
) -> None:
    """Draft the correction of texts; it reaches exactly those who got them."""
    desk = acting(ctx, person)
    from noroshi.actions.draft_correction import draft_correction
    from noroshi.storage import messages

    wrong = next((m for m in messages.of_incident(number) if m.number == update), None)
    if wrong is None:
        raise NotFound(f"Incident {number} has no update {update}.")
    known = {str(one.key): one.id for one in messages.renditions(wrong.id)}
    if unknown := [name for name in text if name not in known]:
        raise NotFound(
            f"Update {update} has no text “{unknown[0]}”.", way_out=f"Known: {', '.join(known)}."
        )
    chosen = [known[name] for name in text]
    message = draft_correction(desk.context, desk.actor, wrong.id, texts=chosen)
    show.line(
        f"Correction {message.number} is drafted. Its blanks say what is to be written: "
        f"“noroshi incident texts {number}”."
    )


def texts(
    ctx: typer.Context,
    *,
    number: Number,
    only: Annotated[str, typer.Option("--language", help="Only texts in this language.")] = "",
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Show the texts of the message in work, with findings and approvals."""
    opened(ctx)
    from noroshi.actions.queries.composing import work
    from noroshi.actions.queries.plan import current_plan
    from noroshi.storage import incidents

    message = in_work(number)
    found = work(current_plan(), incidents.get(number), message)
    shown = [one for one in found.texts if only in {"", one.text.key.language}]
    if as_json:
        show.document([_as_document(one) for one in shown])
        return
    for one in shown:
        _print(one, language(lang))
    waits = ", ".join(person.name for person in found.waits_for)
    show.line(f"{named(message)}: {message.state}." + (f" Waits for {waits}." * bool(waits)))


def edit(
    ctx: typer.Context,
    *,
    rendition: Rendition,
    subject: Annotated[str | None, typer.Option(help="Another subject.")] = None,
    body_file: Annotated[
        Path | None, typer.Option(help="A file with the new text; - reads standard input.")
    ] = None,
    person: As = "",
) -> None:
    """Change a text. Whatever was approved of it is void."""
    if subject is None and body_file is None:
        raise Invalid("Nothing is changed.", way_out="Give --subject, --body-file or both.")
    desk = acting(ctx, person)
    from noroshi.actions.edit_rendition import NewText, edit_rendition
    from noroshi.domain.message import short
    from noroshi.storage import messages

    before = messages.rendition(rendition)
    body = before.body if body_file is None else given.content(body_file)
    new = NewText(
        subject=before.subject if subject is None else subject, body=body, version=before.version
    )
    text = edit_rendition(desk.context, desk.actor, rendition, new)
    show.line(f"Text {text.id} is kept. Its digest is {short(text.digest)}.")


def ask(ctx: typer.Context, *, number: Number, person: As = "") -> None:
    """Ask those whom the plan names to approve the message in work."""
    desk = acting(ctx, person)
    from noroshi.actions.request_approval import request_approval

    message = request_approval(desk.context, desk.actor, in_work(number).id)
    show.line(f"{named(message)} waits for approval.")


def publish(ctx: typer.Context, *, number: Number, person: As = "") -> None:
    """Let the approved message go out: the status page first, then everybody else."""
    desk = acting(ctx, person)
    from noroshi.actions.publish_update import publish_update
    from noroshi.storage import ledger

    message = publish_update(desk.context, desk.actor, in_work(number).id)
    count = sum(dispatch.recipients for dispatch in ledger.of_message(message.id))
    show.line(f"{named(message)} goes out: the page first, then {count:,} recipients.")


def withdraw(ctx: typer.Context, *, number: Number, person: As = "") -> None:
    """Give up the message in work. Nothing was sent, nothing will be."""
    desk = acting(ctx, person)
    from noroshi.actions.withdraw_message import withdraw_message

    message = withdraw_message(desk.context, desk.actor, in_work(number).id)
    show.line(f"{named(message)} is withdrawn.")


def named(message: Message) -> str:
    """ "Update 3", "Final report", "Notice 3"."""
    from noroshi.domain.named import message_name

    return message_name(message.kind, message.number, "en")


def in_work(number: int) -> Message:
    """The message of an incident that is being written or approved.

    Raises:
        NotFound: there is none.
    """
    from noroshi.storage import incidents, messages

    message = messages.in_work(incidents.get(number).number)
    if message is None:
        raise NotFound(
            f"Incident {number} has no message in work.",
            way_out=f"Begin one with “noroshi incident draft {number}”.",
        )
    return message


def _print(one: ComposedText, wanted: str) -> None:
    from noroshi.domain.language import pick
    from noroshi.domain.message import short

    text = one.text
    show.line(f"── {text.id}  {text.key}  {one.state}  digest {short(text.digest)}")
    show.line(text.subject)
    show.line()
    show.line(text.body.rstrip())
    for finding in one.findings:
        show.line(f"   {finding.level} {finding.code}: {pick(finding.reason, wanted)}")
        if finding.override:
            show.line(f"      overridden by {finding.override.person}: {finding.override.reason}")
    show.line()


def _as_document(one: ComposedText) -> dict[str, object]:
    text = one.text
    return {
        "id": text.id,
        "audience": text.key.audience,
        "channel": text.key.channel,
        "language": text.key.language,
        "state": one.state,
        "digest": text.digest,
        "version": text.version,
        "subject": text.subject,
        "body": text.body,
        "needs": list(one.needed),
        "missing": list(one.standing.missing),
        "readers": one.readers,
        "findings": [_finding(found) for found in one.findings],
    }


def _finding(found: Finding) -> dict[str, object]:
    override = found.override
    return {
        "level": found.level,
        "code": found.code,
        "found": found.found,
        "reason": dict(found.reason),
        "override": None
        if override is None
        else {"person": override.person, "reason": override.reason, "at": override.at},
    }
