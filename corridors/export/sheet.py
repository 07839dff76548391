"""The finished sheet: title, map, evidence, notes and dates on as many pages as the evidence takes.

`compose` makes plain pages (`scene.Page`) out of a document's parts; `svg.py` and `pdf.py` write them. The same atlas,
parts and date give the same pages, to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from corridors import selection as sel
from corridors.export import content, flow, frame, papers
from corridors.export.mapart import MapArt, map_art
from corridors.export.parts import Document, Part
from corridors.export.progress import Tell, silent
from corridors.export.scene import Box, Item, Page, rectangle
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.selection import Selection

PIXEL: Final = 0.58  # points on the sheet for a CSS pixel on the screen
MAP_SHARE: Final = 0.6  # of a page, at least, for a map with its evidence below it
MAP_TALLEST: Final = 1.15  # of its width
TIGHTER: Final = (1.0, 0.97, 0.94, 0.91)  # of the usual size of text
SPARSE: Final = 0.3  # of a page: less text than this is spared a page of its own if it goes in smaller


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed sheet and what it is called; `art` are its maps, page by page of records."""

    pages: tuple[Page, ...]
    layout: papers.Layout
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
            keywords=f"data {atlas.edition}, digest {atlas.digest}",
        )  # fmt: skip

    def pngs(self, atlas: Atlas) -> Iterator[bytes]:
        """Each page as a picture."""
        from corridors.export.pdf import png  # noqa: PLC0415

        document = self.pdf(atlas)
        for index in range(len(self.pages)):
            yield png(document, index, self.layout.pixels, self.layout.dpi)


def compose(atlas: Atlas, document: Document, date: str, paper: str = "16:9", tell: Tell = silent) -> Sheet:
    """The pages of a document's parts. `date` is the day of the export, ISO."""
    layout = papers.PAPERS[paper]
    made = []
    for number, part in enumerate(document.parts):
        tell(number / len(document.parts), f"Drawing {part.heading}")
        made.append(_part(atlas, part, date, layout))
    pages = [page for _, several in made for page in several]
    numbered = tuple(papers.numbered(page, number, len(pages), layout) for number, page in enumerate(pages, 1))
    return Sheet(numbered, layout, document.title, tuple(art for art, _ in made))


def map_page(atlas: Atlas, part: Part, wide: float, high: float) -> tuple[Page, MapArt]:
    """A part's map alone as a page of its own, `wide` by `high` points, for a slide."""
    box = (0.5, 0.5, wide - 0.5, high - 0.5)
    art = _art(atlas, part, box)
    return Page(wide, high, part.heading, part.sentence, (rectangle(box, fill="#ffffff"), *art.items)), art


def _art(atlas: Atlas, part: Part, box: Box) -> MapArt:
    selection, focus = part.selection, part.focus
    empty = not sel.visible(selection, atlas) and not focus
    brought = frozenset(record.id for record in focus if content.is_drawn(record))
    found = shown(atlas, selection)
    notice = content.EMPTY if empty else "" if any(map(content.is_drawn, found)) else content.PLACELESS
    return map_art(atlas, found, brought, box, extent(atlas, selection, focus), pixel=PIXEL, notice=notice)


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


def _part(atlas: Atlas, part: Part, date: str, layout: papers.Layout) -> tuple[MapArt, list[Page]]:
    """One map with its evidence, and the pages that the evidence goes on over."""
    heading, paragraphs = part.heading, list(part.told)
    head, top = papers.header(atlas, part, layout)
    key = any(paragraph.marked for paragraph in paragraphs)
    feet, bottom = papers.footer(atlas, part.link, date, layout, key=key)
    m, wide, high = layout.margin, layout.width, layout.height
    box, first = _divided((m, top, wide - m, bottom), paragraphs, layout)
    small, small_top = papers.running_head(atlas, heading, layout)
    later = papers.columns((m, small_top, wide - m, bottom), layout)
    art = _art(atlas, part, box)
    laid = _laid(part, lambda page: later if page else first)
    description = f"{part.sentence} {content.dates(atlas, date)}"
    pages = []
    for number in range(max(laid) + 1):
        above = small if number else [*head, *art.items]
        items = [*above, *laid.get(number, []), *feet]
        pages.append(Page(wide, high, heading, description, (rectangle((0, 0, wide, high), fill="#ffffff"), *items)))
    return art, pages


def _laid(part: Part, columns: Callable[[int], list[Box]]) -> dict[int, list[Item]]:
    """The evidence by page; a little smaller where that keeps together what belongs beside the map, or saves a last
    page with next to nothing on it.
    """
    beside = list(part.told[: part.together])
    tightened = [
        _set(part.told, share) for share in TIGHTER if flow.height(_set(beside, share), columns(0)) is not None
    ]
    every = tightened or [list(part.told)]
    laid = flow.flow(every[0], columns)
    last = max(laid)
    if last and flow.lowest(laid[last]) - columns(last)[0][1] < SPARSE * (columns(last)[0][3] - columns(last)[0][1]):
        for told in every[1:]:
            tighter = flow.flow(told, columns)
            if max(tighter) < last:
                return tighter
    return laid


def _set(paragraphs: Iterable[content.Paragraph], share: float) -> list[content.Paragraph]:
    return [replace(item, size=item.size * share) for item in paragraphs]


def _divided(area: Box, paragraphs: list[content.Paragraph], layout: papers.Layout) -> tuple[Box, list[Box]]:
    """The first page's map and columns. Below a map, little evidence takes little room."""
    left, top, right, bottom = area
    if layout.beside:
        edge = right - layout.column
        return (left, top, edge - papers.GUTTER, bottom), [(edge, top, right, bottom)]
    under = top + (bottom - top) * MAP_SHARE + papers.GUTTER
    need = flow.height(paragraphs, papers.columns((left, under, right, bottom), layout))
    if need is not None:
        under = max(under, min(bottom - need, top + (right - left) * MAP_TALLEST))
    return (left, top, right, under - papers.GUTTER), papers.columns((left, under, right, bottom), layout)
