"""``noroshi provider``: the accounts through which messages leave."""

from __future__ import annotations

from typing import Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, Lang, administering, group, language, opened
from noroshi.cli.provider_words import as_document, settings_of, table_of

app = group("Accounts with those who take messages: weights, limits, secrets, tests.")

Name = Annotated[str, typer.Argument(help="The name of the account.")]
Settings = Annotated[
    list[str] | None, typer.Option("--setting", help="NAME=VALUE; see --kind for the names.")
]
Secrets = Annotated[
    list[str] | None,
    typer.Option("--secret-file", help="NAME=FILE with a secret; “-” is the standard input."),
]
Weight = Annotated[int | None, typer.Option(min=0, max=100, help="0 makes it a reserve.")]
Rate = Annotated[float | None, typer.Option(help="Messages a second at most; 0: no limit.")]
CanaryAt = Annotated[str | None, typer.Option("--canary", help="Address for test messages.")]
Wait = Annotated[int, typer.Option(min=0, help="Seconds to wait for the answer.")]


@app.command("list")
def listing(ctx: typer.Context, *, lang: Lang = "", as_json: Json = False) -> None:
    """List the accounts: how each stands, its weight and its present share."""
    context = opened(ctx)
    from noroshi.actions.queries.provider_accounts import accounts

    found = accounts(context)
    if as_json:
        show.document([as_document(each) for each in found])
        return
    show.table(*table_of(found, language(lang)))


@app.command()
def kinds(ctx: typer.Context, *, lang: Lang = "", as_json: Json = False) -> None:
    """List the kinds of providers and the settings of each."""
    opened(ctx)
    from noroshi.actions.queries.provider_accounts import kinds as known

    found, wanted = known(), language(lang)
    if as_json:
        show.document(
            {
                name: [
                    {"name": f.name, "required": f.required, "secret": f.secret, "of": f.choices}
                    for f in kind.fields
                ]
                for name, kind in found.items()
            }
        )
        return
    for name, kind in found.items():
        show.line(f"{name}: {kind.title[wanted]}")
        rows = [
            (
                f"  {field.name}",
                field.label[wanted],
                "secret" if field.secret else field.default,
                "needed" if field.required else "",
            )
            for field in kind.fields
        ]
        show.table(("", "", "", ""), rows)


@app.command()
def add(
    ctx: typer.Context,
    *,
    name: Name,
    kind: Annotated[str, typer.Option(help="What it is; see “noroshi provider kinds”.")],
    setting: Settings = None,
    secret_file: Secrets = None,
    weight: Weight = None,
    rate: Rate = None,
    canary: CanaryAt = None,
    person: As = "",
    as_json: Json = False,
) -> None:
    """Add an account. Beside others its share grows from 0, ten points a minute."""
    desk = administering(ctx, person)
    from noroshi.actions.add_provider import add_provider
    from noroshi.actions.provider_wish import Wish

    wish = Wish(
        settings=settings_of(kind, setting or [], secret_file or []),
        weight=weight,
        rate_per_second=rate,
        canary_address=canary,
    )
    added = add_provider(desk.context, desk.actor, wish, name=name, kind=kind)
    _said(ctx, added.name, "is added", as_json=as_json)


@app.command("set")
def change(
    ctx: typer.Context,
    *,
    name: Name,
    setting: Settings = None,
    secret_file: Secrets = None,
    weight: Weight = None,
    rate: Rate = None,
    canary: CanaryAt = None,
    person: As = "",
    as_json: Json = False,
) -> None:
    """Change what is given; everything else stays. An empty value takes a setting away."""
    desk = administering(ctx, person)
    from noroshi.actions.change_provider import change_provider
    from noroshi.actions.provider_wish import Wish
    from noroshi.actions.queries.provider_accounts import account_named

    known = account_named(desk.context, name).account
    typed = settings_of(known.kind, setting or [], secret_file or [])
    wish = Wish(
        settings={**known.settings, **typed} if typed else None,
        weight=weight,
        rate_per_second=rate,
        canary_address=canary,
    )
    change_provider(desk.context, desk.actor, name, wish)
    _said(ctx, name, "is changed", as_json=as_json)


@app.command()
def enable(ctx: typer.Context, *, name: Name, person: As = "", as_json: Json = False) -> None:
    """Let an account work again, with a clean slate."""
    _switch(ctx, name, person, enabled=True)
    _said(ctx, name, "works", as_json=as_json)


@app.command()
def disable(ctx: typer.Context, *, name: Name, person: As = "", as_json: Json = False) -> None:
    """Pause an account: nothing is handed to it until it is enabled."""
    _switch(ctx, name, person, enabled=False)
    _said(ctx, name, "is paused", as_json=as_json)


@app.command()
def remove(
    ctx: typer.Context,
    *,
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    person: As = "",
) -> None:
    """Forget an account and its secrets. What it sent stays in the ledger."""
    desk = administering(ctx, person)
    from noroshi.actions.remove_provider import remove_provider

    if not yes:
        typer.confirm(f"Remove {show.safe(name)} and its secrets?", abort=True)
    remove_provider(desk.context, desk.actor, name)
    show.line(f"The account {name} is removed.")


@app.command("test")
def try_it(
    ctx: typer.Context,
    *,
    name: Name,
    address: Annotated[str, typer.Argument(help="Where the test message goes.")],
    wait: Wait = 20,
    person: As = "",
    as_json: Json = False,
) -> None:
    """Send one test message by a worker and show the answer. Exit code 1 if it failed."""
    desk = administering(ctx, person)
    from noroshi.actions.try_provider import try_provider
    from noroshi.cli.provider_words import outcome_of

    try_provider(desk.context, desk.actor, name, address)
    outcome = outcome_of(name, seconds=wait)
    if as_json:
        show.document(outcome)
    elif "done_at" not in outcome:
        show.line("No answer yet; “noroshi provider list” will show it. Is a worker running?")
    elif outcome["failure"]:
        show.line(f"It failed: {outcome['failure']}")
    else:
        show.line(f"Taken: {outcome['answer']}")
    if outcome.get("failure"):
        raise typer.Exit(1)


@app.command("rotate-key")
def rotate_key(ctx: typer.Context, *, person: As = "", as_json: Json = False) -> None:
    """Seal all secrets with the first key of NOROSHI_SEALING_KEY; the others can go then."""
    desk = administering(ctx, person)
    from noroshi.actions.rotate_sealing_key import rotate_sealing_key

    count = rotate_sealing_key(desk.context, desk.actor)
    if as_json:
        show.document({"sealed": count})
        return
    show.line(f"The secrets of {count} accounts are sealed with the first key.")


def _switch(ctx: typer.Context, name: str, person: str, *, enabled: bool) -> None:
    desk = administering(ctx, person)
    from noroshi.actions.change_provider import change_provider
    from noroshi.actions.provider_wish import Wish

    change_provider(desk.context, desk.actor, name, Wish(enabled=enabled))


def _said(ctx: typer.Context, name: str, what: str, *, as_json: bool) -> None:
    if not as_json:
        show.line(f"The account {name} {what}.")
        return
    context = opened(ctx)
    from noroshi.actions.queries.provider_accounts import accounts

    show.document(
        next(as_document(each) for each in accounts(context) if each.account.name == name)
    )
