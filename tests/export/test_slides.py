"""The presentation reads back: native text, everything on the slide, full evidence in the notes."""

from __future__ import annotations

import io

import pytest
from exported import DATE, LINK, squeezed
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from corridors import cards
from corridors.export import content, slides
from corridors.model import Atlas
from corridors.selection import Selection

_READ: dict[Selection, object] = {}  # one atlas a session; making a deck takes a second


def _deck(atlas: Atlas, selection: Selection) -> object:
    if selection not in _READ:
        _READ[selection] = Presentation(io.BytesIO(slides.pptx(atlas, selection, LINK, DATE)))
    return _READ[selection]


def _shown(deck: object) -> str:
    found = (s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)  # type: ignore[attr-defined]
    return squeezed("".join(found))


@pytest.mark.parametrize("name", ["long evidence", "several", "phase 1", "nothing"])
def test_everything_stands_on_its_slide_and_apart(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    deck = _deck(atlas, views[name])
    for slide in deck.slides:  # type: ignore[attr-defined]
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height, s.name) for s in slide.shapes]
        for left, top, right, bottom, _ in boxes:
            assert left >= 0 and top >= 0
            assert right <= deck.slide_width and bottom <= deck.slide_height  # type: ignore[attr-defined]
        for index, a in enumerate(boxes):
            for b in boxes[index + 1 :]:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)
    assert any(s.shape_type == MSO_SHAPE_TYPE.PICTURE for s in deck.slides[0].shapes)  # type: ignore[attr-defined]


def test_text_boxes_are_tall_enough_for_their_text(atlas: Atlas, views: dict[str, Selection]) -> None:
    for name in ("long evidence", "phase 1"):
        for slide in _deck(atlas, views[name]).slides:  # type: ignore[attr-defined]
            for shape in slide.shapes:
                if shape.has_text_frame and shape != slide.shapes.title:
                    column = slides.Column((0, 0, shape.width.pt, shape.height.pt))
                    tall = 0.0
                    for paragraph in shape.text_frame.paragraphs:
                        run = paragraph.runs[0]
                        face = "serif" if run.font.name == "Times New Roman" else "sans"
                        size = run.font.size.pt / slides.GROWN
                        before = paragraph.space_before.pt
                        indent = int(paragraph._p.pPr.get("marL", "0")) / 12700
                        part = content.Paragraph(run.text, face, size, before=before, indent=indent)
                        tall += slides._height(part, column)
                    assert tall <= shape.height.pt * 1.02 + 4, shape.text_frame.text[:80]


def test_quotes_citations_and_notes_equal_the_data(atlas: Atlas, views: dict[str, Selection]) -> None:
    for name in ("long evidence", "several"):
        deck = _deck(atlas, views[name])
        shown = _shown(deck)
        notes = squeezed("".join(s.notes_slide.notes_text_frame.text for s in deck.slides if s.has_notes_slide))  # type: ignore[attr-defined]
        for record_id in views[name].selected:
            for item in cards.card(atlas.by_id[record_id], atlas).evidence:
                assert squeezed(item.quote) in shown and squeezed(item.quote) in notes
                assert squeezed(item.citation) in shown and squeezed(item.citation) in notes


def test_a_filter_brings_the_leads_and_their_doubts(atlas: Atlas, views: dict[str, Selection]) -> None:
    shown = _shown(_deck(atlas, views["phase 1"]))
    for record in content.main_records(views["phase 1"], atlas):
        assert all(squeezed(item.quote) in shown for item in cards.card(record, atlas).lead)


def test_an_empty_selection_says_so(atlas: Atlas, views: dict[str, Selection]) -> None:
    assert squeezed(content.EMPTY) in _shown(_deck(atlas, views["nothing"]))
