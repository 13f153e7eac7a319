"""The HTML of every kind of page, judged by html-validate and tidy; and read in a text browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pages.gallery import KINDS, built

ROOT = Path(__file__).parents[2]
JUDGE = ROOT / "build" / "page-checkers" / "node_modules" / ".bin" / "html-validate"
RULES = Path(__file__).parent / "checkers" / ".htmlvalidate.json"
# tidy knows HTML as it was before 2017. Since then pairs of a dl may stand in a div, a summary may
# hold a heading, and aria-current exists; SVG has always had style elements.
OLD_NEWS = re.compile(
    r'proprietary attribute "aria-current"|implicit <dl>|missing </div> before <dt>'
    r"|missing </dl> before </div>|missing <dd>|</?summary>|trimming empty <(?:span|ul|summary)>"
    r"|<style> tag to <head>"
)


def pages() -> dict[str, bytes]:
    found = {}
    for name, state, path in KINDS:
        for language in ("en", "ja"):
            own = path if path == "404.html" else f"{language}/{path}"
            found[f"{name}-{language}.html"] = built(state)[own]
    return found


def ask(command: list[str], page: bytes = b"") -> tuple[str, str]:
    """What a program says, and what it says aside."""
    told = subprocess.run(  # noqa: S603 - programs that the tests have installed
        command, input=page, capture_output=True, timeout=60, check=False
    )
    return told.stdout.decode(), told.stderr.decode()


@pytest.mark.skipif(not JUDGE.exists(), reason="NO html-validate: run scripts/page-checkers")
def test_html_validate_finds_no_fault_with_any_page(tmp_path: Path) -> None:
    for name, page in pages().items():
        (tmp_path / name).write_bytes(page)
    asked = [str(JUDGE), "--config", str(RULES), "--formatter", "json", str(tmp_path / "*.html")]
    told, aside = ask(asked)
    faults = {
        Path(one["filePath"]).name: [f"{m['ruleId']}: {m['message']}" for m in one["messages"]]
        for one in json.loads(told)
    }
    assert faults == {}, aside


@pytest.mark.skipif(not shutil.which("tidy"), reason="NO tidy: run scripts/page-checkers")
def test_tidy_finds_no_fault_with_any_page() -> None:
    tidy = shutil.which("tidy") or ""
    faults = {}
    for name, page in pages().items():
        lines = ask([tidy, "-q", "-e", "-utf8"], page)[1].splitlines()
        faults[name] = [line for line in lines if not OLD_NEWS.search(line)]
    assert {name: lines for name, lines in faults.items() if lines} == {}


@pytest.mark.skipif(not shutil.which("w3m"), reason="NO w3m: run scripts/page-checkers")
def test_a_text_browser_reads_the_page_in_the_order_of_need() -> None:
    asked = [
        shutil.which("w3m") or "",
        "-dump",
        "-T",
        "text/html",
        "-cols",
        "100",
        "-I",
        "UTF-8",
        "-O",
        "UTF-8",
    ]
    text = " ".join(ask(asked, built("burning")["index.html"])[0].split())
    order = (
        "Partial outage",
        "Some customers in the EU cannot pay by card at checkout.",
        "Next update by",
        "15:15",
        "I am affected",
        "We are sorry that checkouts are still failing",
        "Was this update clear?",
        "Services by region",
        "3 services, all operational",
        "Planned maintenance",
        "What we promised to do",
        "Get every update",
    )
    places = [text.index(piece) for piece in order]
    assert places == sorted(places)
    assert "{" not in text
