"""Paragraphs into columns over as many pages as they take. Nothing is shrunk, trimmed or left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from corridors.export import fonts
from corridors.export.content import Paragraph
from corridors.export.scene import Box, Item, Text, line, rectangle

LEADING: Final = 1.26
_MARK: Final = "#fff3bf"


@dataclass(frozen=True, slots=True)
class Line:
    """One laid-out line of a paragraph: characters `start` to `end`, and whether it must stay with the next line."""

    paragraph: Paragraph
    start: int
    end: int
    first: bool
    keep: bool

    @property
    def height(self) -> float:
        """Points from this line's top to the next one's."""
        return self.paragraph.size * LEADING


def lines(paragraphs: Iterable[Paragraph], room: float) -> Iterator[Line]:
    """Every line that the paragraphs take in a column `room` points wide."""
    for paragraph in paragraphs:
        spans = fonts.wrap(paragraph.text, paragraph.face, paragraph.size, room - paragraph.indent)
        last = len(spans) - 1
        for index, (start, end) in enumerate(spans):
            # Neither a first nor a last line of a longer paragraph stands alone.
            keep = paragraph.keep if index == last else index in (0, last - 1)
            yield Line(paragraph, start, end, index == 0, keep)


def flow(paragraphs: Iterable[Paragraph], columns: Iterator[tuple[int, Box]]) -> dict[int, list[Item]]:
    """Items by page. `columns` gives (page, box) without end; all boxes are equally wide."""
    page, box = next(columns)
    pages: dict[int, list[Item]] = {page: []}
    y, fresh = box[1], True
    for chunk in _chunks(list(lines(paragraphs, box[2] - box[0]))):
        need = _height(chunk, fresh=fresh)
        if not fresh and y + need > box[3]:
            page, box = next(columns)
            y, fresh = box[1], True
        for piece in chunk:
            if y + piece.height > box[3] and not fresh:  # a chunk taller than a whole column
                page, box = next(columns)
                y, fresh = box[1], True
            before = piece.paragraph.before if piece.first and not fresh else 0
            pages.setdefault(page, []).extend(_draw(piece, box[0], y + before, before if not piece.first else 0))
            y += before + piece.height
            fresh = False
    return pages


def _chunks(pieces: list[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for piece in pieces:
        chunk.append(piece)
        if not piece.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _height(chunk: list[Line], *, fresh: bool) -> float:
    gaps = sum(piece.paragraph.before for piece in chunk if piece.first)
    return sum(piece.height for piece in chunk) + gaps - (chunk[0].paragraph.before if fresh and chunk[0].first else 0)


def _draw(piece: Line, left: float, top: float, gap: float) -> Iterator[Item]:
    paragraph = piece.paragraph
    x, baseline = left + paragraph.indent, top + paragraph.size * 0.98
    if paragraph.bar:
        yield line((left + 1.5, top - gap), (left + 1.5, top + piece.height), stroke=paragraph.bar, width=1.6)
    for words in paragraph.marked:
        start = paragraph.text.find(words)
        a, b = max(start, piece.start), min(start + len(words), piece.end)
        if start >= 0 and a < b:
            shift = fonts.width(paragraph.text[piece.start : a], paragraph.face, paragraph.size)
            wide = fonts.width(paragraph.text[a:b], paragraph.face, paragraph.size)
            yield rectangle(
                (x + shift, baseline - paragraph.size * 0.74, x + shift + wide, baseline + paragraph.size * 0.22),
                fill=_MARK,
            )
    text = paragraph.text[piece.start : piece.end]
    # Line breaks in the data are spaces here: a line of a sheet is one line.
    yield Text(x, baseline, text, paragraph.face, paragraph.size, paragraph.colour, role=paragraph.role)
