"""``noroshi bounces``: mail that came back."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noroshi.cli import show
from noroshi.cli.desk import Json, group, opened
from noroshi.kernel.errors import Invalid

if TYPE_CHECKING:
    from noroshi.actions.context import Context

app = group("Mail that came back: read it, or take it from a relay.")

_SHOWN = 50


@app.command()
def read(
    ctx: typer.Context,
    *,
    files: Annotated[
        list[Path], typer.Argument(help="Mails, one in each file; “-” is the standard input.")
    ],
    as_json: Json = False,
) -> None:
    """Take in returned mails from files, or from a relay's pipe. Safe to repeat.

    Exit code 1 when a mail was not understood, or does not prove whom it is about: nothing is
    changed by such a mail.
    """
    contents = {str(file): _content(file) for file in files}
    context = opened(ctx)
    from noroshi.actions.take_in_mail import Fate, take_in_mail

    fates = {name: take_in_mail(context, raw) for name, raw in contents.items()}
    if as_json:
        show.document({name: str(fate) for name, fate in fates.items()})
    else:
        for fate, count in Counter(fates.values()).items():
            show.line(f"{fate}: {count}")
    if Fate.LEFT in fates.values():
        raise typer.Exit(1)


@app.command()
def serve(
    ctx: typer.Context,
    *,
    listen: Annotated[
        str, typer.Option(help="Address and port, for your relay only.")
    ] = "127.0.0.1:2424",
) -> None:
    """Take returned mails by LMTP or SMTP until told to stop (Ctrl+C).

    Only mail for return paths of this installation is let in; 250 means that it is recorded.
    """
    import asyncio

    host, port = _address(listen)
    context = opened(ctx)
    try:
        asyncio.run(_serve(context, host, port))
    except KeyboardInterrupt:
        show.remark("Stopped.")
    except OSError as error:
        raise Invalid(f"{listen} cannot be used: {error.strerror}.", field="listen") from error


@app.command("list")
def listing(ctx: typer.Context, *, as_json: Json = False) -> None:
    """List the latest bounces and complaints. No addresses."""
    opened(ctx)
    from noroshi.domain.receipts import ReceiptKind
    from noroshi.storage import receipts

    kinds = (ReceiptKind.BOUNCED, ReceiptKind.COMPLAINED)
    found = receipts.recent(kinds, _SHOWN)
    if as_json:
        names = ("happened_at", "kind", "subscriber_id", "text_id", "code", "fault", "account")
        show.document([{name: getattr(one, name) for name in names} for one in found])
        return
    rows = [
        (
            show.at(one.happened_at, UTC),
            one.kind,
            str(one.subscriber_id or "–"),
            one.code,
            one.fault,
            one.account,
        )
        for one in found
    ]
    columns = ("At (UTC)", "What", "Subscriber", "Code", "Because of", "Told by")
    show.table(columns, rows)


def _content(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read()
        return file.read_bytes()
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from error


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise Invalid(
            f"“{listen}” is no address with a port.",
            way_out="Write it as 127.0.0.1:2424.",
            field="listen",
        )
    return host.strip("[]"), int(port)


async def _serve(context: Context, host: str, port: int) -> None:
    from noroshi.actions.take_in_mail import Fate, is_expected, take_in_mail
    from noroshi.intake.bounces.entrance import Entrance, listen
    from noroshi.storage.connections import own_connection

    def take(raw: bytes, recipients: tuple[str, ...]) -> bool:
        with own_connection():
            return take_in_mail(context, raw, envelope=recipients) is not Fate.LEFT

    def expected(address: str) -> bool:
        with own_connection():
            return is_expected(context, address)

    entrance = Entrance(is_expected=expected, take=take)
    server = await listen(entrance, host, port)
    show.remark(f"Taking bounces by LMTP and SMTP on {host}:{port}. Ctrl+C ends it.")
    try:
        await server.serve_forever()
    finally:
        server.close()
        entrance.close()
