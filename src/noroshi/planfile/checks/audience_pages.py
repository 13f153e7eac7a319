"""A page for one audience is never public, and it has something to say (R5, R6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noroshi.domain.channel import Channel
from noroshi.planfile.finding import Findings
from noroshi.planfile.reading import Reading
from noroshi.planfile.scenario import ScenarioReading, spot
from noroshi.planfile.schema import PageDoc, PathDoc

_OF_PUBLIC_PAGES = ("path", "address", "targets")


def check(reading: Reading, scenarios: Sequence[ScenarioReading], findings: Findings) -> None:
    """Note pages that would be public, or silent, and plans that leave nothing to the public."""
    closed = [page for page in reading.doc.pages if page.audience]
    for page in closed:
        _never_public(reading, page, findings)
    if closed and reading.whole("pages"):
        _something_for_all(reading, closed, findings)
    if reading.whole("audiences"):
        _has_words(reading, scenarios, findings)


def _never_public(reading: Reading, page: PageDoc, findings: Findings) -> None:
    for name in _OF_PUBLIC_PAGES:
        if getattr(page, name):
            why = f"“{page.key}” is for one audience, and {name} is of pages that anybody reads."
            way_out = f"Take it out; after a sign-in the page is read at /pages/{page.key}/."
            findings.error(reading.spot(page, name), "AUDIENCE_PAGE", why, way_out=way_out)


def _something_for_all(reading: Reading, closed: Sequence[PageDoc], findings: Findings) -> None:
    place = reading.spot(closed[0], "audience")
    if len(closed) == len(reading.doc.pages):
        why = "Every page is for one audience, so the public would have none."
        findings.error(place, "NO_PUBLIC_PAGE", why, way_out="Add a page without “audience”.")
    own = {page.audience for page in closed}
    if not any(a.key not in own for a in reading.doc.audiences if not a.internal):
        why = "Every audience outside the company has a page of its own; whose is the public one?"
        way_out = "Take out “audience” for those who read the public page."
        findings.error(place, "NO_PUBLIC_AUDIENCE", why, way_out=way_out)


def _has_words(reading: Reading, scenarios: Sequence[ScenarioReading], findings: Findings) -> None:
    own = dict.fromkeys(page.audience for page in reading.doc.pages if page.audience)
    internal = {audience.key for audience in reading.doc.audiences if audience.internal}
    public = ""
    for scenario, path, told in _told(scenarios):
        place = spot(scenario, path, "outlets")
        others = [key for key in told if key not in own and key not in internal]
        public = public or next(iter(others), "")
        for audience in own:
            if others and audience not in told:
                why = f"Here the public page is told, and the page for “{audience}” is not."
                way_out = f"Add “status_page.{audience}”, or its readers find nothing there."
                findings.warning(place, "SILENT_PAGE", why, way_out=way_out)
        for audience in others:
            if audience != public and audience in reading.keys("audiences"):
                why = f"“{audience}” has no page, so nobody would read this text."
                way_out = f"Add a page with “audience: {audience}”, or take the outlet out."
                findings.warning(place, "UNREAD_TEXT", why, way_out=way_out)


def _told(
    scenarios: Sequence[ScenarioReading],
) -> Iterator[tuple[ScenarioReading, PathDoc, list[str]]]:
    for scenario in scenarios:
        for path in scenario.doc.paths if scenario.doc else ():
            named = (outlet.partition(".") for outlet in path.outlets)
            yield (
                scenario,
                path,
                [audience for channel, _, audience in named if channel == Channel.STATUS_PAGE],
            )
