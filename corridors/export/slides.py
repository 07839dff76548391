"""What stands on which slide: the map as a picture, what is read as native text, all evidence in the notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from corridors.cards import card
from corridors.export import content, deck, parts, sheet
from corridors.export.content import Paragraph
from corridors.export.deck import HIGH, MARGIN, WIDE
from corridors.export.flow import height, lines, place, tallest
from corridors.export.parts import Document, Part
from corridors.export.pdf import pdf, png
from corridors.export.progress import Tell, silent
from corridors.export.scene import Box
from corridors.model import Atlas
from corridors.selection import Selection
from corridors.style import ROLES

GROWN: Final = (1.25, 1.15, 1.05)  # how much larger than on a sheet text may be
FOOT: Final = 8.5  # points
GUTTER: Final = 16.0
ENLARGED: Final = (1.3, 1.15, 1.0)  # how much larger than on a sheet the map's names and lines may be
_FACES: Final = {"sans": "arial", "serif": "times"}


def pptx(atlas: Atlas, selection: Selection, link: str, date: str, tell: Tell = silent) -> bytes:
    """The presentation of a selection: one map slide for it (and one for each of several records), then the rest."""
    return present(atlas, parts.of_slides(atlas, selection, link), date, tell)


def present(atlas: Atlas, document: Document, date: str, tell: Tell = silent) -> bytes:
    """A document's parts as slides: each begins with its map."""
    made = deck.Deck()
    for number, part in enumerate(document.parts):
        tell(number / len(document.parts), f"Drawing {part.heading}")
        _part(made, atlas, part, date)
    return made.save(atlas, document.title, document.about, date)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a part is set: how much larger than on a sheet, in columns how wide, and how many of them beside the map."""

    grown: float
    column: float
    beside: int

    @property
    def map_wide(self) -> float:
        """Points for the map's width."""
        return ROOM - self.beside * (self.column + GUTTER)


ROOM: Final = WIDE - 2 * MARGIN
THIRD: Final = (ROOM - 2 * GUTTER) / 3
QUARTER: Final = (ROOM - 3 * GUTTER) / 4
PLANS: Final = (*(Plan(grown, THIRD, 1) for grown in GROWN), *(Plan(grown, QUARTER, 2) for grown in GROWN[1:]))


def _part(made: deck.Deck, atlas: Atlas, part: Part, date: str) -> None:
    shape = _Shape(atlas, part, date)
    plan = next((plan for plan in PLANS if shape.fits(plan)), PLANS[0])
    placed = place(_set(part, plan), lambda number: shape.columns(plan, number))
    for number, pieces in placed.items():
        slide = shape.draw(made, plan, number)
        deck.write(slide, pieces, shape.columns(plan, number))
        names = dict.fromkeys(piece.paragraph.record for piece, _, _ in pieces if piece.paragraph.record)
        if number == 0:
            names |= dict.fromkeys(record.id for record in part.focus)
        deck.notes(slide, [line for name in names for line in _notes(name, atlas)])


