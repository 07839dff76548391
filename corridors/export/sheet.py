"""The finished sheet: title, map, evidence, notes and dates on as many pages as the evidence takes.

`compose` makes plain pages (`scene.Page`) out of an atlas and a selection; `svg.py` and `pdf.py` write them. The same
atlas, selection, link and date give the same pages, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corridors import selection as sel
from corridors.export import conic, content, fonts
from corridors.export.flow import flow
from corridors.export.mapart import MapArt, map_art
from corridors.export.scene import Box, Item, Link, Page, Text, line, rectangle
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.selection import Selection

Paper = Literal["16:9", "a4", "a4-portrait"]
PIXEL: Final = 0.58  # points on the sheet for a CSS pixel on the screen


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper's measures in points, and its picture's in pixels. `beside`: evidence beside the map, else below it."""

    width: float
    height: float
    margin: float
    pixels: tuple[int, int]
    dpi: int
    beside: float
    columns: int


PAPERS: Final[dict[str, Layout]] = {
    "16:9": Layout(960, 540, 24, (3840, 2160), 288, 270, 3),
    "a4": Layout(841.89, 595.276, 28, (3508, 2480), 300, 238, 3),
    "a4-portrait": Layout(595.276, 841.89, 30, (2480, 3508), 300, 0, 2),
}
GUTTER: Final = 18.0


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
        parts.append((chosen, said or [content.Paragraph(content.EMPTY, "sans-bold", 10, role="empty")]))
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
    looked_at = bounds(atlas, selection, focus)
    notice = content.EMPTY if empty else ""
    return map_art(atlas, shown(atlas, selection), brought, box, looked_at, pixel=PIXEL, notice=notice)


def bounds(atlas: Atlas, selection: Selection, focus: Sequence[Record]) -> conic.Bounds:
    """What the map shows, in degrees: the viewport, unless what is selected lies outside it; else what there is."""
    home = atlas.meta.default_view
    drawn = [record.geometry for record in focus if isinstance(record, Segment | Place | Area)]
    drawn += [_outline(record, atlas) for record in focus if isinstance(record, Area) and record.geometry is None]
    chosen = conic.fit([item for item in drawn if item is not None], least_km=1500, margin=0.16)
    if selection.viewport:
        shown = conic.around(*selection.viewport)
        if chosen is None or (
            shown[0] < chosen[2] and chosen[0] < shown[2] and shown[1] < chosen[3] and chosen[1] < shown[3]
        ):
            return shown
    if chosen:
        return chosen
    if selection.filtered:
        visible = [item.geometry for item in sel.visible(selection, atlas) if isinstance(item, Segment | Place)]
        fitted = conic.fit(visible, least_km=2200, margin=0.08)
        if fitted:
            return fitted
    return home.west, home.south, home.east, home.north


def _outline(record: Area, atlas: Atlas) -> object:
    from shapely.geometry import shape  # noqa: PLC0415

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
    feet, bottom = _footer(atlas, link, date, layout)
    m, wide, high = layout.margin, layout.width, layout.height
    if layout.beside:
        box = (m, top, wide - m - layout.beside - GUTTER, bottom)
        first = [(wide - m - layout.beside, top, wide - m, bottom)]
    else:
        middle = top + (bottom - top) * 0.63
        box = (m, top, wide - m, middle)
        first = list(_columns((m, middle + 12, wide - m, bottom), layout.columns))
    small, small_top = _running_head(atlas, heading, layout)
    room = first[0][2] - first[0][0]
    later = list(_columns((m, small_top, wide - m, bottom), layout.columns, room))

    def columns() -> Iterator[tuple[int, Box]]:
        yield from ((0, box) for box in first)
        page = 0
        while True:
            page += 1
            yield from ((page, box) for box in later)

    art = _art(atlas, selection, focus, box)
    laid = flow(paragraphs, columns())
    description = f"{content.sentence(selection, atlas)} {content.dates(atlas, date)}"
    pages = []
    for number in range(max(laid) + 1):
        above = small if number else [*head, *art.items]
        items = [*above, *laid.get(number, []), *feet]
        pages.append(Page(wide, high, heading, description, (rectangle((0, 0, wide, high), fill="#ffffff"), *items)))
    return art, pages


def _columns(area: Box, number: int, room: float = 0) -> Iterator[Box]:
    """`number` columns side by side; with `room`, as many of that width as go in, evenly apart."""
    left, top, right, bottom = area
    if room:
        number = int((right - left + GUTTER) // (room + GUTTER))
        apart = (right - left - number * room) / max(1, number - 1)
    else:
        apart = GUTTER
        room = (right - left - (number - 1) * apart) / number
    for index in range(number):
        x = left + index * (room + apart)
        yield x, top, x + room, bottom


def _header(atlas: Atlas, selection: Selection, heading: str, layout: Layout) -> tuple[list[Item], float]:
    m, room = layout.margin, layout.width - 2 * layout.margin
    y = m
    items: list[Item] = [Text(m, y + 7, atlas.meta.title.upper(), "sans-bold", 7.6, content.SOFT, role="atlas")]
    y += 10
    for text, face, size, colour, lead, role in (
        (heading, "serif-bold", 19.0 if len(heading) < 90 else 15.0, content.INK, 1.14, "title"),
        (content.sentence(selection, atlas), "sans", 9.4, content.SOFT, 1.25, "sentence"),
    ):
        for start, end in fonts.wrap(text, face, size, room):
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


def _footer(atlas: Atlas, link: str, date: str, layout: Layout) -> tuple[list[Item], float]:
    """Dates, link and licences along the lower edge, and where they begin."""
    m, size = layout.margin, 6.9
    room = layout.width - 2 * m - 54  # the page's number stands to the right
    rows: list[tuple[str, str, str]] = []
    for text, colour, role in (
        (content.dates(atlas, date), "#34414c", "dates"),
        (f"This view: {link}", "#1a4f8a", "link"),
        (content.licences(atlas), content.SOFT, "licence"),
    ):
        rows.extend((text[a:b], colour, role) for a, b in fonts.wrap(text, "sans", size, room))
    top = layout.height - m - 8.5 * len(rows) - 5
    items: list[Item] = [line((m, top), (layout.width - m, top), stroke="#c9cfd4", width=0.6)]
    for number, (text, colour, role) in enumerate(rows):
        y = top + 9.5 + 8.5 * number
        written = Text(m, y, text, "sans", size, colour, role=role)
        items.append(written)
        if role == "link" and link.startswith(("https://", "http://")):
            items.append(Link(written.box, link))
    return items, top - 8


def _numbered(page: Page, number: int, total: int, layout: Layout) -> Page:
    text = f"Page {number} of {total}"
    x = layout.width - layout.margin - fonts.width(text, "sans", 6.9)
    mark = Text(x, layout.height - layout.margin, text, "sans", 6.9, content.SOFT, role="page")
    return Page(page.width, page.height, page.title, page.description, (*page.items, mark))
