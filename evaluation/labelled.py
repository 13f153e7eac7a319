"""Reads the labelled examples: ``guardrails/<rule>.yaml``, described in README.md beside this."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from noroshi.domain.channel import Channel
from noroshi.domain.guardrails.rule import Context, Known, Sibling, Text
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import Term, ThirdParty
from noroshi.linguistics.linguist import LINGUIST

FOLDER = Path(__file__).parent / "guardrails"
CET = timezone(timedelta(hours=1), "CET")
JST = timezone(timedelta(hours=9), "JST")
_BEGAN = datetime(2026, 3, 12, 14, 2, tzinfo=CET)
_PROMISED = datetime(2026, 3, 12, 15, 15, tzinfo=CET)
_SUBJECTS = {"en": "Some card payments in Europe fail", "ja": "欧州の一部のお客さまでの決済エラー"}


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text, and whether the rule must find something in it."""

    rule: str
    bad: bool
    text: Text
    line: int

    @property
    def place(self) -> str:
        """Where it stands, for a person who looks it up."""
        return f"{self.rule}.yaml:{self.line}"


def examples(rule: str) -> Iterator[Example]:
    """The labelled examples of one rule.

    Raises:
        ValueError: an example has a field that nobody reads, or a value that is none.
    """
    loaded = YAML(typ="rt").load((FOLDER / f"{rule}.yaml").read_text(encoding="utf-8"))
    if unknown := set(loaded) - {"bad", "good"}:
        raise ValueError(f"{rule}.yaml: unknown parts {sorted(unknown)}")
    for label in ("bad", "good"):
        for entry in loaded.get(label) or ():
            line = entry.lc.line + 1
            try:
                text = _text(dict(entry))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{rule}.yaml:{line}: {error}") from error
            yield Example(rule=rule, bad=label == "bad", text=text, line=line)


def rules() -> list[str]:
    """The rules that have labelled examples."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def usual(language: str) -> Context:
    """What is known unless an example says otherwise: an incident of the sample company."""
    zone = JST if language == "ja" else CET
    promised = _PROMISED.astimezone(zone)
    words = {
        "en": ("Checkout", "Payments API", "Europe"),
        "ja": ("チェックアウト", "決済API", "欧州"),
    }
    return Context(
        third_parties=(
            ThirdParty(name="Aldermark Payments", aliases=("Aldermark", "アルダーマーク")),
        ),
        next_update_at=promised,
        next_update_text=f"{promised:%H:%M} {promised.tzname()}",
        scope_words=words.get(language, ()),
        product_names=("Kitsune Cloud", "Aldermark Payments"),
        page_url="https://status.kitsune-cloud.example/",
        own_domains=("kitsune-cloud.example",),
        internal_names=("kitsune-internal.example", "corp.kitsune-cloud.example"),
        internal_links=("https://meet.kitsune-cloud.example/incident",),
        languages=("en", "ja"),
        known=Known(started_at=_BEGAN.astimezone(zone), times=(_BEGAN.astimezone(zone), promised)),
    )


def _text(entry: dict[str, Any]) -> Text:
    language = entry.pop("lang")
    audience = entry.pop("audience", "customers")
    text = Text(
        subject=entry.pop("subject", _SUBJECTS[language]),
        body=entry.pop("body"),
        language=language,
        audience=audience,
        channel=Channel(entry.pop("channel", "email")),
        stage=Stage(entry.pop("stage", "identified")),
        linguist=LINGUIST,
        technical=audience == "it_admins",
        internal=audience == "internal",
        context=replace(usual(language), **_context(entry.pop("context", {}))),
    )
    if entry:
        raise ValueError(f"unknown fields {sorted(entry)}")
    return text


def _context(given: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields(Context)}
    if unknown := set(given) - known:
        raise ValueError(f"unknown context {sorted(unknown)}")
    return {name: _READ.get(name, _plain)(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _known(value: Any) -> Known | None:
    if value is None:
        return None
    read: dict[str, Callable[[Any], Any]] = {
        "started_at": _time,
        "ended_at": _time,
        "times": _times,
    }
    return Known(**{name: read.get(name, _plain)(given) for name, given in value.items()})


def _times(value: Any) -> tuple[datetime | None, ...]:
    return tuple(map(_time, value))


def _sibling(given: Mapping[str, Any]) -> Sibling:
    east = 540 if given["language"] == "ja" else 60
    usual = {"audience": "customers", "channel": "email", "subject": "", "utc_offset": east}
    shape = {**usual, **given}
    return Sibling(**shape | {"channel": Channel(shape["channel"])})


def _time(value: Any) -> datetime | None:
    return None if value is None else datetime.fromisoformat(str(value))


_READ: dict[str, Any] = {
    "known": _known,
    "next_update_at": _time,
    "siblings": lambda value: tuple(map(_sibling, value)),
    "terms": lambda value: tuple(
        Term(**{name: _plain(given) for name, given in term.items()}) for term in value
    ),
    "third_parties": lambda value: tuple(
        ThirdParty(name=party["name"], aliases=tuple(party.get("aliases", ()))) for party in value
    ),
}
