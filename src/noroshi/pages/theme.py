"""A theme as the first lines of a page's style: every colour, the fonts, the corners."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from noroshi.domain.theme.model import Corners, Face, Theme
from noroshi.domain.theme.palette import palette

_JAPANESE: Final = '"Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo'
_FACES: Final = {
    Face.SANS: (
        'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif',
        f"{_JAPANESE},system-ui,sans-serif",
    ),
    Face.SERIF: (
        '"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4","Noto Serif",Georgia,serif',
        '"Hiragino Mincho ProN","Noto Serif JP","Noto Serif CJK JP","Yu Mincho",serif',
    ),
    Face.ROUNDED: (
        'ui-rounded,"SF Pro Rounded",Nunito,"Varela Round",Quicksand,system-ui,sans-serif',
        f'"Hiragino Maru Gothic ProN","Zen Maru Gothic","Kosugi Maru",{_JAPANESE},sans-serif',
    ),
}
_CORNERS: Final = {Corners.SQUARE: "0", Corners.SOFT: "4px", Corners.ROUND: "22px"}
_BAND: Final = "4px"
_LATE: Final = frozenset({"paper-raised", "paper-sunk", "on-accent", "bar-ok"})
_DARK: Final = "@media screen and (prefers-color-scheme:dark)"


@lru_cache(maxsize=64)
def theme_style(theme: Theme) -> str:
    """The style of a theme without gaps; everything else on a page refers to its names."""
    latin, japanese = _FACES[theme.face or Face.SANS]
    band = "0" if theme.accent == theme.ink else _BAND
    return (
        f":root{{color-scheme:light dark;{_names(theme, dark=False)};--font:{latin};--band:{band}}}"
        f":root:lang(ja){{--font:{japanese}}}"
        f"{_DARK}{{:root{{{_names(theme, dark=True)}}}}}"
    )


@lru_cache(maxsize=64)
def late_style(theme: Theme) -> str:
    """The names that nothing on the first screen refers to."""
    light = _names(theme, dark=False, late=True)
    dark = _names(theme, dark=True, late=True)
    corners = _CORNERS[theme.corners or Corners.SOFT]
    return f":root{{{light};--round:{corners}}}{_DARK}{{:root{{{dark}}}}}"


def _names(theme: Theme, *, dark: bool, late: bool = False) -> str:
    colours = palette(theme, dark=dark)
    return ";".join(f"--{name}:{colours[name]}" for name in colours if (name in _LATE) is late)
