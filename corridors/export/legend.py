"""What the legend must explain: exactly the classes drawn in the frame, in the screen legend's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corridors import style
from corridors.export import fonts
from corridors.export.scene import Item, Shape, Text, circle, line, rectangle
from corridors.model import Area, Atlas, Place, Record, Segment

INK = "#2b3742"
SOFT = "#56636e"
SIZE = 7.2
LEAD = 9.0
SWATCH = 22.0
GAP = 5.0  # points between groups
ROOM = 132.0  # points for a column
GUTTER = 12.0


# Said in full: a sheet has no panel beside it that explains the words.
_BODIES = {
    "traced": style.BODIES["traced"]["label"],
    "schematic": f"{style.BODIES['schematic']['label']}: only its ends are known",
    "notional": f"{style.BODIES['notional']['label']}: an idea, no course is claimed",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what class it explains (`kind` and `key`) and in which words."""

    kind: str
    key: str
    label: str


def entries(
    drawn: Sequence[Record], boundaries: frozenset[str], atlas: Atlas, *, faded: bool = False
) -> list[tuple[str, list[Entry]]]:
    """Titled groups of entries for the records and the kinds of boundary ("settled", "disputed") in the frame.

    `faded`: something is selected, and everything else is drawn paler.
    """
    lines = [record for record in drawn if isinstance(record, Segment)]
    places = [record for record in drawn if isinstance(record, Place)]
    areas = [record for record in drawn if isinstance(record, Area)]
    families = {record.family for record in drawn}
    claims = {record.claim for record in lines}
    bodies = {record.drawn for record in lines}
    kinds = {record.kind for record in places}
    pattern = [Entry("claim", key, claim["label"]) for key, claim in style.CLAIMS.items() if key in claims]
    if any(record.contested for record in lines):
        pattern.append(Entry("mark", "contested", "contested: doubted or rejected"))
    if faded:
        pattern.append(Entry("mark", "faded", "paler: not selected"))
    elif any(record.context for record in lines):
        pattern.append(Entry("mark", "context", "paler: context, no link proposed"))
    symbols = [Entry("place", key, label) for key, label in style.PLACES.items() if key in kinds]
    if any(record.breaks_of_gauge for record in lines):
        symbols.append(Entry("mark", "gauge", "break of gauge (curator)"))
    tints = [
        Entry("area", edge, label)
        for edge, label in (("sharp", "country or region meant"), ("soft", "region without a stated edge"))
        if any(record.edge == edge for record in areas)
    ]
    tints += [
        Entry("boundary", key, label)
        for key, label in (("settled", "boundary between states"), ("disputed", "disputed boundary"))
        if key in boundaries
    ]
    groups = [
        ("Family", [Entry("family", key, item.name) for key, item in atlas.family.items() if key in families]),
        ("Line pattern: what the articles say", pattern),
        ("Line body: how we drew it", [Entry("body", key, label) for key, label in _BODIES.items() if key in bodies]),
        ("Places", symbols),
        ("Areas and boundaries", tints),
    ]
    return [(title, rows) for title, rows in groups if rows]


def draw(
    groups: list[tuple[str, list[Entry]]], atlas: Atlas, *, left: float, top: float, pixel: float, columns: int = 1
) -> tuple[list[Item], float]:
    """The legend's items in columns of `ROOM` points, `GUTTER` apart, and the height that they take."""
    # A title stays with its first entry; otherwise a column may end anywhere.
    blocks = [
        (index == 0, *_block(title if index == 0 else "", entry, atlas, pixel))
        for title, rows in groups
        for index, entry in enumerate(rows)
    ]
    gaps = GAP * (len(groups) - columns)
    share = (sum(high for _, _, high in blocks) + gaps) / columns
    items: list[Item] = []
    x, y, tallest = left, top, 0.0
    for first, block, high in blocks:
        if y > top and y + high / 2 > top + share and x < left + (columns - 1) * (ROOM + GUTTER):
            x, y = x + ROOM + GUTTER, top
        y += GAP if first and y > top else 0
        items.extend(moved(item, x, y) for item in block)
        y += high
        tallest = max(tallest, y - top)
    return items, tallest + 3


def _block(title: str, entry: Entry, atlas: Atlas, pixel: float) -> tuple[list[Item], float]:
    """An entry from the origin, below its group's title if that is given, and its height."""
    items: list[Item] = []
    y = 0.0
    for start, end in fonts.wrap(title, "sans-bold", SIZE, ROOM):
        y += LEAD
        items.append(Text(0, y, title[start:end], "sans-bold", SIZE, SOFT, role="legend-title"))
    y += 1.2 if title else 0
    items.extend(_swatch(entry, atlas, 0, y + 6.6, pixel))
    for start, end in fonts.wrap(entry.label, "sans", SIZE, ROOM - SWATCH - 5):
        y += LEAD
        items.append(Text(SWATCH + 5, y, entry.label[start:end], "sans", SIZE, role="legend"))
    return items, y + 0.9


