"""The plan's flowchart as shapes with places: severity -> path -> outlets -> cadence -> report.

Pure: a plan and what to light in, boxes and lines out; the template draws them (P4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _

from noroshi.domain.channel import Channel
from noroshi.domain.language import pick
from noroshi.domain.plan import select
from noroshi.domain.plan.model import ActionPath, Plan, Scenario
from noroshi.web.moments import span
from noroshi.web.reader import language
from noroshi.web.words import channel_name

GAP, TOP, LINE, PAD = 40, 10, 22, 18
BOX, ROW = 56, 120


@dataclass(frozen=True, kw_only=True)
class Box:
    """A step: its lines of text, and whether the walked path goes through it."""

    kind: Literal["box", "question"]
    x: float  # centre
    y: float  # upper edge
    width: float
    height: float
    head: str
    lines: tuple[tuple[float, str], ...] = ()  # y, text
    lit: bool = False
    here: str = ""  # the incidents at this step

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width / 2

    @property
    def low(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def head_y(self) -> float:
        """The base line of the first line of text."""
        return self.y + (26 if self.lines else self.height / 2 + 5)

    @property
    def hexagon(self) -> str:
        """The outline of a question."""
        left, right, top, low = self.left, self.right, self.y, self.y + self.height
        middle = self.y + self.height / 2
        return (
            f"M{left} {middle}L{left + 18} {top}H{right - 18}L{right} {middle}"
            f"L{right - 18} {low}H{left + 18}Z"
        )


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A line between two steps, with a word on it."""

    d: str
    x: float
    y: float
    word: str = ""
    lit: bool = False


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A whole chart."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    told: str  # the walked path, for those who do not see it


