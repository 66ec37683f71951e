"""Lines beside each other as SVG, readable on light and on dark ground."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import log10
from typing import NamedTuple

WIDTH, HEIGHT = 190, 180
"""Of the ground of one panel, in pixels."""
LEFT, TOP, BETWEEN, BELOW = 56, 64, 34, 52
TOP_PERCENT = 120
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600; font-size: 14px }
.panel { font-weight: 600 }
.grid { stroke: #ccc }
.line { fill: none; stroke-width: 2 }
.a { stroke: #1f5fa8 } .b { stroke: #b5541c; stroke-dasharray: 6 3 }
circle.a { fill: #1f5fa8 } circle.b { fill: #b5541c; stroke-dasharray: none }
"""


class Line(NamedTuple):
    name: str
    points: Mapping[int, float]
    """Percent at a number, which stands on a logarithmic axis."""


def picture(title: str, axis: str, panels: Mapping[str, Sequence[Line]]) -> str:
    """A panel for each name, all with the same axes."""
    whole = LEFT + len(panels) * (WIDTH + BETWEEN)
    high = TOP + HEIGHT + BELOW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {high}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{whole}" height="{high}" fill="#fff" rx="6"/>',
        _text(LEFT, 22, title, "start", "title"),
    ]
    lines = next(iter(panels.values()))
    for number, line in enumerate(lines):
        x, kind = LEFT + 170 * number, "ab"[number]
        parts.append(f'<path class="line {kind}" d="M{x} 40h24"/>' + _text(x + 30, 44, line.name, "start"))
    for number, (name, of) in enumerate(panels.items()):
        parts += _panel(name, of, LEFT + number * (WIDTH + BETWEEN), numbered=number == 0)
    parts.append(_text(LEFT + (whole - LEFT - BETWEEN) / 2, high - 12, axis))
    return "\n".join([*parts, "</svg>", ""])


def _panel(name: str, lines: Sequence[Line], left: float, *, numbered: bool) -> Iterator[str]:
    """`numbered`: with the numbers of the upright axis."""
    numbers = sorted({number for line in lines for number in line.points})
    low, high = log10(numbers[0]), log10(numbers[-1])

    def at(number: int, percent: float) -> tuple[str, str]:
        x = left + WIDTH * (0.1 + 0.8 * (log10(number) - low) / ((high - low) or 1))
        return f"{x:.1f}", f"{_height(percent):.1f}"

    yield _text(left + WIDTH / 2, TOP - 4, name, css="panel")
    for percent in range(0, TOP_PERCENT, 25):
        yield f'<path class="grid" d="M{left} {_height(percent):.1f}h{WIDTH}"/>'
        if numbered:
            yield _text(left - 6, _height(percent) + 4, f"{percent} %", "end")
    for number in numbers:
        yield _text(float(at(number, 0)[0]), TOP + HEIGHT + 16, f"{number:,}")
    for line, kind in zip(lines, "ab", strict=False):
        points = [at(number, percent) for number, percent in sorted(line.points.items())]
        yield f'<polyline class="line {kind}" points="{" ".join(map(",".join, points))}"/>'
        yield from (f'<circle class="{kind}" cx="{x}" cy="{y}" r="3"/>' for x, y in points)


def _height(percent: float) -> float:
    return TOP + HEIGHT * (1 - percent / TOP_PERCENT)


def _text(x: float, y: float, said: str, anchor: str = "middle", css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(said)}</text>'
