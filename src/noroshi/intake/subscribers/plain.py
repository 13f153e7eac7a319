"""The plain list that people make themselves: one address a line, whatever else is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from noroshi.domain.channel import Channel
from noroshi.intake.subscribers.cells import fault, keys
from noroshi.intake.subscribers.moments import moment
from noroshi.intake.subscribers.row import NO_ADDRESS, Bad, Found, Row
from noroshi.kernel.errors import Invalid

ADDRESSES = {
    "email": Channel.EMAIL,
    "phone_number": Channel.SMS,
    "endpoint": Channel.WEBHOOK,
}
_MORE = ("phone_country", "language", "time_zone", "regions", "components", "created_at",
         "confirmed_at")  # fmt: skip
COLUMNS = (*ADDRESSES, *_MORE)


def fits(columns: frozenset[str]) -> bool:
    """Always the last to be asked: a list that is nobody else's."""
    return not columns.isdisjoint(ADDRESSES)


def check(columns: Sequence[str]) -> None:
    """Refuse headings that we would not understand: what is dropped in silence is lost.

    Raises:
        Invalid: no address, a column twice, or one that nobody knows.
    """
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown or len(set(columns)) < len(columns) or not fits(frozenset(columns)):
        raise Invalid(
            "The first line must name the columns: {known}.",
            way_out="One of email, phone_number, endpoint must be there; leave other columns out.",
            known=", ".join(COLUMNS),
            field="file",
        )


def rows(line: int, cells: Mapping[str, str]) -> tuple[Found, ...]:
    """A subscription for each address in the row."""
    for name, cell in cells.items():
        found = fault(cell)
        if found and not (name == "phone_number" and cell.startswith("+")):
            return (Bad(line=line, why=found),)
    given = [(channel, cells[name]) for name, channel in ADDRESSES.items() if cells.get(name)]
    if not given:
        return (Bad(line=line, why=NO_ADDRESS),)
    return tuple(_row(line, cells, channel, address) for channel, address in given)


def _row(line: int, cells: Mapping[str, str], channel: Channel, address: str) -> Row:
    return Row(
        line=line,
        channel=channel,
        address=address,
        country=cells.get("phone_country", ""),
        language=cells.get("language", "").lower(),
        time_zone=cells.get("time_zone", ""),
        regions=keys(cells.get("regions", "")),
        components=keys(cells.get("components", "")),
        created_at=moment(cells.get("created_at", "")),
        confirmed_at=moment(cells.get("confirmed_at", "")),
        strict=True,
    )
