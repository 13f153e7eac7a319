"""The reference pages of the guardrails: one for each rule, made from its own documentation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from noroshi.domain.guardrails.catalogue import CATALOGUE
from noroshi.domain.guardrails.examples import examples
from noroshi.domain.guardrails.rule import Level, Rule

_LEVELS = {
    Level.BLOCK: "blocks: the text cannot be approved or published as it is",
    Level.WARN: "warns: somebody should look before the text goes out",
    Level.HINT: "hints: the text could be better",
}
_INTRODUCTION = (
    "Written by `noroshi guard rules --pages docs/reference/guardrails`. "
    "A plan moves levels with `guardrails:`; a firm rule stays as it is."
)
_LANGUAGES = {"en": "English", "ja": "Japanese"}


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"README.md": _index()} | {f"{rule.code}.md": _page(rule) for rule in CATALOGUE}


def write_pages(directory: Path) -> int:
    """Write the pages, and take away those of rules that are gone; how many were written.

    Raises:
        OSError: the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in directory.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (directory / name).write_text(text, encoding="utf-8")
    return len(made)


def _index() -> str:
    rows = (
        f"| [`{rule.code}`]({rule.code}.md) | {rule.level}{', firm' if rule.firm else ''} "
        f"| {rule.name['en']} | {rule.name['ja']} |"
        for rule in CATALOGUE
    )
    return "\n".join(
        (
            "# Guardrails",
            "",
            _INTRODUCTION,
            "",
            "| rule | level | in English | in Japanese |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


def _page(rule: Rule) -> str:
    firm = " It is firm: no plan lowers it, and nobody overrides it." if rule.firm else ""
    return "\n".join(
        (
            f"# {rule.name['en']} / {rule.name['ja']}",
            "",
            f"`{rule.code}` {_LEVELS[rule.level]}.{firm}",
            "",
            _prose(rule),
            "",
            *_shown(rule),
        )
    )


def _prose(rule: Rule) -> str:
    lines = rule.guide.strip().splitlines()
    kept = (line for line in lines if not line.startswith(("Bad (", "Good (")))
    text = "\n".join(kept).strip()
    return text.removesuffix("Examples:").strip()


def _shown(rule: Rule) -> Iterator[str]:
    yield from ("| | language | text |", "|---|---|---|")
    for one in examples(rule):
        verdict = "good" if one.good else "bad"
        text = one.text.replace("|", "\\|")
        yield f"| {verdict} | {_LANGUAGES.get(one.language, one.language)} | {text} |"
    yield ""