def flow(plan: Plan, scenario: Scenario, *, level: int | None, here: dict[str, str]) -> Flow:
    """The chart of a scenario. ``level`` lights its path; ``here`` names incidents at a path."""
    paths = sorted(scenario.paths, key=lambda path: path.min_severity)
    lit = select.path(scenario, level).key if level else next(iter(here), "")
    texts = {path.key: _outlets(plan, path) for path in paths}
    width = max(250.0, *(_wide(line) + 2 * PAD for lines in texts.values() for line in lines))
    total = len(paths) * width + (len(paths) - 1) * GAP + 40
    middle = total / 2
    tallest = BOX + (max(len(lines) for lines in texts.values()) - 1) * LINE
    rows = _Rows(tallest=tallest)
    boxes = [
        _box(_("Incident declared"), x=middle, y=rows.start, width=250, lit=bool(lit)),
        _box(_("How bad is it?"), x=middle, y=rows.ask, width=250, lit=bool(lit), kind="question"),
        _box(
            _("Resolved"),
            x=middle,
            y=rows.end,
            width=250,
            lines=(_("Final report within %(span)s") % {"span": span(plan.report_within)},),
        ),
    ]
    edges = [_line(middle, rows.start + BOX, rows.ask, lit=bool(lit))]
    for number, path in enumerate(paths):
        x = 20 + width / 2 + number * (width + GAP)
        is_lit = path.key == lit
        boxes += _column(plan, path, texts[path.key], x=x, rows=rows, width=width, lit=is_lit,
                         here=here.get(path.key, ""))  # fmt: skip
        edges += _joints(x, middle, rows, word=_classes(plan, paths, number), lit=is_lit)
    return Flow(
        width=total,
        height=rows.end + BOX + TOP,
        boxes=tuple(boxes),
        edges=tuple(sorted(edges, key=lambda edge: edge.lit)),
        told=_told(scenario, lit, texts),
    )


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Where each row begins."""

    tallest: float
    start: float = TOP
    ask: float = TOP + ROW - 20

    @property
    def path(self) -> float:
        return self.ask + BOX + 76

    @property
    def cadence(self) -> float:
        return self.path + self.tallest + 44

    @property
    def end(self) -> float:
        return self.cadence + BOX + 64


def _box(
    head: str,
    *,
    x: float,
    y: float,
    width: float,
    lines: tuple[str, ...] = (),
    lit: bool = False,
    kind: Literal["box", "question"] = "box",
    here: str = "",
) -> Box:
    height = BOX if len(lines) < 2 else BOX + (len(lines) - 1) * LINE
    placed = tuple((y + 45 + number * LINE, line) for number, line in enumerate(lines))
    return Box(
        kind=kind,
        x=x,
        y=y,
        width=width,
        height=height,
        head=head,
        lines=placed,
        lit=lit,
        here=here,
    )


def _column(
    plan: Plan,
    path: ActionPath,
    lines: tuple[str, ...],
    *,
    x: float,
    rows: _Rows,
    width: float,
    lit: bool,
    here: str,
) -> list[Box]:
    name = pick(path.name, language())
    rhythm, detail = _rhythm(plan, path)
    return [
        replace(
            _box(name, x=x, y=rows.path, width=width, lines=lines, lit=lit, here=here),
            height=rows.tallest,
        ),
        _box(rhythm, x=x, y=rows.cadence, width=width, lines=(detail,) if detail else ()),
    ]


def _joints(x: float, middle: float, rows: _Rows, *, word: str, lit: bool) -> list[Edge]:
    turn = rows.ask + BOX + 28
    low = rows.path + rows.tallest
    end_turn = rows.cadence + BOX + 32
    return [
        Edge(
            d=f"M{middle} {rows.ask + BOX}V{turn}H{x}V{rows.path}",
            x=x,
            y=rows.path - 16,
            word=word,
            lit=lit,
        ),
        _line(x, low, rows.cadence),
        Edge(d=f"M{x} {rows.cadence + BOX}V{end_turn}H{middle}V{rows.end}", x=x, y=end_turn),
    ]


def _line(x: float, top: float, low: float, *, lit: bool = False) -> Edge:
    return Edge(d=f"M{x} {top}V{low}", x=x, y=(top + low) / 2, lit=lit)


def _classes(plan: Plan, paths: list[ActionPath], number: int) -> str:
    first = paths[number].min_severity
    last = max((known.level for known in plan.severities), default=first)
    if number + 1 < len(paths):
        last = paths[number + 1].min_severity - 1
    if first >= last:
        return _("Class %(n)s") % {"n": first}
    return _("Class %(first)s to %(last)s") % {"first": first, "last": last}


def _outlets(plan: Plan, path: ActionPath) -> tuple[str, ...]:
    lines: dict[str, list[str]] = {}
    for outlet in path.outlets:
        name = pick(select.audience(plan, outlet.audience).name, language())
        lines.setdefault(channel_name(outlet.channel), []).append(name)
    comma = "、" if language() == "ja" else ", "
    colon = "：" if language() == "ja" else ": "
    return tuple(f"{channel}{colon}{comma.join(names)}" for channel, names in lines.items())


def _rhythm(plan: Plan, path: ActionPath) -> tuple[str, str]:
    channels = {outlet.channel for outlet in path.outlets}
    every = select.cadence(plan, Channel.STATUS_PAGE).every
    most = select.cadence(plan, Channel.EMAIL).at_most_every
    promised = Channel.STATUS_PAGE in channels and every
    head = _("An update every %(span)s") % {"span": span(every)} if promised and every else ""
    mailed = Channel.EMAIL in channels and most
    tail = _("E-mail at most every %(span)s") % {"span": span(most)} if mailed and most else ""
    return (head or _("Updates as often as useful")), tail


def _told(scenario: Scenario, lit: str, texts: dict[str, tuple[str, ...]]) -> str:
    named = [path for path in scenario.paths if path.key == lit] or list(scenario.paths)
    return "; ".join(
        f"{pick(path.name, language())}: {', '.join(texts[path.key])}" for path in named
    )


def _wide(text: str) -> float:
    """About how many pixels a line needs at 12.5 px."""
    return sum(12.5 if ord(char) > 0x2E7F else 6.8 for char in text)
