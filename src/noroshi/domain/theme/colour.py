"""Colours as ``#rrggbb``: contrast as WCAG 2.2 counts it, mixing and mending as the eye sees it.

Mixing and mending happen in OKLab (Björn Ottosson, 2020), where equal steps look equal, so that a
colour made lighter keeps its hue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS: Final = 200

Triple = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """How light a colour looks, 0 to 1."""
    return _oklab(colour)[0]


def mix(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` in it."""
    a, b = _oklab(one), _oklab(other)
    return _hex(tuple(x + (y - x) * share for x, y in zip(a, b, strict=True)))


def with_lightness(colour: str, light: float) -> str:
    """``colour`` made as light as ``light`` (0 to 1), in its own hue."""
    _, a, b = _oklab(colour)
    return _hex((light, a, b))


def nearest(colour: str, against: Iterable[str], *, ratio: float) -> str:
    """The colour nearest to ``colour`` that has ``ratio`` against every one of ``against``.

    Only its lightness moves. Where nothing passes, the better one of black and white.
    """
    grounds = tuple(against)
    start, a, b = _oklab(colour)
    for step in range(_STEPS + 1):
        for way in (-1, 1):
            light = start + way * step / _STEPS
            if 0 <= light <= 1 and _passes(_hex((light, a, b)), grounds, ratio):
                return _hex((light, a, b)) if step else colour
    return max("#000000", "#ffffff", key=lambda c: min(contrast(c, g) for g in grounds))


def _passes(colour: str, grounds: tuple[str, ...], ratio: float) -> bool:
    return all(contrast(colour, ground) >= ratio for ground in grounds)


def _linear(colour: str) -> Triple:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklab(colour: str) -> Triple:
    r, g, b = _linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    mid = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short,
    )


def _hex(oklab: tuple[float, ...]) -> str:
    light, a, b = oklab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    mid = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * mid + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(part):02x}" for part in linear)


def _byte(linear: float) -> int:
    part = min(1.0, max(0.0, linear))
    gamma = part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(gamma * 255)
