"""Reads a page as a person with a text browser would, and as an inspector of its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = {"style", "script", "svg", "title", "head"}
_INLINE = {"time", "span"}
_VOID = {"meta", "link", "input", "br", "hr", "img", "source"}


@dataclass
class Reading(HTMLParser):
    """What a page says (``text``), what it is made of (``tags``) and where it points."""

    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    begins: bool = True

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.begins = self.begins or tag not in _INLINE
        self.attributes += [(name, value or "") for name, value in attrs]
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        if tag not in _VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.begins = self.begins or tag not in _INLINE
        assert self.open_tags, f"</{tag}> closes nothing"
        opened = self.open_tags.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        if _SILENT & set(self.open_tags) or (self.begins and not data.strip()):
            return
        if self.begins:
            self.spoken.append(data)
        else:
            self.spoken[-1] += data
        self.begins = False

    @property
    def text(self) -> str:
        return "\n".join(" ".join(said.split()) for said in self.spoken)


def read(page: bytes) -> Reading:
    """The parsed page; an element left open or closed twice is an error."""
    reading = Reading()
    reading.feed(page.decode())
    reading.close()
    assert reading.open_tags == [], f"left open: {reading.open_tags}"
    return reading
