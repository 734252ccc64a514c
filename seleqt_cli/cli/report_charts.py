"""Charts of a report as inline SVG: drawn here, no script, colours from the page's own variables.

Each has a title that says its figures to whoever cannot see it. Sizes are of a grid that the page stretches to its width.
"""

from collections.abc import Sequence
from html import escape
from typing import Final

WIDE: Final = 640
_HIGH: Final = 190
_LOW: Final = 74
_LEFT: Final = 54
_BOTTOM: Final = 26


def funnel(rows: Sequence[tuple[str, int, str]]) -> str:
    """Bars below one another: (name, count, what stands behind the count)."""
    most = max((count for _, count, _ in rows), default=0) or 1
    bars = []
    for name, count, share in rows:
        size = max(100 * count / most, 0.6 if count else 0)
        told = f"<small>{escape(share)}</small>" if share else ""
        bars.append(
            f'<li><span class="name">{escape(name)}</span>'
            f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10" rx="1"/>'
            f'<rect class="bar" width="{size:.2f}" height="10" rx="1"/></svg>'
            f'<span class="count">{count:,}</span>{told}</li>'
        )
    return f'<ol class="funnel">{"".join(bars)}</ol>'


def days(labels: Sequence[str], sent: Sequence[int], lines: Sequence[tuple[str, str, Sequence[int]]], *, together: int) -> str:
    """Columns of what was sent, and under them a small row of columns for each (class, name, counts) of what came of it."""
    if not labels:
        return ""
    shown = [("sent", "sent", sent), *((kind, name, counts) for kind, name, counts in lines if any(counts))]
    return "".join(
        _columns(kind, name, labels, counts, _LOW if number else _HIGH, together, dated=number in (0, len(shown) - 1))
        for number, (kind, name, counts) in enumerate(shown)
    )


def _columns(kind: str, name: str, labels: Sequence[str], counts: Sequence[int], room: int, together: int, *, dated: bool) -> str:
    top = _round_up(max(counts, default=0))
    room -= _BOTTOM
    base = room + 14
    high = base + (_BOTTOM if dated else 6)
    step = (WIDE - _LEFT - 4) / len(counts) if len(counts) > 1 else 50  # a day alone stands above its date
    bars = []
    for number, count in enumerate(counts):
        size = room * count / top
        if count:
            when = labels[number] if together == 1 else f"{together} days from {labels[number]}"
            told = f"{when}: {count} {name}"
            left, thick = _LEFT + number * step + step * 0.12, min(step * 0.76, 40)
            bars.append(
                f'<rect class="{kind}" x="{left:.1f}" y="{base - size:.1f}" width="{thick:.1f}" height="{max(size, 1):.1f}" rx="1">'
                f"<title>{escape(told)}</title></rect>"
            )
    grid = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{WIDE}" y1="{base - room * part:.1f}" y2="{base - room * part:.1f}"/>'
        f'<text class="tick" x="{_LEFT - 6}" y="{base - room * part + 4:.1f}" text-anchor="end">{_short(top * part)}</text>'
        for part in ((0, 1) if room < 100 or top == 1 else (0, 0.5, 1))
    )
    ends = f'<text class="tick" x="{_LEFT}" y="{high - 6}">{labels[0]}</text>' if dated else ""
    if dated and len(labels) > 1:
        ends += f'<text class="tick" x="{WIDE - 2}" y="{high - 6}" text-anchor="end">{labels[-1]}</text>'
    title = f"{name} by day: {sum(counts)} from {labels[0]} to {labels[-1]}, at most {max(counts)}"
    return (
        f'<figure><figcaption>{escape(name)}</figcaption><svg viewBox="0 0 {WIDE} {high}" role="img">'
        f"<title>{escape(title)}</title>{grid}{''.join(bars)}{ends}</svg></figure>"
    )


def interval(low: float, share: float, high: float, top: float) -> str:
    """A share with what it may really be, on a scale from 0 to `top`."""
    at, start, end = (100 * value / top for value in (share, low, high))
    return (
        '<svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" role="img">'
        f"<title>{100 * share:.1f}%, between {100 * low:.1f}% and {100 * high:.1f}%</title>"
        f'<rect class="track" y="5" width="100" height="2"/><rect class="range" x="{start:.2f}" y="3" '
        f'width="{max(end - start, 0.8):.2f}" height="6" rx="1"/>'
        f'<rect class="bar" x="{max(at - 0.7, 0):.2f}" width="1.4" height="12"/></svg>'
    )


def meter(used: int, of: int) -> str:
    """How much of a limit is used."""
    share = min(100 * used / of, 100) if of else 100
    return (
        f'<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" role="img"><title>{used} of {of}</title>'
        f'<rect class="track" width="100" height="10" rx="1"/><rect class="{"full" if share >= 100 else "bar"}" width="{share:.2f}" '
        'height="10" rx="1"/></svg>'
    )


def _short(count: float) -> str:
    """A number of the scale, short enough for a phone: `600`, `3k`, `1.5M`."""
    for size, sign in ((1_000_000, "M"), (1000, "k")):
        if count >= size:
            return f"{count / size:g}{sign}"
    return f"{count:g}"


def _round_up(count: int) -> int:
    """The end of a scale: 1, 2, 4 or 6 with noughts, so that its half is a whole number from 2 on."""
    size = 1
    while True:
        for first in (1, 2, 4, 6, 8):
            if first * size >= count and (first > 1 or size in (1,) or size >= 10):
                return first * size
        size *= 10