def moved(item: Item, dx: float, dy: float) -> Item:
    """A shape or a text, somewhere else."""
    if isinstance(item, Shape):
        return replace(item, rings=tuple(tuple((x + dx, y + dy) for x, y in ring) for ring in item.rings))
    if isinstance(item, Text):
        return replace(item, x=item.x + dx, y=item.y + dy)
    raise TypeError(item)


def _swatch(entry: Entry, atlas: Atlas, left: float, y: float, pixel: float) -> list[Item]:
    a, b, middle = left, left + SWATCH, left + SWATCH / 2
    match entry.kind:
        case "family":
            return [rectangle((middle - 4, y - 4, middle + 4, y + 4), fill=atlas.family[entry.key].colour)]
        case "claim":
            dash = dashes(entry.key, pixel)
            return [line((a, y), (b, y), stroke=INK, width=2.6 * pixel, dash=dash, round=entry.key == "speculative")]
        case "body":
            return _body(entry.key, a, b, y, pixel)
        case "place":
            return [place(entry.key, middle, y, INK, pixel)]
        case "area":
            tint = [rectangle((a + 3, y - 4, b - 3, y + 4), fill=INK, opacity=0.14)]
            if entry.key == "soft":
                return [*tint, rectangle((a, y - 5.2, b, y + 5.2), fill=INK, opacity=0.06)]
            return list(tint)
        case "boundary":
            return [border((((a, y), (b, y)),), pixel, disputed=entry.key == "disputed")]
        case _ if entry.key in ("context", "faded"):
            return [line((a, y), (b, y), stroke=INK, width=2.6 * pixel, opacity=0.5)]
        case _ if entry.key == "contested":
            return [Text(middle - 1.8, y + 2.2, "†", "sans-bold", 8, role="legend-mark")]
        case _:
            return gauge(middle, y, pixel)


def _body(key: str, a: float, b: float, y: float, pixel: float) -> list[Item]:
    body = style.BODIES[key]
    out: list[Item] = []
    if key == "notional":
        for share, opacity in bands(key):
            out.append(line((a, y), (b, y), stroke=INK, width=15 * share * pixel, opacity=min(1, opacity * 1.6)))
    elif key == "schematic":
        out.append(line((a, y), (b, y), stroke=INK, width=body["band"] * pixel, opacity=body["opacity"]))
    return [*out, line((a, y), (b, y), stroke=INK, width=body["line"] * pixel)]


def bands(key: str) -> tuple[tuple[float, float], ...]:
    """A notional band's layers as the screen draws them: (share of the band's width, opacity)."""
    opacity = style.BODIES[key]["opacity"]
    return (1.0, opacity * 0.55), (0.62, opacity * 0.65)


def dashes(claim: str, pixel: float) -> tuple[float, ...]:
    """A claim's pattern in points."""
    return tuple(float(length) * pixel for length in style.CLAIMS[claim]["dash"].split())


def border(rings: tuple[tuple[tuple[float, float], ...], ...], pixel: float, *, disputed: bool) -> Shape:
    """A boundary line: thin and solid where it is settled, dotted where it is not."""
    if disputed:
        return Shape(rings, closed=False, stroke="#77746b", width=1.3 * pixel, dash=(0.01, 3.4 * pixel), round=True)
    return Shape(rings, closed=False, stroke="#a9a69c", width=0.9 * pixel, round=True)


def gauge(x: float, y: float, pixel: float) -> list[Item]:
    """The mark of a break of gauge."""
    reach = 4 * pixel
    bars = [
        line((x + s, y - reach), (x + s, y + reach), stroke="#1d2730", width=1.4 * pixel)
        for s in (-reach / 2, reach / 2)
    ]
    return [circle(x, y, 5 * pixel, fill="#ffffff", stroke="#1d2730", width=1.4 * pixel), *bars]


_RINGS: dict[str, tuple[tuple[float, float], ...]] = {
    "port": ((-6, -5), (6, -5), (6, 1), (5.5, 3.3), (4.2, 5.2), (2.3, 6.5), (0, 7), (-2.3, 6.5), (-4.2, 5.2),
             (-5.5, 3.3), (-6, 1)),
    "station": ((-5, -5), (5, -5), (5, 5), (-5, 5)),
    "plant": ((0, -6.5), (6.5, 5.5), (-6.5, 5.5)),
    "crossing": ((0, -7), (7, 0), (0, 7), (-7, 0)),
    "institution": ((-2.4, -6.5), (2.4, -6.5), (2.4, -2.4), (6.5, -2.4), (6.5, 2.4), (2.4, 2.4), (2.4, 6.5),
                    (-2.4, 6.5), (-2.4, 2.4), (-6.5, 2.4), (-6.5, -2.4), (-2.4, -2.4)),
}  # fmt: skip


def place(kind: str, x: float, y: float, colour: str, pixel: float) -> Shape:
    """A place's symbol, in the screen's shapes."""
    if kind not in _RINGS:
        return circle(x, y, 5 * pixel, fill=colour, stroke="#ffffff", width=1.6 * pixel)
    ring = tuple((x + dx * pixel, y + dy * pixel) for dx, dy in _RINGS[kind])
    return Shape((ring,), fill=colour, stroke="#ffffff", width=1.6 * pixel)
