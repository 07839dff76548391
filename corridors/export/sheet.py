"""The finished sheet: title, map, evidence, notes and dates on as many pages as the evidence takes.

`compose` makes plain pages (`scene.Page`) out of an atlas and a selection; `svg.py` and `pdf.py` write them. The same
atlas, selection, link and date give the same pages, to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from corridors import selection as sel
from corridors.export import content, flow, fonts, frame
from corridors.export.mapart import MapArt, map_art
from corridors.export.scene import Box, Item, Link, Page, Text, line, rectangle
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.selection import Selection

Paper = Literal["16:9", "a4", "a4-portrait"]
PIXEL: Final = 0.58  # points on the sheet for a CSS pixel on the screen
MAP_SHARE: Final = 0.6  # of a page, at least, for a map with its evidence below it
MAP_TALLEST: Final = 1.15  # of its width
SPARSE: Final = 0.3  # of a page: less text than this is spared a page of its own if it goes in smaller


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


GUTTER: Final = 18.0  # between columns
PAPERS: Final[dict[str, Layout]] = {
    "16:9": Layout(960, 540, 24, (3840, 2160), 288, beside=True, columns=3),
    "a4": Layout(841.89, 595.276, 28, (3508, 2480), 300, beside=True, columns=3),
    "a4-portrait": Layout(595.276, 841.89, 30, (2480, 3508), 300, beside=False, columns=2),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed sheet and what it is called; `art` are its maps, page by page of records."""

    pages: tuple[Page, ...]
    layout: Layout
    title: str
    maps: tuple[MapArt, ...]

    def svgs(self) -> tuple[bytes, ...]:
        """Each page as SVG."""
        from corridors.export.svg import svg  # noqa: PLC0415

        return tuple(svg(page) for page in self.pages)

    def pdf(self, atlas: Atlas) -> bytes:
        """All pages as one PDF."""
        from corridors.export.pdf import pdf  # noqa: PLC0415

        return pdf(
            self.pages, title=f"{atlas.meta.title}: {self.title}", author=atlas.meta.title, subject=atlas.meta.subtitle,
            keywords=f"data {atlas.meta.version}, digest {atlas.digest}",
        )  # fmt: skip

    def pngs(self, atlas: Atlas) -> Iterator[bytes]:
        """Each page as a picture."""
        from corridors.export.pdf import png  # noqa: PLC0415

        document = self.pdf(atlas)
        for index in range(len(self.pages)):
            yield png(document, index, self.layout.pixels, self.layout.dpi)


def compose(atlas: Atlas, selection: Selection, link: str, date: str, paper: str = "16:9") -> Sheet:
    """The sheet of a selection. `date` is the day of the export, ISO; `link` reopens the view.

    One selected record: its map and all its evidence. Several: a page with all of them and their lead passages, then
    each on its own. None: what the filters show and its lead passages.
    """
    layout = PAPERS[paper]
    chosen = tuple(atlas.by_id[record_id] for record_id in selection.selected)
    parts: list[tuple[tuple[Record, ...], list[content.Paragraph]]] = []
    if len(chosen) != 1:
        named = chosen or content.main_records(selection, atlas)
        said = [*content.leads(named, atlas), *([] if chosen else content.others(selection, atlas))]
        parts.append((chosen, said or list(content.nothing(selection, atlas))))
    parts.extend(((record,), list(content.full((record,), atlas))) for record in chosen)
    pages: list[Page] = []
    maps: list[MapArt] = []
    heading = content.title(selection, atlas, chosen)
    for records, paragraphs in parts:
        art, made = _part(atlas, selection, records, paragraphs, link, date, layout)
        maps.append(art)
        pages.extend(made)
    total = len(pages)
    numbered = tuple(_numbered(page, number + 1, total, layout) for number, page in enumerate(pages))
    return Sheet(numbered, layout, heading, tuple(maps))


def map_page(atlas: Atlas, selection: Selection, focus: tuple[Record, ...], wide: float, high: float) -> Page:
    """The map alone as a page of its own, `wide` by `high` points, for a slide."""
    box = (0.5, 0.5, wide - 0.5, high - 0.5)
    art = _art(atlas, selection, focus, box)
    heading = content.title(selection, atlas, focus)
    return Page(wide, high, heading, content.sentence(selection, atlas), (rectangle(box, fill="#ffffff"), *art.items))


def _art(atlas: Atlas, selection: Selection, focus: tuple[Record, ...], box: Box) -> MapArt:
    empty = not sel.visible(selection, atlas) and not focus
    brought = frozenset(record.id for record in focus if content.is_drawn(record))
    notice = content.EMPTY if empty else ""
    return map_art(
        atlas, shown(atlas, selection), brought, box, extent(atlas, selection, focus), pixel=PIXEL, notice=notice
    )


def extent(atlas: Atlas, selection: Selection, focus: Sequence[Record]) -> frame.Extent:
    """What the map shows: the viewport, unless what is selected lies outside it; else what there is."""
    drawn = [record.geometry for record in focus if isinstance(record, Segment | Place | Area)]
    drawn += [_outline(record, atlas) for record in focus if isinstance(record, Area) and record.geometry is None]
    chosen = frame.fit([item for item in drawn if item is not None], least_km=1400, margin=0.12)
    looked_at = frame.around(*selection.viewport) if selection.viewport else None
    if looked_at and (chosen is None or shapely.box(*looked_at.shape.bounds).intersects(chosen.shape)):
        return looked_at
    if chosen:
        return chosen
    home = atlas.meta.default_view
    window = (home.west, home.south, home.east, home.north)
    visible = sel.visible(selection, atlas)
    found = [item.geometry for item in visible or atlas.records if isinstance(item, Segment | Place)]
    if not selection.filtered or not visible:  # a route that runs on beyond the start view must not make all small
        found = [shapely.clip_by_rect(item, *window) for item in found]
    return frame.fit(found, least_km=2200, margin=0.05) or frame.Extent(shapely.box(*window))


