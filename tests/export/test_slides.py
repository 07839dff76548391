"""The presentation reads back: native text, everything on the slide, full evidence in the notes."""

from __future__ import annotations

import io

import pytest
from exported import DATE, LINK, squeezed
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from corridors import cards, tour
from corridors.export import content, fonts, formats, slides
from corridors.export.links import address
from corridors.model import Atlas
from corridors.selection import Selection

_TOUR: list[object] = []
_READ: dict[Selection, object] = {}  # one atlas a session; making a deck takes a second


def _deck(atlas: Atlas, selection: Selection) -> object:
    if selection not in _READ:
        _READ[selection] = Presentation(io.BytesIO(slides.pptx(atlas, selection, LINK, DATE)))
    return _READ[selection]


def _tour(atlas: Atlas) -> object:
    if not _TOUR:
        made = formats.tour("pptx", atlas, "https://atlas.example/", DATE)
        _TOUR.append(Presentation(io.BytesIO(made[".pptx"])))
    return _TOUR[0]


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


@pytest.mark.parametrize("name", ["long evidence", "phase 1", "tour"])
def test_text_boxes_are_tall_enough_for_their_text(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    deck = _tour(atlas) if name == "tour" else _deck(atlas, views[name])
    for slide in deck.slides:  # type: ignore[attr-defined]
        for shape in slide.shapes:
            if not shape.has_text_frame:
                continue
            tall = 0.0
            for number, paragraph in enumerate(shape.text_frame.paragraphs):
                font = paragraph.runs[0].font
                bold = "-bold" if font.bold else "-italic" if font.italic and font.name == "Arial" else ""
                face = {"Arial": "arial", "Times New Roman": "times"}[font.name] + bold
                room = shape.width.pt - int(paragraph._p.pPr.get("marL", "0")) / 12700
                lines = fonts.wrap(paragraph.text, face, font.size.pt, room)
                # A single line of these faces is 1.15 of their size high.
                tall += len(lines) * font.size.pt * 1.15 * paragraph.line_spacing
                tall += paragraph.space_before.pt if number else 0
            assert tall <= shape.height.pt + 1, shape.text_frame.text[:80]


def test_the_tour_is_a_slide_a_step(atlas: Atlas) -> None:
    deck = _tour(atlas)
    assert len(deck.slides) == len(atlas.tour) > 5  # type: ignore[attr-defined]
    for number, (slide, step) in enumerate(zip(deck.slides, atlas.tour, strict=True), 1):  # type: ignore[attr-defined]
        stop = tour.stop(step, atlas)
        shown = squeezed("".join(s.text_frame.text for s in slide.shapes if s.has_text_frame))
        assert slide.shapes.title.text == step.title
        assert squeezed(f"Step {number} of {len(atlas.tour)} · {stop.part}") in shown
        assert squeezed(f"Curator: {step.says}") in shown
        for item in (stop.quote, *(piece for _, piece in stop.against)):
            assert squeezed(f"“{item.quote}”") in shown and squeezed(item.citation) in shown
        assert squeezed(address("https://atlas.example/", tour.view(step, atlas), atlas)) in shown
        assert sum(s.shape_type == MSO_SHAPE_TYPE.PICTURE for s in slide.shapes) == 1
        notes = squeezed(slide.notes_slide.notes_text_frame.text)
        for record_id in step.records:
            for evidence in cards.card(atlas.by_id[record_id], atlas).evidence:
                assert squeezed(evidence.quote) in notes


def test_support_and_doubt_stand_on_one_slide(atlas: Atlas, views: dict[str, Selection]) -> None:
    slides_of = [
        squeezed("".join(s.text_frame.text for s in slide.shapes if s.has_text_frame))
        for slide in _deck(atlas, views["phase 3"]).slides  # type: ignore[attr-defined]
    ]
    for record in content.main_records(views["phase 3"], atlas):
        lead = cards.card(record, atlas).lead
        own = [text for text in slides_of if squeezed(record.name + "In the articles") in text]
        assert own and all(all(squeezed(item.quote) in text for item in lead) for text in own), record.id


def test_words_of_condition_are_underlaid(atlas: Atlas, views: dict[str, Selection]) -> None:
    (chosen,) = views["long evidence"].selected
    wanted = {squeezed(w) for item in cards.card(atlas.by_id[chosen], atlas).evidence for w in item.marked}
    found = {
        squeezed(run.text)
        for slide in _deck(atlas, views["long evidence"]).slides  # type: ignore[attr-defined]
        for shape in slide.shapes if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs if run._r.rPr.find(qn("a:highlight")) is not None
    }  # fmt: skip
    assert wanted and all(any(words in run for run in found) for words in wanted)


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
