"""Template files: ``scenarios/<key>/templates/<stage>/<channel>.<audience>.<language>.md``.

The file begins with one line ``subject: …`` between two lines of ``---``; Markdown follows. The
subject is taken as it stands, so that a colon in it needs no quotes. A channel that shows no
subject, such as SMS or X, has only the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from noroshi.domain.channel import HAS_SUBJECT, Channel
from noroshi.domain.compose.slots import SLOT
from noroshi.domain.incident import Stage
from noroshi.domain.plan.model import Template
from noroshi.planfile.files import PlanDirectory
from noroshi.planfile.finding import Findings, Spot, did_you_mean

LONGEST = 64_000
"""How long a template may be, in bytes of UTF-8 (as the filled text, fill.LONGEST)."""

_FILE = re.compile(r"scenarios/([^/]+)/templates/([^/]+)/([^/.]+)\.([^/.]+)\.([^/.]+)\.md")
_FRONT = re.compile(r"---[ \t]*\n(?P<fields>(?:.*\n)*?)---[ \t]*(?:\n|$)")
_JINJA = re.compile(r"\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\{#[^\n]*?#\}|\{\{\{|\{\{|\}\}|\{%|%\}|\{#|#\}")
_HTML = re.compile(r"<(?!https?:|mailto:)[A-Za-z/!?][^>\n]*>?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A slot in a template file. ``in_link``: it stands where a link leads."""

    name: str
    spot: Spot
    in_link: bool


@dataclass(frozen=True, kw_only=True)
class TemplateFile:
    """A template with the place of each slot."""

    scenario: str
    template: Template
    slots: tuple[Slot, ...]


def read_template(
    directory: PlanDirectory, name: str, findings: Findings, *, known: dict[str, frozenset[str]]
) -> TemplateFile | None:
    """The template in one file; ``known`` has the audiences and languages of the plan."""
    found = _FILE.fullmatch(name)
    if found is None:
        why = "The name of a template file is templates/<stage>/<channel>.<audience>.<language>.md."
        way_out = "For example templates/resolved/email.customers.en.md."
        findings.error(Spot(file=name), "TEMPLATE_NAME", why, way_out=way_out)
        return None
    scenario, stage, channel, audience, language = found.groups()
    words = {"stage": stage, "channel": channel, "audience": audience, "language": language}
    text = directory.read(name)
    if not _known_words(name, words, known, findings=findings) or text is None:
        return None
    headed = channel in HAS_SUBJECT
    read = _parts(name, text, findings) if headed else _body_only(name, text, findings)
    slots = _slots(name, text, findings)
    _other_signs(name, text, findings)
    if read is None:
        return None
    template = Template(
        stage=Stage(stage),
        audience=audience,
        channel=Channel(channel),
        language=language,
        subject=read[0],
        body=read[1],
        source=name,
    )
    return TemplateFile(scenario=scenario, template=template, slots=slots)


def _known_words(
    name: str, words: dict[str, str], known: dict[str, frozenset[str]], *, findings: Findings
) -> bool:
    every = {"stage": frozenset(Stage), "channel": frozenset(Channel), **known}
    wrong = {what: word for what, word in words.items() if word not in every[what]}
    for what, word in wrong.items():
        why = f"There is no {what} “{word}”."
        way_out = did_you_mean(word, every[what])
        findings.error(Spot(file=name), f"UNKNOWN_{what.upper()}", why, way_out=way_out)
    return not wrong


def _too_large(name: str, text: str, findings: Findings) -> bool:
    if len(text.encode()) <= LONGEST:
        return False
    why = f"The template is longer than {LONGEST // 1000} kB."
    findings.error(Spot(file=name), "TOO_LARGE", why, way_out="Shorten it.")
    return True


def _body_only(name: str, text: str, findings: Findings) -> tuple[str, str] | None:
    if _too_large(name, text, findings):
        return None
    if _FRONT.match(text):
        why = "This channel shows no subject."
        way_out = "Take the lines of the subject out, and begin with the text."
        findings.error(Spot(file=name, line=1), "NO_SUBJECT_HERE", why, way_out=way_out)
        return None
    if not text.strip():
        findings.error(Spot(file=name), "EMPTY", "The file is empty.", way_out="Write the text.")
        return None
    return "", text.strip()


