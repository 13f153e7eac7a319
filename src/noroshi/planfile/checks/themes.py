"""Every theme can be read: contrast is counted, and the nearest colour that passes is named."""

from __future__ import annotations

from noroshi.domain.theme.palette import READ, Shortfall, shortfalls
from noroshi.domain.theme.ready import READY, resolved
from noroshi.planfile.build import theme_of
from noroshi.planfile.finding import Findings, Spot, did_you_mean
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import ThemeDoc
from noroshi.planfile.tree import Path


def check(reading: Reading, findings: Findings) -> None:
    """Note unknown themes, and colours of the company or of a page that cannot be read."""
    if not reading.whole("company"):
        return
    ours = reading.doc.company.theme
    known: set[str] = set()
    if _exists(reading, ours, ("company", "theme"), findings):
        for short in shortfalls(resolved(theme_of(ours))):
            known.add(_note(reading, ours, ("company", "theme"), short, findings=findings))
    for page in reading.doc.pages:
        at = (*page._at, "theme")
        if page.theme == ThemeDoc() or not _exists(reading, page.theme, at, findings):
            continue
        for short in shortfalls(resolved(theme_of(ours), theme_of(page.theme))):
            if _line(short) not in known:
                _note(reading, page.theme, at, short, findings=findings)


def _exists(reading: Reading, theme: ThemeDoc, at: Path, findings: Findings) -> bool:
    if not theme.base or theme.base in READY:
        return True
    findings.error(
        reading.tree.spot((*at, "base")),
        "UNKNOWN_THEME",
        f"No theme that comes with Noroshi is called “{theme.base}”.",
        way_out=did_you_mean(theme.base, READY),
    )
    return False


def _note(
    reading: Reading, theme: ThemeDoc, at: Path, short: Shortfall, *, findings: Findings
) -> str:
    needed = "whole messages are read in it" if short.wanted == READ else "words are set in it"
    findings.error(
        _spot(reading, theme, at, short),
        "CONTRAST",
        f"{_line(short)}; {short.wanted:g} is needed, as {needed}.",
        way_out=f"The nearest colour that passes is “{short.nearest}”.",
    )
    return _line(short)


def _line(short: Shortfall) -> str:
    name = short.field.replace("dark_", "dark ")
    return f"The {name} {short.colour} on {short.on} has a contrast of {short.ratio:.1f}"


def _spot(reading: Reading, theme: ThemeDoc, at: Path, short: Shortfall) -> Spot:
    """Where the colour stands, or what it was made of."""
    plain = short.field.removeprefix("dark_")
    if plain != short.field and getattr(theme.dark, plain):
        return reading.tree.spot((*at, "dark", plain))
    for name in (plain, "paper", "ink", "accent"):
        if getattr(theme, name):
            return reading.tree.spot((*at, name))
    return reading.tree.spot(at)
