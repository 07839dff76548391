"""An editable presentation: the map as a picture, everything that is read as native text, all evidence in the notes.

Slides are 960 by 540 points. Text is set in Arial and Times New Roman, which every office program has or replaces by
fonts of the same widths, and is measured generously, so that nothing runs over.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Pt

from corridors.cards import card
from corridors.export import content, fonts, sheet
from corridors.export.content import Paragraph
from corridors.export.pdf import pdf, png
from corridors.export.scene import Box, showable
from corridors.export.tables import archive
from corridors.model import Atlas, Record
from corridors.selection import Selection
from corridors.style import ROLES

WIDE, HIGH, MARGIN = 960.0, 540.0, 26.0
GROWN: Final = 1.22  # text is larger than on a sheet
SLACK: Final = {"sans": 1.17, "serif": 1.06}  # how much wider Arial and Times New Roman may run than our fonts
LEAD: Final = 1.24
MAP: Final = (600.0, 396.0)  # points
_SPACE: Final = re.compile(r"[\t\r\n\x0b]+")


@dataclass(slots=True)
class Column:
    """What one text box holds."""

    box: Box
    paragraphs: list[Paragraph] = field(default_factory=list)
    used: float = 0.0


def pptx(atlas: Atlas, selection: Selection, link: str, date: str) -> bytes:
    """The presentation of a selection: one map slide for it (and one for each of several records), then the rest."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    chosen = tuple(atlas.by_id[record_id] for record_id in selection.selected)
    parts: list[tuple[tuple[Record, ...], list[tuple[Record, list[Paragraph]]]]] = []
    if len(chosen) != 1:
        named = chosen or content.main_records(selection, atlas)
        parts.append((chosen, _leads(named, atlas)))
    parts.extend(((record,), [(record, list(content.full((record,), atlas)))]) for record in chosen)
    for focus, told in parts:
        _part(deck, atlas, selection, focus, told, link, date)
    stamp = dt.datetime.fromisoformat(date)
    about = deck.core_properties
    about.title = showable(f"{atlas.meta.title}: {content.title(selection, atlas, chosen)}")[:255]
    about.author = about.last_modified_by = showable(atlas.meta.title)[:255]
    about.subject = showable(content.sentence(selection, atlas))[:255]
    about.comments = f"Data {atlas.meta.version}, digest {atlas.digest}"
    about.created = about.modified = stamp
    out = io.BytesIO()
    deck.save(out)
    with zipfile.ZipFile(out) as packed:  # packed again without the clock
        return archive({name: packed.read(name) for name in packed.namelist()}, date)


def _leads(records: Sequence[Record], atlas: Atlas) -> list[tuple[Record, list[Paragraph]]]:
    """The lead paragraphs of each record, apart: a passage is repeated rather than referred to on another slide."""
    if not records:
        return []
    return [(record, list(content.leads((record,), atlas))) for record in records]


def _part(
    deck: Any,
    atlas: Atlas,
    selection: Selection,
    focus: tuple[Record, ...],
    told: list[tuple[Record, list[Paragraph]]],
    link: str,
    date: str,
) -> None:
    heading = content.title(selection, atlas, focus)
    slide, top, bottom = _slide(deck, atlas, heading, content.sentence(selection, atlas), link, date)
    picture = _map(atlas, selection, focus)
    high = min(MAP[1], bottom - top)
    wide = MAP[0] * high / MAP[1]
    drawn = slide.shapes.add_picture(io.BytesIO(picture), Pt(MARGIN), Pt(top), Pt(wide), Pt(high))
    drawn.name = "Map"
    drawn._element.nvPicPr.cNvPr.set("descr", showable(f"Map: {heading}. {content.sentence(selection, atlas)}"))  # noqa: SLF001
    column = Column((MARGIN + wide + 16, top, WIDE - MARGIN, bottom))
    noted: list[Record] = []
    if not told:
        column.paragraphs.append(Paragraph(content.EMPTY, "sans-bold", 11))
    free: list[Column] = []
    for record, paragraphs in told:
        for chunk in _chunks(paragraphs, column):
            need = sum(_height(piece, column) for piece in chunk)
            if column.used and column.used + need > column.box[3] - column.box[1]:
                _write(slide, column)
                if not free:
                    _notes(slide, noted, atlas)
                    noted = []
                    slide, top, bottom = _slide(deck, atlas, heading + " (continued)", "", link, date)
                    middle = WIDE / 2
                    free = [
                        Column((MARGIN, top, middle - 12, bottom)),
                        Column((middle + 12, top, WIDE - MARGIN, bottom)),
                    ]
                column = free.pop(0)
            column.used += need
            column.paragraphs.extend(chunk)
            if record not in noted:
                noted.append(record)
    _write(slide, column)
    _notes(slide, noted or list(focus), atlas)


def _map(atlas: Atlas, selection: Selection, focus: tuple[Record, ...]) -> bytes:
    page = sheet.map_page(atlas, selection, focus, *MAP)
    document = pdf([page], title=page.title, author=atlas.meta.title, subject="", keywords="")
    return png(document, 0, (int(MAP[0] * 3.5), int(MAP[1] * 3.5)), 252)