class _Shape:
    """A part's slides around their text: title, sentence and map above, the foot below."""

    def __init__(self, atlas: Atlas, part: Part, date: str) -> None:
        self.atlas, self.part = atlas, part
        self.sentence = Paragraph(part.sentence, "arial", 12, content.SOFT)
        key = f"{content.KEY} " if any(item.marked for item in part.told) else ""
        self.foot = [
            Paragraph(content.dates(atlas, date), "arial", FOOT, content.SOFT),
            Paragraph(f"This view: {part.link}", "arial", FOOT, "#1a4f8a", role="link"),
            Paragraph(
                key + content.licences(atlas), "arial", FOOT, content.SOFT, marked=(content.UNDERLAID,) if key else ()
            ),
        ]
        self.bottom = HIGH - 14 - sum(_height(paragraph) for paragraph in self.foot)

    def _heading(self, number: int) -> tuple[str, float, float]:
        """A slide's title, the size of its letters, and where what is below it begins."""
        words = self.part.heading + (" (continued)" if number else "")
        size = 24 if len(words) < 70 else 17 if len(words) < 160 else 12
        return words, size, deck.title_bottom(words, size) + (0 if number else 1 + _height(self.sentence)) + 8

    def columns(self, plan: Plan, number: int) -> list[Box]:
        """The columns of slide `number`, 0 being the one with the map."""
        top, bottom, step = self._heading(number)[2], self.bottom - 8, plan.column + GUTTER
        every = range(round((ROOM + GUTTER) / step))
        boxes = [(MARGIN + step * k, top, MARGIN + step * k + plan.column, bottom) for k in every]
        return boxes if number else boxes[-plan.beside :]

    def fits(self, plan: Plan) -> bool:
        """Whether the text stands as it should: nothing parted that belongs together, all for beside the map there."""
        told = _set(self.part, plan)
        later = self.columns(plan, 1)[0]
        if tallest(told, plan.column) > later[3] - later[1]:
            return False
        return height(told[: self.part.together], self.columns(plan, 0)) is not None

    def draw(self, made: deck.Deck, plan: Plan, number: int) -> object:
        """The slide without its columns."""
        words, size, top = self._heading(number)
        slide = made.slide(words, size)
        low = self.bottom
        for paragraph in self.foot:
            low = _line(slide, paragraph, low)
        if not number:
            _line(slide, self.sentence, deck.title_bottom(words, size) + 1)
            box = (MARGIN, top, MARGIN + plan.map_wide, self.bottom - 8)
            described = f"Map: {self.part.heading}. {self.part.sentence}"
            deck.picture(slide, _map(self.atlas, self.part, plan.map_wide, box[3] - top), box, "Map", described)
        return slide


def _map(atlas: Atlas, part: Part, wide: float, high: float) -> bytes:
    """The map as large a picture as a screen of 4K shows, its names enlarged as far as the legend leaves room."""
    for enlarged in ENLARGED:
        page, art = sheet.map_page(atlas, part, wide / enlarged, high / enlarged)
        if art.columns == 1:
            break
    document = pdf([page], title=page.title, author=atlas.meta.title, subject="", keywords="")
    return png(document, 0, (round(wide * 3.5), round(high * 3.5)), 252)


def _set(part: Part, plan: Plan) -> list[Paragraph]:
    """The part's paragraphs in an office program's faces, sizes in half points as such programs count them."""
    return [
        replace(
            paragraph, face="-".join((_FACES[family], *variant)), size=round(paragraph.size * plan.grown * 2) / 2,
            before=paragraph.before * plan.grown,
        )
        for paragraph in part.told
        for family, *variant in (paragraph.face.split("-"),)
    ]  # fmt: skip


def _height(paragraph: Paragraph) -> float:
    return sum(piece.height for piece in lines([paragraph], ROOM))


def _line(slide: object, paragraph: Paragraph, top: float) -> float:
    """A paragraph across the slide, and its lower edge."""
    box = (MARGIN, top, WIDE - MARGIN, top + _height(paragraph))
    pieces = lines([paragraph], ROOM)
    deck.write(slide, [(piece, MARGIN, top) for piece in pieces], [box])
    return box[3]


def _notes(record_id: str, atlas: Atlas) -> Iterator[str]:
    """All that is said of a record."""
    view = card(atlas.by_id[record_id], atlas)
    yield f"{view.name.upper()}: in the articles {view.claim}{', contested' if view.contested else ''}. {view.voices}."
    yield " · ".join(view.phases)
    for item in view.evidence:
        note = f" Curator: {item.note}" if item.note else ""
        yield f"{ROLES[item.role]}: “{item.quote}” ({item.citation}; {item.section}; the passage {item.stance}.){note}"
    for term, text in view.curator:
        yield f"Supplied by the curator. {term}: {text}"
