"""Paragraphs into columns over as many pages as they take. Nothing is shrunk, trimmed or left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from corridors.export import fonts
from corridors.export.content import Paragraph
from corridors.export.scene import Box, Item, Text, line, rectangle

LEADING: Final = 1.26
STEP: Final = 3.0  # points by which columns are tried longer
WHOLE: Final = ("quote", "citation", "note")
MARK: Final = "#fff3bf"


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


Chunk = list[Line]  # what stands together in one column
Placed = list[tuple[Line, float, float]]  # a line, where its left end is, and where it begins from above


def lines(paragraphs: Iterable[Paragraph], room: float) -> Iterator[Line]:
    """Every line that the paragraphs take in a column `room` points wide."""
    for paragraph in paragraphs:
        spans = fonts.wrap(paragraph.text, paragraph.face, paragraph.size, room - paragraph.indent)
        last = len(spans) - 1
        for index, (start, end) in enumerate(spans):
            # Neither a quotation nor what belongs to it is parted; of others no first or last line stands alone.
            inside = paragraph.role in WHOLE or index in (0, last - 1)
            yield Line(paragraph, start, end, index == 0, paragraph.keep if index == last else inside)


def flow(paragraphs: Iterable[Paragraph], columns: Callable[[int], list[Box]]) -> dict[int, list[Item]]:
    """Items by page. `columns` gives the columns of a page, 0 being the first; all are equally wide."""
    found = place(paragraphs, columns)
    return {page: [item for piece, x, y in placed for item in _draw(piece, x, y)] for page, placed in found.items()}


def place(paragraphs: Iterable[Paragraph], columns: Callable[[int], list[Box]]) -> dict[int, Placed]:
    """Lines by page. The columns of the last page end at about the same height."""
    boxes = columns(0)
    rest = _chunks(lines(paragraphs, boxes[0][2] - boxes[0][0]))
    pages: dict[int, Placed] = {0: []}
    number = 0
    while rest:
        boxes = columns(number)
        placed, over = _fill(rest, boxes)
        if not over:
            placed, _ = _fill(rest, _level(rest, boxes))
        pages[number] = placed
        rest = over
        number += 1
    return pages


def height(paragraphs: Iterable[Paragraph], boxes: list[Box]) -> float | None:
    """The least height at which all paragraphs go into these columns; None if they do not."""
    chunks = _chunks(lines(paragraphs, boxes[0][2] - boxes[0][0]))
    if _fill(chunks, boxes)[1]:
        return None
    level = _level(chunks, boxes)[0]
    return level[3] - level[1]


def lowest(items: Iterable[Item]) -> float:
    """How far down the text among these items reaches."""
    return max((item.box[3] for item in items if isinstance(item, Text)), default=0.0)


def tallest(paragraphs: Iterable[Paragraph], room: float) -> float:
    """The height of the tallest run of lines that must stand together, in a column `room` points wide."""
    return max((_height(chunk, fresh=True) for chunk in _chunks(lines(paragraphs, room))), default=0.0)


def _level(chunks: list[Chunk], boxes: list[Box]) -> list[Box]:
    """The boxes made as short as the chunks allow without going on over another page."""
    top, bottom = boxes[0][1], boxes[0][3]
    end = top
    while end < bottom:
        shorter = [(left, top, right, end) for left, _, right, _ in boxes]
        if not _fill(chunks, shorter, whole=True)[1]:
            return shorter
        end += STEP
    return boxes


def _fill(chunks: list[Chunk], boxes: list[Box], *, whole: bool = False) -> tuple[Placed, list[Chunk]]:
    """Lines placed in the boxes one after the other, and what did not go in.

    A chunk taller than a box is parted, unless all chunks must stay `whole`.
    """
    placed: Placed = []
    rest = list(chunks)
    for left, top, _, bottom in boxes:
        y = top
        while rest:
            chunk = rest[0]
            if y + _height(chunk, fresh=y == top) > bottom and (y > top or whole):
                break
            done = _fitting(chunk, top, y, bottom)
            for piece in chunk[:done]:
                y += piece.paragraph.before if piece.first and y > top else 0
                placed.append((piece, left, y))
                y += piece.height
            rest[0:1] = [chunk[done:]] if done < len(chunk) else []
            if done < len(chunk):
                break
    return placed, rest


def _fitting(chunk: Chunk, top: float, y: float, bottom: float) -> int:
    """How many lines of a chunk to set from `y` on: all that fit, but a part of it ends before a heading if it can."""
    done = 0
    for piece in chunk:
        before = piece.paragraph.before if piece.first and y > top else 0
        if done and y + before + piece.height > bottom:
            headings = [at for at in range(1, done + 1) if chunk[at].first and chunk[at].paragraph.role == "heading"]
            return max(headings, default=done)
        y += before + piece.height
        done += 1
    return done


def _chunks(pieces: Iterable[Line]) -> list[Chunk]:
    chunks: list[Chunk] = [[]]
    for piece in pieces:
        chunks[-1].append(piece)
        if not piece.keep:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _height(chunk: Chunk, *, fresh: bool) -> float:
    gaps = sum(piece.paragraph.before for piece in chunk if piece.first)
    return sum(piece.height for piece in chunk) + gaps - (chunk[0].paragraph.before if fresh and chunk[0].first else 0)


def _draw(piece: Line, left: float, top: float) -> Iterator[Item]:
    paragraph = piece.paragraph
    x, baseline = left + paragraph.indent, top + paragraph.size * 0.98
    if paragraph.bar:
        yield line((left + 1.5, top), (left + 1.5, top + piece.height), stroke=paragraph.bar, width=1.6)
    for words in paragraph.marked:
        start = paragraph.text.find(words)
        a, b = max(start, piece.start), min(start + len(words), piece.end)
        if start >= 0 and a < b:
            shift = fonts.width(paragraph.text[piece.start : a], paragraph.face, paragraph.size)
            wide = fonts.width(paragraph.text[a:b], paragraph.face, paragraph.size)
            yield rectangle(
                (x + shift, baseline - paragraph.size * 0.74, x + shift + wide, baseline + paragraph.size * 0.22),
                fill=MARK,
            )
    text = paragraph.text[piece.start : piece.end]
    # Line breaks in the data are spaces here: a line of a sheet is one line.
    yield Text(x, baseline, text, paragraph.face, paragraph.size, paragraph.colour, role=paragraph.role)
