"""An editable presentation's slides: native text boxes, pictures and speaker notes, without a clock in the file.

Slides are 960 by 540 points. Text is set in Arial and Times New Roman and measured in their widths (`fonts.OFFICE`),
so that nothing runs over.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from corridors.export import fonts
from corridors.export.content import Paragraph
from corridors.export.flow import LEADING, MARK, Placed
from corridors.export.scene import Box, showable
from corridors.export.tables import archive
from corridors.model import Atlas

WIDE, HIGH, MARGIN, TOP = 960.0, 540.0, 26.0, 16.0
_SPACE: Final = re.compile(r"[\t\r\n\x0b]+")
_SINGLE: Final = 1.15  # of the size: what office programs take for one line of these faces
_FAMILIES: Final = {"arial": "Arial", "times": "Times New Roman"}


class Deck:
    """A presentation that is being filled."""

    def __init__(self) -> None:
        self._made = Presentation()
        self._made.slide_width, self._made.slide_height = Pt(WIDE), Pt(HIGH)

    def slide(self, heading: str, size: float) -> Any:
        """A new slide with a title across its upper edge, in letters of `size` points."""
        slide = self._made.slides.add_slide(self._made.slide_layouts[5])  # title only
        title = slide.shapes.title
        title.left, title.top, title.width = Pt(MARGIN), Pt(TOP), Pt(WIDE - 2 * MARGIN)
        title.height = Pt(title_bottom(heading, size) - TOP)
        _frame(title.text_frame)
        _fill(title.text_frame.paragraphs[0], Paragraph(heading, "arial-bold", size), heading)
        return slide

    def save(self, atlas: Atlas, title: str, about: str, date: str) -> bytes:
        """The file; `date` is its only clock."""
        core = self._made.core_properties
        core.title = showable(f"{atlas.meta.title}: {title}")[:255]
        core.author = core.last_modified_by = showable(atlas.meta.title)[:255]
        core.subject = showable(about)[:255]
        core.comments = f"Data {atlas.edition}, digest {atlas.digest}"
        core.created = core.modified = dt.datetime.fromisoformat(date)
        out = io.BytesIO()
        self._made.save(out)
        with zipfile.ZipFile(out) as packed:  # packed again without the clock
            return archive({name: packed.read(name) for name in packed.namelist()}, date)


def title_bottom(heading: str, size: float) -> float:
    """Where a title in letters of `size` points ends."""
    lines = len(fonts.wrap(heading, "arial-bold", size, WIDE - 2 * MARGIN)) or 1
    return TOP + lines * size * LEADING


def write(slide: Any, placed: Placed, columns: Sequence[Box]) -> None:
    """Laid-out lines as native text: a box for each column that holds any."""
    for left, top, right, bottom in columns:
        pieces = [piece for piece, x, _ in placed if x == left]
        if not pieces:
            continue
        frame = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(right - left), Pt(bottom - top)).text_frame
        _frame(frame)
        runs = [list(group) for _, group in groupby(pieces, key=lambda piece: id(piece.paragraph))]
        for number, run in enumerate(runs):
            paragraph = run[0].paragraph
            made = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            _fill(made, paragraph, paragraph.text[run[0].start : run[-1].end])
            made.space_before = Pt(paragraph.before if number and run[0].first else 0)


def picture(slide: Any, data: bytes, box: Box, name: str, described: str) -> None:
    """A picture with a text for those who cannot see it."""
    left, top, right, bottom = box
    drawn = slide.shapes.add_picture(io.BytesIO(data), Pt(left), Pt(top), Pt(right - left), Pt(bottom - top))
    drawn.name = name
    drawn._element.nvPicPr.cNvPr.set("descr", showable(described))  # noqa: SLF001


def notes(slide: Any, lines: Sequence[str]) -> None:
    """Speaker notes, a paragraph a line."""
    if lines:
        text = "\n\n".join(_SPACE.sub(" ", line) for line in lines)
        slide.notes_slide.notes_text_frame.text = showable(text)


def _frame(frame: Any) -> None:
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _fill(made: Any, paragraph: Paragraph, text: str) -> None:
    made.line_spacing = round(LEADING / _SINGLE - 0.02, 2)
    made.space_before = made.space_after = Pt(0)
    made.alignment = 1
    if paragraph.indent:
        made._p.get_or_add_pPr().set("marL", str(int(paragraph.indent * 12700)))  # noqa: SLF001
    family, _, variant = paragraph.face.partition("-")
    for piece, marked in _marked(text, paragraph.marked):
        run = made.add_run()
        run.text = _SPACE.sub(" ", showable(piece))
        run.font.name = _FAMILIES[family]
        run.font.size = Pt(paragraph.size)
        run.font.bold = variant == "bold"
        run.font.italic = variant == "italic"
        run.font.color.rgb = RGBColor(*bytes.fromhex(paragraph.colour[1:]))  # type: ignore[no-untyped-call]
        if marked:
            _underlay(run)
        address = paragraph.text.removeprefix("This view: ")
        if paragraph.role == "link" and address.startswith(("https://", "http://")):
            run.hyperlink.address = address


def _marked(text: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is among the words to underlay."""
    inside = [False] * len(text)
    for word in words:
        start = text.find(word)
        if start >= 0:
            inside[start : start + len(word)] = [True] * len(word)
    for marked, group in groupby(range(len(text)), key=inside.__getitem__):
        at = list(group)
        yield text[at[0] : at[-1] + 1], marked


def _underlay(run: Any) -> None:
    """Marks the words; python-pptx knows no such thing, and its place among the others is fixed."""
    highlight = parse_xml(f'<a:highlight {nsdecls("a")}><a:srgbClr val="{MARK[1:].upper()}"/></a:highlight>')
    run._r.get_or_add_rPr().find(qn("a:solidFill")).addnext(highlight)  # noqa: SLF001
