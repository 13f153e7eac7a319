"""Templates to bytes: one HTML file, its style inline, and a content policy that fits it exactly."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from noroshi.pages.address import origin
from noroshi.pages.places import Place, main_tree
from noroshi.pages.promise import promise_of
from noroshi.pages.reader import Reader
from noroshi.pages.shapes import SHAPES
from noroshi.pages.state import PageState
from noroshi.pages.uptime import first_day, last_day, stroke_path, uptime_of
from noroshi.pages.words import words_for

_LOADER = PackageLoader("noroshi.pages")


def _environment() -> Environment:
    return Environment(
        loader=_LOADER,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style(environment: Environment) -> str:
    source, _, _ = _LOADER.get_source(environment, "page.css")
    bare = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    tight = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", bare))
    return re.sub(r": +", ":", tight).replace(";}", "}").strip()


_ENVIRONMENT = _environment()
_CSS = _style(_ENVIRONMENT)
_CSS_HASH = base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Renderer:
    """Renders the files of one state for one reader."""

    state: PageState
    reader: Reader

    def page(self, template: str, place: Place, **values: object) -> bytes:
        """An HTML file at ``place``; ``values`` are what its template shows."""
        return self._render(
            template,
            place=place,
            css=Markup(_CSS),  # noqa: S704 - our own file
            policy=content_policy(self.state),
            canonical=main_tree(self.state.site, place.language) + place.path,
            alternates=[
                (code, words_for(code).own_name, place.root + main_tree(self.state.site, code))
                for code in self.state.site.languages
            ],
            **values,
        )

    def feed(self, template: str, **values: object) -> bytes:
        """An XML file."""
        return self._render(template, **values)

    def _render(self, template: str, **values: object) -> bytes:
        text = _ENVIRONMENT.get_template(template).render(
            r=self.reader,
            w=self.reader.words,
            t=self.reader.times,
            site=self.state.site,
            state=self.state,
            shapes=SHAPES,
            promise_of=promise_of,
            uptime_of=uptime_of,
            stroke_path=stroke_path,
            first_day=first_day,
            last_day=last_day,
            **values,
        )
        return (text.strip() + "\n").encode()


def content_policy(state: PageState) -> str:
    """The page's own content policy: nothing from anywhere but its style and its data images."""
    product = state.site.product_url
    target = origin(product) if product else "'none'"
    return (
        f"default-src 'none'; style-src 'sha256-{_CSS_HASH}'; img-src data:; "
        f"form-action {target}; base-uri 'none'"
    )
