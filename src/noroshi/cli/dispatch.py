"""``noroshi dispatch``: how deliveries go, steering them, and what happened to one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, Lang, acting, group, language, opened
from noroshi.cli.person_copies import as_document, say_person

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from noroshi.actions.queries.progress import Progress

app = group("Deliveries: how they go, pause, resume, stop, and what happened to one person.")

Id = Annotated[int, typer.Argument(min=1, help="The number of the delivery; see “list”.")]
Reason = Annotated[str, typer.Option(help="Why; kept in the log.")]
_ENDED = "ended"


@app.command("list")
def listing(
    ctx: typer.Context,
    *,
    incident: Annotated[int, typer.Option(help="Of this incident, also those that ended.")] = 0,
    as_json: Json = False,
) -> None:
    """List the deliveries under way, or all of an incident, newest first."""
    context = opened(ctx)
    from noroshi.actions.queries.progress import progress_of
    from noroshi.storage import incidents, steering

    if incident:
        incidents.get(incident)
    chosen = steering.of_incident(incident) if incident else steering.under_way()
    found = [progress_of(each.id, now=context.clock.now()) for each in chosen]
    if as_json:
        show.document([_progress_document(each) for each in found])
        return
    right = [show.Column(title=name, number=True) for name in ("#", "Handed over", "Left", "Not")]
    rows = [
        (
            str(each.dispatch.id),
            f"{each.handed_over:,} of {each.dispatch.recipients:,}",
            f"{each.left:,}",
            f"{each.not_handed_over:,}",
            str(each.dispatch.channel),
            _state(each),
        )
        for each in found
    ]
    if rows:
        show.table((*right, "Channel", "State"), rows)
    else:
        show.line("Nothing was sent in this incident." if incident else "Nothing is under way.")


@app.command("show")
def show_one(ctx: typer.Context, *, number: Id, lang: Lang = "", as_json: Json = False) -> None:
    """Show how far a delivery has come, what failed and why, and what it waits for."""
    context = opened(ctx)
    from noroshi.actions.queries.progress import progress_of

    progress = progress_of(number, now=context.clock.now())
    if as_json:
        show.document(_progress_document(progress))
    else:
        _say(progress, language(lang), context.clock.now())


@app.command()
def pause(ctx: typer.Context, *, number: Id, reason: Reason = "", person: As = "") -> None:
    """Hold a delivery. It can be resumed."""
    desk = acting(ctx, person)
    from noroshi.actions.pause_dispatch import pause_dispatch

    pause_dispatch(desk.context, desk.actor, number, reason=reason)
    show.line(f"Delivery {number} is paused. “noroshi dispatch resume {number}” lets it go on.")


@app.command()
def resume(ctx: typer.Context, *, number: Id, person: As = "") -> None:
    """Let a paused delivery go on."""
    desk = acting(ctx, person)
    from noroshi.actions.resume_dispatch import resume_dispatch

    resume_dispatch(desk.context, desk.actor, number)
    show.line(f"Delivery {number} goes on.")


@app.command()
def stop(
    ctx: typer.Context,
    *,
    number: Id,
    reason: Reason = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    person: As = "",
) -> None:
    """Stop a delivery for good: who has no copy yet gets none. Cannot be undone."""
    desk = acting(ctx, person)
    from noroshi.actions.stop_dispatch import stop_dispatch

    if not yes:
        show.remark("This cannot be undone; “noroshi dispatch pause” can.")
        typer.confirm(f"Stop delivery {number} for good?", abort=True)
    halted = stop_dispatch(desk.context, desk.actor, number, reason=reason)
    show.line(
        f"Delivery {number} is stopped. Get nothing: {halted.not_sent:,}. "
        f"Were being written to, listed as unknown: {halted.unknown:,}."
    )


@app.command()
def person(
    ctx: typer.Context,
    *,
    address: Annotated[str, typer.Argument(help="E-mail, phone, webhook, or subscriber number.")],
    incident: Annotated[int, typer.Option(min=1, help="The number of the incident.")],
    lang: Lang = "",
    as_json: Json = False,
) -> None:
    """Tell what happened to one person in every message of an incident.

    Exit code 1 when nobody ever subscribed with this address.
    """
    opened(ctx)
    from noroshi.actions.queries.person_ledger import what_happened

    answer = what_happened(incident, address)
    if as_json:
        show.document([as_document(each, language(lang)) for each in answer.people])
    else:
        for each in answer.people:
            say_person(each, language(lang), zone_of(language(lang)))
    if not answer.people:
        show.remark("Nobody has ever subscribed with this.")
        raise typer.Exit(1)


def zone_of(wanted: str) -> tzinfo:
    """The zone in which times are told."""
    from noroshi.cli.incident import zone_of as of_reader

    return of_reader(wanted)


def _state(progress: Progress) -> str:
    dispatch = progress.dispatch
    if dispatch.stopped_at:
        return "stopped"
    if dispatch.finished_at:
        return _ENDED
    if dispatch.paused_at:
        return "paused"
    return f"waits: {progress.wait.what}" if progress.wait else "under way"


def _say(progress: Progress, wanted: str, now: datetime) -> None:
    from noroshi.domain.delivery import PROMISES, REASONS
    from noroshi.domain.language import pick

    dispatch, zone = progress.dispatch, zone_of(wanted)
    show.line(
        f"Delivery {dispatch.id}, {dispatch.channel}: {progress.handed_over:,} of "
        f"{dispatch.recipients:,} handed over, {_state(progress)}"
    )
    if dispatch.by and not dispatch.is_running:
        said = f": {dispatch.reason}" if dispatch.reason else ""
        since = dispatch.stopped_at or dispatch.paused_at
        show.line(f"By {dispatch.by}, {show.at(since, zone)}{said}")
    pace = progress.average_pace(now)
    expected = progress.expected(pace, now)
    if pace and expected:
        show.line(
            f"{pace.per_second:,.1f} a second since the beginning; "
            f"everybody tried by about {show.at(expected.latest, zone)}"
        )
    right = show.Column(title="", number=True)
    counts = [
        (f"{n:,}", str(s), pick(PROMISES[s], wanted)) for s, n in progress.counts.items() if n
    ]
    show.table((right, "", ""), counts)
    for each in progress.failures:
        why = pick(REASONS[each.why.reason], wanted)
        show.line(f"{each.count:,} x {why} {each.why.code} {each.example}".rstrip())


def _progress_document(progress: Progress) -> dict[str, object]:
    dispatch = progress.dispatch
    return {
        "id": dispatch.id,
        "channel": dispatch.channel,
        "recipients": dispatch.recipients,
        "state": _state(progress),
        "counts": {str(state): n for state, n in progress.counts.items()},
        "waiting_for_another_attempt": progress.retrying,
        "next_attempt_at": progress.next_attempt_at,
        "began_at": progress.course.began_at,
        "finished_at": dispatch.finished_at,
        "paused_at": dispatch.paused_at,
        "stopped_at": dispatch.stopped_at,
        "by": dispatch.by,
        "reason": dispatch.reason,
        "failures": [
            {
                "state": each.why.state,
                "reason": each.why.reason,
                "code": each.why.code,
                "count": each.count,
                "example": each.example,
            }
            for each in progress.failures
        ],
        "accounts": {share.account: share.handed for share in progress.shares},
    }