def _outline(record: Area, atlas: Atlas) -> BaseGeometry | None:
    for feature in atlas.basemap["countries"]["features"]:
        if feature["properties"]["iso_a3"] == record.iso_a3:
            return shape(feature["geometry"])
    return None


def shown(atlas: Atlas, selection: Selection) -> tuple[Record, ...]:
    """What the map draws: what the filters let through, and whatever is selected."""
    return tuple(r for r in atlas.records if r.id in selection.selected or sel.shows(selection, r, atlas))


def _part(
    atlas: Atlas,
    selection: Selection,
    focus: tuple[Record, ...],
    paragraphs: list[content.Paragraph],
    link: str,
    date: str,
    layout: Layout,
) -> tuple[MapArt, list[Page]]:
    """One map with its evidence, and the pages that the evidence goes on over."""
    heading = content.title(selection, atlas, focus)
    head, top = _header(atlas, selection, heading, layout)
    feet, bottom = _footer(atlas, link, date, layout, key=any(paragraph.marked for paragraph in paragraphs))
    m, wide, high = layout.margin, layout.width, layout.height
    box, first = _divided((m, top, wide - m, bottom), paragraphs, layout)
    small, small_top = _running_head(atlas, heading, layout)
    later = _columns((m, small_top, wide - m, bottom), layout)
    art = _art(atlas, selection, focus, box)
    laid = _laid(paragraphs, lambda page: later if page else first)
    description = f"{content.sentence(selection, atlas)} {content.dates(atlas, date)}"
    pages = []
    for number in range(max(laid) + 1):
        above = small if number else [*head, *art.items]
        items = [*above, *laid.get(number, []), *feet]
        pages.append(Page(wide, high, heading, description, (rectangle((0, 0, wide, high), fill="#ffffff"), *items)))
    return art, pages


def _laid(paragraphs: list[content.Paragraph], columns: Callable[[int], list[Box]]) -> dict[int, list[Item]]:
    """The evidence by page; a little smaller where that saves a last page with next to nothing on it."""
    laid = flow.flow(paragraphs, columns)
    last = max(laid)
    if last and flow.lowest(laid[last]) - columns(last)[0][1] < SPARSE * (columns(last)[0][3] - columns(last)[0][1]):
        for share in (0.97, 0.94):
            tighter = flow.flow([replace(item, size=item.size * share) for item in paragraphs], columns)
            if max(tighter) < last:
                return tighter
    return laid


def _divided(area: Box, paragraphs: list[content.Paragraph], layout: Layout) -> tuple[Box, list[Box]]:
    """The first page's map and columns. Below a map, little evidence takes little room."""
    left, top, right, bottom = area
    if layout.beside:
        edge = right - layout.column
        return (left, top, edge - GUTTER, bottom), [(edge, top, right, bottom)]
    under = top + (bottom - top) * MAP_SHARE + GUTTER
    need = flow.height(paragraphs, _columns((left, under, right, bottom), layout))
    if need is not None:
        under = max(under, min(bottom - need, top + (right - left) * MAP_TALLEST))
    return (left, top, right, under - GUTTER), _columns((left, under, right, bottom), layout)


def _columns(area: Box, layout: Layout) -> list[Box]:
    left, top, _, bottom = area
    step = layout.column + GUTTER
    return [(left + step * k, top, left + step * k + layout.column, bottom) for k in range(layout.columns)]


def _header(atlas: Atlas, selection: Selection, heading: str, layout: Layout) -> tuple[list[Item], float]:
    m, room = layout.margin, layout.width - 2 * layout.margin
    y = m
    large = next((size for size in (19.0, 18.0, 17.0) if fonts.width(heading, "serif-bold", size) <= room), 15.0)
    items: list[Item] = [Text(m, y + 7, atlas.meta.title.upper(), "sans-bold", 8.0, content.SOFT, role="atlas")]
    y += 10
    for text, face, size, colour, lead, role in (
        (heading, "serif-bold", large, content.INK, 1.14, "title"),
        (content.sentence(selection, atlas), "sans", 9.8, content.SOFT, 1.25, "sentence"),
    ):
        for start, end in fonts.level(text, face, size, room):
            items.append(Text(m, y + size, text[start:end], face, size, colour, role=role))
            y += size * lead
        y += 2
    return items, y + 7


def _running_head(atlas: Atlas, heading: str, layout: Layout) -> tuple[list[Item], float]:
    m, room = layout.margin, layout.width - 2 * layout.margin
    text = f"{atlas.meta.title} · {heading} (continued)"
    items: list[Item] = []
    y = m
    for start, end in fonts.wrap(text, "sans-bold", 8.4, room):
        items.append(Text(m, y + 8, text[start:end], "sans-bold", 8.4, content.SOFT, role="running-head"))
        y += 10.6
    items.append(line((m, y + 3), (layout.width - m, y + 3), stroke="#c9cfd4", width=0.6))
    return items, y + 12


def _footer(atlas: Atlas, link: str, date: str, layout: Layout, *, key: bool) -> tuple[list[Item], float]:
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


def _numbered(page: Page, number: int, total: int, layout: Layout) -> Page:
    """The page with its number, on the footer's last line."""
    text = f"Page {number} of {total}"
    foot = max(item.y for item in page.texts() if item.role == "licence")
    x = layout.width - layout.margin - fonts.width(text, "sans", content.SMALL)
    mark = Text(x, foot, text, "sans", content.SMALL, content.SOFT, role="page")
    return Page(page.width, page.height, page.title, page.description, (*page.items, mark))
