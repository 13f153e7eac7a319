"""Templates to bytes: one HTML file, all of it inline, and a content policy that fits it exactly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from noroshi.pages.address import origin
from noroshi.pages.commitments import is_overdue
from noroshi.pages.inline import BELOW, TOP, Inline
from noroshi.pages.places import Place, main_tree
from noroshi.pages.promise import promise_of
from noroshi.pages.reader import Reader
from noroshi.pages.services import places_hit
from noroshi.pages.shapes import SHAPES
from noroshi.pages.state import ComponentView, PageState
from noroshi.pages.uptime import Uptime, first_day, last_day, stroke_path, uptime_of
from noroshi.pages.words import words_for
from noroshi.pages.works import is_over

_LOADER = PackageLoader("noroshi.pages")


def _environment() -> Environment:
    return Environment(
        loader=_LOADER,
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_ENVIRONMENT = _environment()
_INLINE = Inline(_LOADER, _ENVIRONMENT)


@cache
def symbol(name: str) -> Markup:
    """The drawing of one symbol of the sprite, for files that stand alone (box of 16 by 16)."""
    source, _, _ = _LOADER.get_source(_ENVIRONMENT, "sprite.svg")
    found = re.search(rf'<symbol id="{name}"[^>]*>(.*?)</symbol>', source, flags=re.DOTALL)
    if found is None:
        raise LookupError(name)
    return Markup(found.group(1))  # noqa: S704 - our own file


@dataclass(frozen=True, kw_only=True, slots=True)
class Renderer:
    """Renders the files of one state for one reader.

    ``uptimes`` are those of the state's services that were reckoned already, by key; renderers of
    one state may share them.
    """

    state: PageState
    reader: Reader
    uptimes: dict[str, Uptime] = field(default_factory=dict, compare=False, repr=False)

    def uptime(self, component: ComponentView) -> Uptime:
        """The bars and figures of a service."""
        known = self.uptimes.get(component.key)
        if known is None:
            zone = ZoneInfo(self.state.site.time_zone)
            known = self.uptimes[component.key] = uptime_of(
                component, last_day(self.state), born=component.since.astimezone(zone).date()
            )
        return known

    def page(self, template: str, place: Place, **values: object) -> bytes:
        """An HTML file at ``place``; ``values`` are what its template shows."""
        whole = self._render(
            template,
            place=place,
            css=Markup(_INLINE.style(self.state.site.theme)),  # noqa: S704 - our own
            script=Markup(_INLINE.script),  # noqa: S704 - our own file
            top=Markup(TOP),  # noqa: S704 - our own
            below=Markup(BELOW),  # noqa: S704 - our own
            policy=content_policy(self.state),
            canonical=self._address(place.language, place),
            translations=[(code, self._address(code, place)) for code in self.state.site.languages],
            alternates=[
                (code, words_for(code).own_name, place.root + main_tree(self.state.site, code))
                for code in self.state.site.languages
            ],
            **values,
        )
        return (_INLINE.assembled(whole, self.state.site.theme).strip() + "\n").encode()

    def _address(self, language: str, place: Place) -> str:
        """Where search engines find the page in a language: whole, and each page once."""
        site = self.state.site
        path = f"{main_tree(site, language)}{place.path}"
        is_folder = path == "index.html" or path.endswith("/index.html")
        return f"{site.base_url}/{path.removesuffix('index.html') if is_folder else path}"

    def feed(self, template: str, **values: object) -> bytes:
        """An XML file."""
        return (self._render(template, **values).strip() + "\n").encode()

    def _render(self, template: str, **values: object) -> str:
        return _ENVIRONMENT.get_template(template).render(
            r=self.reader,
            w=self.reader.words,
            t=self.reader.times,
            site=self.state.site,
            state=self.state,
            shapes=SHAPES,
            promise_of=promise_of,
            uptime_of=self.uptime,
            is_overdue=is_overdue,
            is_over=is_over,
            places_hit=places_hit,
            stroke_path=stroke_path,
            first_day=first_day,
            last_day=last_day,
            **values,
        )


def content_policy(state: PageState) -> Markup:
    """The page's own content policy: nothing from anywhere but what stands inside it.

    It holds no double quote (``web_address`` lets none pass), so it stands in an attribute as it
    is: its many single quotes, written as entities, would not fit the first screen's budget.
    """
    product = state.site.product_url
    target = origin(product) if product else "'none'"
    return Markup(  # noqa: S704
        f"default-src 'none'; {_INLINE.sources(state.site.theme)}; img-src data:; "
        f"form-action {target}; base-uri 'none'"
    )
