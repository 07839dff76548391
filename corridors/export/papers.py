"""The papers of a sheet: their measures, and what stands on every page around the map and the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from corridors.export import content, flow, fonts
from corridors.export.parts import Part
from corridors.export.scene import Box, Item, Link, Page, Text, line, rectangle
from corridors.model import Atlas

GUTTER: Final = 18.0  # between columns


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper's measures in points, and its picture's in pixels. `beside`: evidence beside the map, else below it.

    Evidence stands in columns, `columns` of them on a page without a map, all of them `column` points wide.
    """

    width: float
    height: float
    margin: float
    pixels: tuple[int, int]
    dpi: int
    beside: bool
    columns: int

    @property
    def column(self) -> float:
        """Width of a column of evidence."""
        return (self.width - 2 * self.margin - (self.columns - 1) * GUTTER) / self.columns


PAPERS: Final[dict[str, Layout]] = {
    "16:9": Layout(960, 540, 24, (3840, 2160), 288, beside=True, columns=3),
    "a4": Layout(841.89, 595.276, 28, (3508, 2480), 300, beside=True, columns=3),
    "a4-portrait": Layout(595.276, 841.89, 30, (2480, 3508), 300, beside=False, columns=2),
}


def columns(area: Box, layout: Layout) -> list[Box]:
    """The columns of evidence in an area, from the left."""
    left, top, _, bottom = area
    step = layout.column + GUTTER
    return [(left + step * k, top, left + step * k + layout.column, bottom) for k in range(layout.columns)]


def header(atlas: Atlas, part: Part, layout: Layout) -> tuple[list[Item], float]:
    """Title and sentence above a map, and where they end."""
    heading = part.heading
    m, room = layout.margin, layout.width - 2 * layout.margin
    y = m
    large = next((size for size in (19.0, 18.0, 17.0) if fonts.width(heading, "serif-bold", size) <= room), 15.0)
    items: list[Item] = [Text(m, y + 7, atlas.meta.title.upper(), "sans-bold", 8.0, content.SOFT, role="atlas")]
    y += 10
    for text, face, size, colour, lead, role in (
        (heading, "serif-bold", large, content.INK, 1.14, "title"),
        (part.sentence, "sans", 9.8, content.SOFT, 1.25, "sentence"),
    ):
        for start, end in fonts.level(text, face, size, room):
            items.append(Text(m, y + size, text[start:end], face, size, colour, role=role))
            y += size * lead
        y += 2
    return items, y + 7


def running_head(atlas: Atlas, heading: str, layout: Layout) -> tuple[list[Item], float]:
    """The line above pages that only go on, and where it ends."""
    m, room = layout.margin, layout.width - 2 * layout.margin
    text = f"{atlas.meta.title} · {heading} (continued)"
    items: list[Item] = []
    y = m
    for start, end in fonts.wrap(text, "sans-bold", 8.4, room):
        items.append(Text(m, y + 8, text[start:end], "sans-bold", 8.4, content.SOFT, role="running-head"))
        y += 10.6
    items.append(line((m, y + 3), (layout.width - m, y + 3), stroke="#c9cfd4", width=0.6))
    return items, y + 12


def footer(atlas: Atlas, link: str, date: str, layout: Layout, *, key: bool) -> tuple[list[Item], float]:
    """Dates, link and licences along the lower edge, and where they begin; with the `key` to underlaid words."""
    m, size, lead = layout.margin, content.SMALL, 8.8
    room = layout.width - 2 * m - 54  # the page's number stands to the right
    rows: list[tuple[str, str, str]] = []
    for text, colour, role in (
        (content.dates(atlas, date), "#34414c", "dates"),
        (f"This view: {link}", "#1a4f8a", "link"),
        ((f"{content.KEY} " if key else "") + content.licences(atlas), content.SOFT, "licence"),
    ):
        rows.extend((text[a:b], colour, role) for a, b in fonts.wrap(text, "sans", size, room))
    top = layout.height - m - lead * len(rows) - 1
    items: list[Item] = [line((m, top), (layout.width - m, top), stroke="#c9cfd4", width=0.6)]
    for number, (text, colour, role) in enumerate(rows):
        written = Text(m, top + 10 + lead * number, text, "sans", size, colour, role=role)
        if key and text.startswith(content.UNDERLAID):
            under = m + fonts.width(content.UNDERLAID, "sans", size)
            items.append(rectangle((m - 1.5, written.box[1], under + 1.5, written.box[3]), fill=flow.MARK))
        items.append(written)
        if role == "link" and link.startswith(("https://", "http://")):
            items.append(Link(written.box, link))
    return items, top - 8


def numbered(page: Page, number: int, total: int, layout: Layout) -> Page:
    """The page with its number, on the footer's last line."""
    text = f"Page {number} of {total}"
    foot = max(item.y for item in page.texts() if item.role == "licence")
    x = layout.width - layout.margin - fonts.width(text, "sans", content.SMALL)
    mark = Text(x, foot, text, "sans", content.SMALL, content.SOFT, role="page")
    return Page(page.width, page.height, page.title, page.description, (*page.items, mark))
