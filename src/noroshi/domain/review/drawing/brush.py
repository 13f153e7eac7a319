"""The marks of the picture: the brush circle around a gap, the ring with a check, the cross."""

from __future__ import annotations

from noroshi.domain.review.drawing import svg

# One stroke of the brush around the unit circle, begun again past its own beginning.
_START = (-0.62, -0.86)
_CURVES = (
    ((-0.10, -1.18), (0.74, -1.12), (0.97, -0.22)),
    ((1.10, 0.72), (0.36, 1.06), (-0.20, 1.02)),
    ((-0.82, 0.98), (-1.12, 0.46), (-0.98, -0.14)),
    ((-0.90, -0.58), (-0.60, -0.82), (-0.34, -0.92)),
)


def enso(centre: tuple[float, float], radii: tuple[float, float]) -> str:
    """The path of a brush circle."""

    def at(point: tuple[float, float]) -> str:
        x, y = (c + r * p for c, r, p in zip(centre, radii, point, strict=True))
        return f"{x:.1f} {y:.1f}"

    return f"M{at(_START)}" + "".join(f"C{' '.join(map(at, curve))}" for curve in _CURVES)


def kept(x: float, y: float, said: str) -> str:
    """A ring with a check: the promise was kept."""
    ring = svg.element(
        "circle", cx=8, cy=8, r=6.75, fill="none", stroke="currentColor", stroke_width="1.5"
    )
    check = svg.element(
        "path",
        d="M5 8.3l2.1 2.1L11 6.3",
        fill="none",
        stroke="currentColor",
        stroke_width="1.5",
        stroke_linecap="round",
        stroke_linejoin="round",
    )
    return _mark("kept", (x, y), svg.title(said) + ring + check)


def missed(x: float, y: float, said: str) -> str:
    """A bare cross: the promise was missed."""
    cross = svg.element(
        "path",
        d="M3.5 3.5l9 9M12.5 3.5l-9 9",
        stroke="currentColor",
        stroke_width="2",
        stroke_linecap="round",
    )
    return _mark("missed", (x, y), svg.title(said) + cross)


def awaited(x: float, y: float, said: str) -> str:
    """An empty ring: the promise is still open."""
    ring = svg.element("circle", class_="branch-q", cx=8, cy=8, r=6.75, fill="none")
    return _mark("open", (x, y), svg.title(said) + ring)


def _mark(name: str, place: tuple[float, float], inside: str) -> str:
    x, y = place
    return svg.element("g", inside, class_=name, transform=f"translate({x - 8:.1f} {y - 8:.1f})")
