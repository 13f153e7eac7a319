"""What stands inside a page and would elsewhere be files of its own: style, script, symbols.

A page travels in pieces, and the first 14 kB arrive in one round trip. So the head carries only the
style of the first screen and the symbols it uses; all the rest is put where that screen ends, before
anything that needs it. There the style stands inside an SVG, where a body may have one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from jinja2 import BaseLoader, Environment

from noroshi.domain.theme.model import Theme
from noroshi.pages.theme import late_style, theme_style

TOP: Final = "<!--top-->"
"""In a template: here stand the symbols of the first screen."""
BELOW: Final = "<!--below-->"
"""In a template: here the first screen ends. Only the first one in a page counts."""

_USED = re.compile(r'href="#([a-z]-?[a-z-]+)"')


class Inline:
    """The inlined parts, read once from the templates."""

    def __init__(self, loader: BaseLoader, environment: Environment) -> None:
        def read(name: str) -> str:
            return loader.get_source(environment, name)[0]

        self._first = _tight(read("page.css"))
        self._rest = _tight(read("below.css"))
        self.script: Final = _short(read("page.js"))
        self._symbols = _symbols(read("sprite.svg"))

    def style(self, theme: Theme) -> str:
        """What goes into the head."""
        return theme_style(theme) + self._first

    def rest(self, theme: Theme) -> str:
        """What comes where the first screen ends."""
        return late_style(theme) + self._rest

    def sources(self, theme: Theme) -> str:
        """The sources of styles and scripts in the page's content policy: these and no others."""
        styles = f"{source_of(self.style(theme))} {source_of(self.rest(theme))}"
        return f"style-src {styles}; script-src {source_of(self.script)}"

    def assembled(self, page: str, theme: Theme) -> str:
        """``page`` with its markers replaced by what the parts beside them use."""
        first, mark, rest = page.partition(BELOW)
        rest = rest.replace(BELOW, "")
        early = set(_USED.findall(first))
        late = set(_USED.findall(rest)) - early
        first = first.replace(TOP, _sprite("", self._defined(early)), 1)
        if mark:
            style = f"<style>{self.rest(theme)}</style>"
            first += _sprite(style, self._defined(late))
        return first + rest

    def _defined(self, names: set[str]) -> str:
        return "".join(text for name, text in self._symbols.items() if name in names)


def _sprite(style: str, symbols: str) -> str:
    if not style and not symbols:
        return ""
    defined = f"<defs>{symbols}</defs>" if symbols else ""
    return f'<svg class="sprite" aria-hidden="true">{style}{defined}</svg>'


@lru_cache(maxsize=256)
def source_of(text: str) -> str:
    """An inline style or script as a source in a content policy (CSP 3, hash sources)."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _tight(css: str) -> str:
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    tight = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", bare))
    return re.sub(r": +", ":", tight).replace(";}", "}").strip()


def _short(script: str) -> str:
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _symbols(sprite: str) -> Mapping[str, str]:
    found = re.findall(r'<symbol id="([^"]+)".*?</symbol>', sprite, flags=re.DOTALL)
    texts = re.findall(r"<symbol .*?</symbol>", sprite, flags=re.DOTALL)
    return dict(zip(found, texts, strict=True))
