"""``noroshi import``: take over the history of another status page."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from noroshi.cli import show
from noroshi.cli.desk import As, Json, administering, group
from noroshi.kernel.errors import Invalid

if TYPE_CHECKING:
    from noroshi.actions.import_history import Imported
    from noroshi.intake.histories.foreign import ForeignPage, LeftOut

app = group("Take over the history of another status page. Nobody is written to.")

Source = Annotated[Path, typer.Argument(help="The file or folder.")]
Trial = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")]
Language = Annotated[str, typer.Option("--language", help="Of the texts: en, ja …")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", help="“Name on the other page=key in the plan”; may come often."),
]
Zone = Annotated[str, typer.Option("--zone", help="Of times that name none: Europe/Berlin …")]

_SHOWN = 30
_WORDS = re.compile(r"[^a-z0-9]+")


_COMMANDS = {
    "statuspage": "Statuspage: incidents.json, scheduled-maintenances.json, components.json, "
    "a folder of them.",
    "cachet": "Cachet 2 or 3: what its API answers for incidents, schedules and components.",
    "cstate": "cState: the site's folder with content/issues in it.",
    "atom": "An Atom feed: only the newest incidents, and no components.",
}
_WITHOUT_ZONES = frozenset({"cachet", "cstate"})
"""Products whose times may not say where they are true; only they have ``--zone``."""


def _add(shape: str, told: str) -> None:
    """Add the command that takes over a page of this shape; all have the same options."""

    def command(
        ctx: typer.Context,
        *,
        path: Source,
        dry_run: Trial = False,
        language: Language = "",
        mapped: Mapped = None,
        zone: Zone = "UTC",
        person: As = "",
        as_json: Json = False,
    ) -> None:
        desk = administering(ctx, person)
        from noroshi.actions.import_history import Import, import_history
        from noroshi.intake.histories.shapes import taken

        page = taken(shape, path, now=desk.context.clock.now(), zone=_zone(zone))
        pairs = _pairs(mapped or ())
        wanted = Import(page=page, language=language, components=pairs, trial=dry_run)
        done = import_history(desk.context, desk.actor, wanted)
        if as_json:
            show.document(_document(page, done))
        else:
            _say(page, done)

    if shape not in _WITHOUT_ZONES:
        known = inspect.signature(command, eval_str=True)
        kept = [one for name, one in known.parameters.items() if name != "zone"]
        command.__signature__ = known.replace(parameters=kept)  # type: ignore[attr-defined]
    app.command(shape, help=told)(command)


for _shape, _told in _COMMANDS.items():
    _add(_shape, _told)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid(f"There is no time zone “{name}”.", field="zone") from None


def _pairs(mapped: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in mapped:
        name, sign, key = pair.rpartition("=")
        if not sign or not name or not key:
            raise Invalid(f"“{pair}” is no pair.", way_out="Write it as “Name=key”.", field="map")
        found[name] = key
    return found


def _say(page: ForeignPage, done: Imported) -> None:
    for line in _lines("Left out", page.left_out):
        show.remark(line)
    for line in _lines("Note", page.notes):
        show.remark(line)
    if done.trial:
        show.line("On trial: nothing was changed.")
    show.line(
        f"Incidents: {done.incidents:,} with {done.updates:,} updates. Maintenance: "
        f"{done.maintenances:,}. Known before: {done.known:,}. Left out: {len(page.left_out):,}."
    )
    show.line(f"The uptime bars get to know {done.outage_hours:,.1f} hours of trouble.")
    for name, key in done.matched.items():
        show.line(f"Component “{name}” is {key}.")
    if done.missing:
        show.line()
        show.line("Not in the plan; their incidents are taken, without these components. To have")
        show.line("them, add this to the plan, or say --map “Name=key”, before the import:")
        show.line()
        for line in snippet(done.missing):
            show.line(line)


def _lines(title: str, found: Sequence[LeftOut]) -> Iterator[str]:
    for one in found[:_SHOWN]:
        yield f"{title}: {one.place}: {one.why}."
    if len(found) > _SHOWN:
        yield f"… and {len(found) - _SHOWN:,} more (see them with --json)."


def snippet(names: Sequence[str], language: str = "en") -> Iterator[str]:
    """The lines of the plan that add these components, ready to be pasted."""
    yield "components:"
    used: set[str] = set()
    for name in names:
        key = _key(name)
        while key in used:
            key += "-2"
        used.add(key)
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        yield f"  - key: {key}"
        yield f'    name: {{{language}: "{quoted}"}}'


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = _WORDS.sub("-", plain).strip("-")[:50].strip("-")
    return key if key[:1].isalpha() else f"component-{key}".rstrip("-")


def _document(page: ForeignPage, done: Imported) -> dict[str, object]:
    return {
        "source": page.source,
        "trial": done.trial,
        "incidents": done.incidents,
        "maintenances": done.maintenances,
        "updates": done.updates,
        "known": done.known,
        "outage_hours": round(done.outage_hours, 2),
        "components": dict(done.matched),
        "missing_components": list(done.missing),
        "left_out": [{"place": one.place, "why": one.why} for one in page.left_out],
        "notes": [{"place": one.place, "why": one.why} for one in page.notes],
    }
