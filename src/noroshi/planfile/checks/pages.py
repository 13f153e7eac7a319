"""Status pages do not overwrite each other, and files that the plan names exist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from noroshi.domain.publication import BUILT_IN
from noroshi.planfile.files import PlanDirectory
from noroshi.planfile.finding import Findings
from noroshi.planfile.reading import Reading
from noroshi.planfile.schema import PageDoc

_NAMES_BELOW_A_PAGE: Final = frozenset({"api", "badges", "en", "events", "incidents", "ja"})
"""What the server and every published page have below their own address; a test compares them."""


def check(
    reading: Reading, directory: PlanDirectory, findings: Findings, *, own_host: str = ""
) -> None:
    """Note pages that nobody could reach or that hide another's files, pages in languages that
    nobody writes, a missing style guide. ``own_host`` is that of the screens."""
    seen: dict[str, str] = {}
    hosts: dict[str, str] = {}
    public = [page for page in reading.doc.pages if page.audience is None]
    for page in reading.doc.pages:
        _languages(reading, page, findings)
        if page.audience is not None:
            continue  # its address is not among those of public pages
        if page.path in seen:
            why = f"The pages “{seen[page.path]}” and “{page.key}” have the same path."
            spot = reading.spot(page, "path")
            findings.error(spot, "SAME_PATH", why, way_out="Give each page its own path.")
        seen.setdefault(page.path, page.key)
        _hides_nothing(reading, page, public, findings)
        _address(reading, page, hosts, findings)
        _not_the_screens(reading, page, own_host, findings)
        _targets(reading, page, findings)
    _style_guide(reading, directory, findings)


def _address(reading: Reading, page: PageDoc, hosts: dict[str, str], findings: Findings) -> None:
    host = urlsplit(page.address).hostname or ""
    if host in hosts:
        why = f"The pages “{hosts[host]}” and “{page.key}” have the same host."
        spot = reading.spot(page, "address")
        findings.error(spot, "SAME_ADDRESS", why, way_out="Give each page its own host.")
    if host:
        hosts.setdefault(host, page.key)


def _hides_nothing(
    reading: Reading, page: PageDoc, public: Sequence[PageDoc], findings: Findings
) -> None:
    """Below another page, or below the place of the page without a path, be there one or not."""
    for above in {"", *(f"{other.path}/" for other in public if other.path)}:
        name = page.path.removeprefix(above).partition("/")[0]
        if not page.path.startswith(above) or name not in _NAMES_BELOW_A_PAGE:
            continue
        why = f"“{above}{name}” is taken: /status/{above}{name} belongs to the page above it."
        way_out = f"Choose another path; no part below a page may be {_either()}."
        findings.error(reading.spot(page, "path"), "TAKEN_PATH", why, way_out=way_out)


def _either() -> str:
    *others, last = sorted(_NAMES_BELOW_A_PAGE)
    return f"{', '.join(others)} or {last}"


def _not_the_screens(reading: Reading, page: PageDoc, own_host: str, findings: Findings) -> None:
    host = urlsplit(page.address).hostname or ""
    if host and host == own_host:
        why = f"“{host}” is the host of the product's own screens, which stay there."
        below = f"/status/{page.path}/" if page.path else "/status/"
        way_out = (
            f"Give the page another host, or take “address” out: it is shown at {below} there."
        )
        findings.error(reading.spot(page, "address"), "OWN_HOST", why, way_out=way_out)


def _targets(reading: Reading, page: PageDoc, findings: Findings) -> None:
    known = {BUILT_IN}
    for at, target in enumerate(page.targets):
        if target.name in known:
            why = f"The page has two targets called “{target.name}”."
            spot = reading.spot(page, "targets", at)
            findings.error(spot, "SAME_TARGET", why, way_out="Give each target its own name.")
        known.add(target.name)


def _languages(reading: Reading, page: PageDoc, findings: Findings) -> None:
    if page.default_language not in page.languages:
        why = f"The page is not written in “{page.default_language}”."
        spot = reading.spot(page, "default_language")
        findings.error(spot, "LANGUAGE", why, way_out="Choose one of the page's languages.")
    if not reading.whole("company"):
        return
    for at, language in enumerate(page.languages):
        if language not in reading.doc.company.languages:
            why = f"The company does not write in “{language}”."
            spot = reading.spot(page, "languages", at)
            findings.error(spot, "LANGUAGE", why, way_out="Add it to the company's languages.")


def _style_guide(reading: Reading, directory: PlanDirectory, findings: Findings) -> None:
    name = reading.doc.company.style_guide
    if not name or not reading.whole("company"):
        return
    if name not in directory.names:
        why = f"There is no file “{name}”."
        spot = reading.tree.spot(("company", "style_guide"))
        findings.error(spot, "NO_STYLE_GUIDE", why, way_out="Write the guide, or clear the name.")
        return
    directory.read(name)
