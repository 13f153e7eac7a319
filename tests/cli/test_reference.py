"""The reference names everything there is."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main

from noroshi.cli.main import application
from tests.cli.shell import Fake

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"


def _names() -> set[str]:
    found = set()
    root = typer.main.get_command(application(Fake()))
    commands = getattr(root, "commands", {})
    for name, command in ((n, c) for n, c in commands.items() if not c.hidden):
        below = getattr(command, "commands", None)
        found |= {f"{name} {inner}" for inner in below} if below else {name}
    return found


def test_every_command_is_in_the_reference() -> None:
    text = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    missing = {name for name in _names() if not re.search(rf"`(?:noroshi )?{name}\b", text)}
    assert missing == set()


def test_every_setting_is_in_the_reference() -> None:
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    sources = (ROOT / "src").rglob("*.py")
    wanted = {
        name
        for source in sources
        for name in re.findall(r"\bNOROSHI_[A-Z][A-Z_]+[A-Z]\b", source.read_text(encoding="utf-8"))
        if not name.endswith("_FILE") or name == "NOROSHI_CLOCK_FILE"
    }
    assert {name for name in wanted if f"`{name}`" not in text} == set()
