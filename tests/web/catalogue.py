"""Reads what is marked for translation, and the catalogues, without the gettext tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

_MARKS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"})
_IN_TEMPLATE = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\((?=[u'\"])")
_LINE = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?) (".*")$')


def marked_in_python(source: str) -> Iterator[str]:
    """The texts that Python code gives to gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[1 if node.func.id == "pgettext" else 0]
            text = getattr(first, "value", None)
            if node.func.id in _MARKS and isinstance(text, str):
                yield text


def marked_in_template(source: str) -> Iterator[str]:
    """The texts that a template gives to gettext."""
    python = templatize(source)
    for found in _IN_TEMPLATE.finditer(python):
        call = _call_at(python, found.start())
        strings = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
        yield str(strings[1 if found.group(1) in {"pgettext", "npgettext"} else 0])


def _call_at(python: str, start: int) -> ast.Call:
    for end in range(python.index(")", start) + 1, len(python) + 1):
        if python[end - 1] != ")":
            continue
        try:
            parsed = ast.parse(python[start:end], mode="eval").body
        except SyntaxError:
            continue
        assert isinstance(parsed, ast.Call)
        return parsed
    raise AssertionError(python[start : start + 80])


def read_catalogue(path: Path) -> dict[str, str]:
    """A .po file: the text (after its context and \\x04, if any) -> its translation."""
    return {_name(entry): entry["msgstr"] for entry in entries_of(path)}


def entries_of(path: Path) -> list[dict[str, str]]:
    """The entries of a .po file, by keyword."""
    entries: list[dict[str, str]] = []
    key = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        found = _LINE.match(line)
        if not line:
            entries.append({})
        elif found:
            key = found.group(1).removesuffix("[0]")
            entries = entries or [{}]
            entries[-1][key] = ast.literal_eval(found.group(2))
        elif line.startswith('"'):
            entries[-1][key] += ast.literal_eval(line)
    return [entry for entry in entries if entry.get("msgid")]


def _name(entry: dict[str, str]) -> str:
    context = entry.get("msgctxt")
    return f"{context}\x04{entry['msgid']}" if context else entry["msgid"]