def _slide(deck: Any, atlas: Atlas, heading: str, sentence: str, link: str, date: str) -> tuple[Any, float, float]:
    """A slide with title, sentence and foot, and the space that is left between them."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only
    title = slide.shapes.title
    size = 24 if len(heading) < 70 else 17 if len(heading) < 160 else 12
    lines = _count(heading, "sans-bold", size, WIDE - 2 * MARGIN)
    high = lines * size * LEAD + 4
    title.left, title.top, title.width, title.height = Pt(MARGIN), Pt(18), Pt(WIDE - 2 * MARGIN), Pt(high)
    _frame(title.text_frame)
    _fill(title.text_frame.paragraphs[0], Paragraph(heading, "sans-bold", size), grown=1)
    top = 18 + high
    if sentence:
        said = Column((MARGIN, top, WIDE - MARGIN, top + 17), [Paragraph(sentence, size=10, colour=content.SOFT)])
        said.box = (MARGIN, top, WIDE - MARGIN, top + _height(said.paragraphs[0], said) + 3)
        _write(slide, said)
        top = said.box[3]
    foot = [
        Paragraph(content.dates(atlas, date), size=7.2, colour=content.SOFT),
        Paragraph(f"This view: {link}", size=7.2, colour="#1a4f8a", role="link"),
        Paragraph(content.licences(atlas), size=7.2, colour=content.SOFT),
    ]
    low = Column((MARGIN, 0, WIDE - MARGIN, HIGH - 14))
    bottom = HIGH - 16 - sum(_height(paragraph, low) for paragraph in foot)
    low.box = (MARGIN, bottom, WIDE - MARGIN, HIGH - 12)
    low.paragraphs.extend(foot)
    _write(slide, low)
    return slide, top + 8, bottom - 8


def _chunks(paragraphs: list[Paragraph], column: Column) -> Iterator[list[Paragraph]]:
    """What must not be parted: a heading and what it heads, a quotation and its citation; never a column's worth."""
    chunk: list[Paragraph] = []
    for paragraph in paragraphs:
        cleaned = replace(paragraph, text=_SPACE.sub(" ", showable(paragraph.text)))
        for piece in _pieces(cleaned, column):
            tall = sum(_height(one, column) for one in [*chunk, piece]) > (column.box[3] - column.box[1]) * 0.9
            if chunk and tall:
                yield chunk
                chunk = []
            chunk.append(piece)
            if not piece.keep:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def _pieces(paragraph: Paragraph, column: Column) -> Iterator[Paragraph]:
    """The paragraph, or, where it is taller than half a column, runs of its lines."""
    room, size = _room(paragraph, column), paragraph.size * GROWN
    spans = fonts.wrap(paragraph.text, paragraph.face, size, room)
    most = max(4, int((column.box[3] - column.box[1]) * 0.5 / (size * LEAD)))
    if len(spans) <= most:
        yield paragraph
        return
    for start in range(0, len(spans), most):
        last = spans[min(start + most, len(spans)) - 1][1]
        yield replace(
            paragraph, text=paragraph.text[spans[start][0] : last], before=paragraph.before if not start else 0
        )


def _room(paragraph: Paragraph, column: Column) -> float:
    family = paragraph.face.partition("-")[0]
    return (column.box[2] - column.box[0] - paragraph.indent - 2) / SLACK[family]


def _count(text: str, face: str, size: float, room: float) -> int:
    return max(1, len(fonts.wrap(text, face, size, room / SLACK[face.partition("-")[0]])))


def _height(paragraph: Paragraph, column: Column) -> float:
    size = paragraph.size * GROWN
    lines = max(1, len(fonts.wrap(paragraph.text, paragraph.face, size, _room(paragraph, column))))
    return lines * size * LEAD + paragraph.before


def _frame(frame: Any) -> None:
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _write(slide: Any, column: Column) -> None:
    """A native text box with the column's paragraphs."""
    if not column.paragraphs:
        return
    left, top, right, bottom = column.box
    frame = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(right - left), Pt(bottom - top)).text_frame
    _frame(frame)
    for number, paragraph in enumerate(column.paragraphs):
        _fill(frame.paragraphs[0] if number == 0 else frame.add_paragraph(), paragraph, grown=GROWN)


def _fill(made: Any, paragraph: Paragraph, *, grown: float) -> None:
    made.line_spacing = 1.0
    made.space_before = Pt(paragraph.before)
    made.space_after = Pt(0)
    made.alignment = 1
    if paragraph.indent:
        made._p.get_or_add_pPr().set("marL", str(int(paragraph.indent * 12700)))  # noqa: SLF001
    run = made.add_run()
    run.text = _SPACE.sub(" ", showable(paragraph.text))
    family, _, variant = paragraph.face.partition("-")
    run.font.name = "Times New Roman" if family == "serif" else "Arial"
    run.font.size = Pt(round(paragraph.size * grown * 2) / 2)
    run.font.bold = variant == "bold"
    run.font.italic = variant == "italic"
    run.font.color.rgb = RGBColor(*bytes.fromhex(paragraph.colour[1:]))  # type: ignore[no-untyped-call]
    address = paragraph.text.removeprefix("This view: ")
    if paragraph.role == "link" and address.startswith(("https://", "http://")):
        run.hyperlink.address = address


def _notes(slide: Any, records: Sequence[Record], atlas: Atlas) -> None:
    """All evidence of the slide's records as speaker notes."""
    if records:
        text = "\n\n".join(_SPACE.sub(" ", line) for record in records for line in _told(record, atlas))
        slide.notes_slide.notes_text_frame.text = showable(text)


def _told(record: Record, atlas: Atlas) -> Iterator[str]:
    view = card(record, atlas)
    yield f"{view.name.upper()}: in the articles {view.claim}{', contested' if view.contested else ''}. {view.voices}."
    yield " · ".join(view.phases)
    for item in view.evidence:
        note = f" Curator: {item.note}" if item.note else ""
        yield f"{ROLES[item.role]}: “{item.quote}” ({item.citation}; {item.section}; the passage {item.stance}.){note}"
    for term, text in view.curator:
        yield f"Supplied by the curator. {term}: {text}"