def _parts(name: str, text: str, findings: Findings) -> tuple[str, str] | None:
    if _too_large(name, text, findings):
        return None
    front = _FRONT.match(text)
    if front is None:
        why = "The template must begin with its subject." if text.strip() else "The file is empty."
        way_out = "Write three lines: ---, subject: …, ---."
        code = "NO_SUBJECT" if text.strip() else "EMPTY"
        findings.error(Spot(file=name), code, why, way_out=way_out)
        return None
    subject, body = _subject(name, front["fields"], findings), text[front.end() :].strip()
    if not body:
        spot = Spot(file=name, line=text[: front.end()].count("\n") + 1)
        findings.error(spot, "EMPTY_TEXT", "The template has no text.", way_out="Write it.")
    return (subject, body) if subject and body else None


def _subject(name: str, fields: str, findings: Findings) -> str:
    subject = ""
    for number, line in enumerate(fields.splitlines(), start=2):
        key, colon, value = line.partition(":")
        spot = Spot(file=name, line=number)
        if not line.strip():
            continue
        if not colon or key.strip() != "subject":
            way_out = did_you_mean(key.strip(), ["subject"])
            why = f"“{key.strip()}” is not known here."
            findings.error(spot, "UNKNOWN_FIELD", why, way_out=way_out)
        elif subject:
            findings.error(spot, "DUPLICATE_KEY", "“subject” is there twice.", way_out="Keep one.")
        else:
            subject = _unquoted(value.strip())
    if not subject:
        spot = Spot(file=name, line=2)
        findings.error(spot, "NO_SUBJECT", "The subject is missing.", way_out="Add “subject: …”.")
    return subject


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value


def _slots(name: str, text: str, findings: Findings) -> tuple[Slot, ...]:
    found: list[Slot] = []
    for sign in _JINJA.finditer(text):
        spot = _spot(name, text, sign.start())
        slot = SLOT.fullmatch(sign.group())
        if slot is None:
            why, way_out = _refused(sign.group())
            findings.error(spot, "TEMPLATE_SYNTAX", why, way_out=way_out)
            continue
        before, after = text[: sign.start()], text[sign.end() :]
        in_link = before.endswith("](") or (before.endswith("<") and after.startswith(">"))
        found.append(Slot(name=slot[1], spot=spot, in_link=in_link))
    return tuple(found)


_FORBIDDEN = {
    "{%": "Conditions and loops are not read.",
    "{#": "Comments are not read.",
    "|": "Filters are not read.",
    "(": "Calls are not read.",
    ".": "Only plain names are read, without dots.",
    "[": "Only plain names are read, without brackets.",
}


def _refused(sign: str) -> tuple[str, str]:
    if sign in {"{{", "{{{", "}}", "{%", "%}", "{#", "#}"}:
        return f"“{sign}” opens or closes nothing.", "Write a slot as {{ name }} on one line."
    why = next((why for mark, why in _FORBIDDEN.items() if mark in sign), "")
    name = re.sub(r"[^a-z0-9]+", "_", sign.strip("{}%#- \t").split("|")[0].lower()).strip("_")
    plain = f"Write {{{{ {name} }}}}." if name and "{{" in sign else "Take it out."
    return why or f"“{sign}” is not a slot.", plain


def _other_signs(name: str, text: str, findings: Findings) -> None:
    for tag in _HTML.finditer(text):
        why = f"HTML is not read: “{tag.group()[:40]}”."
        spot = _spot(name, text, tag.start())
        findings.error(spot, "HTML", why, way_out="Write Markdown.")
    for sign in _CONTROL.finditer(text):
        spot = _spot(name, text, sign.start())
        why = f"The text holds the invisible character U+{ord(sign.group()):04X}."
        findings.error(spot, "CONTROL_CHARACTER", why, way_out="Remove it.")


def _spot(name: str, text: str, at: int) -> Spot:
    line = text.count("\n", 0, at) + 1
    return Spot(file=name, line=line, column=at - text.rfind("\n", 0, at))
