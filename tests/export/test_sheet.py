"""The sheet says all that it must, and nothing on it overlaps or runs off."""

from __future__ import annotations

import io
import math
import re
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from exported import DATE, LINK, collisions, outside, said, squeezed
from PIL import Image
from pyproj import Geod

from corridors import cards, style
from corridors.export import content
from corridors.export.frame import Frame, around
from corridors.export.papers import PAPERS
from corridors.export.parts import of_sheet
from corridors.export.sheet import Sheet, compose
from corridors.model import Area, Atlas, Place, Record, Segment
from corridors.selection import Selection, Viewport, sentence, visible

CASES = [
    ("all", "16:9"), ("all", "a4"), ("all", "a4-portrait"), ("phase 1", "a4"), ("phase 3", "a4-portrait"),
    ("no phase, stated", "a4"), ("long evidence", "16:9"), ("long evidence", "a4-portrait"), ("contested", "a4"),
    ("several", "a4"), ("off the map", "16:9"), ("a country", "a4-portrait"), ("close", "16:9"), ("nothing", "a4"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sheets(atlas: Atlas, views: dict[str, Selection]) -> dict[tuple[str, str], Sheet]:
    return {case: compose(atlas, of_sheet(atlas, views[case[0]], LINK), DATE, case[1]) for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_nothing_overlaps_or_runs_off(sheets: dict[tuple[str, str], Sheet], case: tuple[str, str]) -> None:
    margin = PAPERS[case[1]].margin
    for page in sheets[case].pages:
        assert outside(page, margin) == []
        assert collisions(page) == []


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_every_page_carries_dates_version_link_and_licence(
    sheets: dict[tuple[str, str], Sheet], case: tuple[str, str], atlas: Atlas
) -> None:
    for page in sheets[case].pages:
        dates = said((page,), "dates")
        assert squeezed(f"Sources: {len(atlas.sources)} articles of 2017 to 2020") in dates
        assert squeezed(f"version {atlas.meta.version}") in dates and atlas.digest in dates
        assert squeezed("Exported: 22 November 2026") in dates
        assert squeezed(LINK) in said((page,), "link")
        assert squeezed(atlas.meta.licences["segments.geojson"]) in said((page,), "licence")


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_the_first_page_has_title_sentence_note_scale_and_north(
    sheets: dict[tuple[str, str], Sheet], case: tuple[str, str], atlas: Atlas, views: dict[str, Selection]
) -> None:
    first = sheets[case].pages[:1]
    assert squeezed(sheets[case].title) in said(first, "title") or len(views[case[0]].selected) > 3
    assert squeezed(sentence(views[case[0]], atlas))[1:] in said(first, "sentence")
    assert squeezed(style.BOUNDARY_NOTE) in said(first, "boundary-note")
    assert "km" in said(first, "scale") and "middleofthemap" in said(first, "scale-note")
    assert said(first, "north") == "N"
    assert said(first, "graticule")


def _classes(records: list[Record]) -> set[tuple[str, str]]:
    lines = [record for record in records if isinstance(record, Segment)]
    expected = {("family", record.family) for record in records}
    expected |= {("claim", record.claim) for record in lines} | {("body", record.drawn) for record in lines}
    expected |= {("place", record.kind) for record in records if isinstance(record, Place)}
    expected |= {("area", record.edge) for record in records if isinstance(record, Area)}
    expected |= {("mark", "contested") for record in lines if record.contested}
    expected |= {("mark", "context") for record in lines if record.context}
    expected |= {("mark", "gauge") for record in lines if record.breaks_of_gauge}
    return expected


@pytest.mark.parametrize("name", ["all", "phase 1", "phase 3", "no phase, stated", "nothing"])
def test_the_legend_explains_exactly_what_is_visible(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    art = compose(atlas, of_sheet(atlas, views[name], LINK), DATE, "16:9").maps[0]
    drawn = [
        record
        for record in visible(views[name], atlas)
        if (isinstance(record, Segment | Place | Area) and record.claim != "rejected") or isinstance(record, Area)
    ]
    given = {(entry.kind, entry.key) for _, rows in art.groups for entry in rows}
    assert {pair for pair in given if pair[0] != "boundary"} == _classes(drawn)
    assert len(given) == sum(len(rows) for _, rows in art.groups)


def test_the_legend_leaves_out_what_lies_outside_the_frame(atlas: Atlas) -> None:
    selection = Selection(viewport=Viewport(longitude=87.6, latitude=43.8, zoom=6.5))  # around Urumqi, far from any sea
    art = compose(atlas, of_sheet(atlas, selection, LINK), DATE, "16:9").maps[0]
    given = {(entry.kind, entry.key) for _, rows in art.groups for entry in rows}
    assert ("place", "port") not in given
    assert ("place", "city") in given
    assert {(kind, key) for kind, key in given if kind != "boundary"} == _classes(art.drawn)


def test_the_legend_says_that_what_is_not_selected_is_paler(
    sheets: dict[tuple[str, str], Sheet],
) -> None:
    chosen = {entry.key for _, rows in sheets["contested", "a4"].maps[0].groups for entry in rows}
    free = {entry.key for _, rows in sheets["all", "a4"].maps[0].groups for entry in rows}
    assert "faded" in chosen and "context" not in chosen
    assert "context" in free and "faded" not in free


def test_a_selected_record_is_shown_with_all_its_evidence(
    sheets: dict[tuple[str, str], Sheet], atlas: Atlas, views: dict[str, Selection]
) -> None:
    for case in (("long evidence", "16:9"), ("contested", "a4"), ("off the map", "16:9"), ("a country", "a4-portrait")):
        (chosen,) = views[case[0]].selected
        quotes, cited = said(sheets[case].pages, "quote"), said(sheets[case].pages, "citation")
        for item in cards.card(atlas.by_id[chosen], atlas).evidence:
            assert squeezed(f"“{item.quote}”") in quotes
            assert squeezed(item.citation) in cited


def test_each_of_several_records_has_its_own_page_with_all_its_evidence(
    sheets: dict[tuple[str, str], Sheet], atlas: Atlas, views: dict[str, Selection]
) -> None:
    sheet = sheets["several", "a4"]
    assert len(sheet.maps) == 1 + len(views["several"].selected)
    for chosen in views["several"].selected:
        own = tuple(page for page in sheet.pages if page.title == atlas.by_id[chosen].name)
        for item in cards.card(atlas.by_id[chosen], atlas).evidence:
            assert squeezed(f"“{item.quote}”") in said(own, "quote")


def test_the_first_doubt_stands_on_the_page_of_the_first_support(atlas: Atlas) -> None:
    for segment in atlas.segments:
        if segment.contested:
            for paper in PAPERS:
                first = compose(atlas, of_sheet(atlas, Selection(selected=(segment.id,)), LINK), DATE, paper).pages[:1]
                lead = cards.card(segment, atlas).lead
                assert len(lead) == 2
                assert all(squeezed(item.quote) in said(first, "quote") for item in lead), (segment.id, paper)
            break


@pytest.mark.parametrize(
    "case", [("all", "16:9"), ("all", "a4"), ("all", "a4-portrait"), ("phase 3", "a4-portrait")], ids=" ".join
)
def test_no_page_shows_a_support_without_its_doubt(
    sheets: dict[tuple[str, str], Sheet], case: tuple[str, str], atlas: Atlas, views: dict[str, Selection]
) -> None:
    pages = [said((page,), "quote") for page in sheets[case].pages]
    held = 0
    for record in content.main_records(views[case[0]], atlas):
        lead = [squeezed(f"“{item.quote}”") for item in cards.card(record, atlas).lead]
        first = [next(number for number, page in enumerate(pages) if quote in page) for quote in lead]
        if len(lead) == 2 and squeezed(record.name) in said(sheets[case].pages[first[0] : first[0] + 1], "name"):
            assert first[1] <= first[0], record.id
            held += 1
    assert held >= 3


def test_quotations_are_never_parted(sheets: dict[tuple[str, str], Sheet]) -> None:
    for case, sheet in sheets.items():
        for page in sheet.pages:
            columns: dict[float, list[str]] = {}
            for text in page.texts():
                if text.role == "quote":
                    columns.setdefault(round(text.x), []).append(text.text)
            for lines in columns.values():  # a column begins with a quotation's first words and ends with its last
                assert lines[0].startswith("“") and lines[-1].endswith("”"), (case, page.title)


def test_a_filter_quotes_each_route_with_its_doubts(
    sheets: dict[tuple[str, str], Sheet], atlas: Atlas, views: dict[str, Selection]
) -> None:
    quotes = said(sheets["phase 3", "a4-portrait"].pages, "quote")
    for record in content.main_records(views["phase 3"], atlas):
        for item in cards.card(record, atlas).lead:
            assert squeezed(item.quote) in quotes


def test_an_empty_selection_says_so(sheets: dict[tuple[str, str], Sheet]) -> None:
    sheet = sheets["nothing", "a4"]
    assert squeezed(content.EMPTY) in said(sheet.pages, "banner")
    assert squeezed(content.EMPTY) in said(sheet.pages, "empty")
    assert len(sheet.pages) == 1


def test_scale_and_north_are_true_at_the_middle_of_the_frame() -> None:
    frame = Frame((10, 10, 510, 410), (150, 20, 500, 400), around(66.0, 33.0, 5.0))
    longitude, latitude = frame.middle
    geod = Geod(ellps="WGS84")
    for azimuth in (0, 90, 200):
        east, north, _ = geod.fwd(longitude, latitude, azimuth, 50_000)
        (x0, y0), (x1, y1) = frame.point(longitude, latitude), frame.point(east, north)
        assert math.hypot(x1 - x0, y1 - y0) == pytest.approx(50 * frame.kilometre(), rel=2e-3)
    x0, y0 = frame.point(longitude, latitude)
    x1, y1 = frame.point(longitude, latitude + 0.5)
    assert math.atan2(x1 - x0, y0 - y1) == pytest.approx(frame.north, abs=1e-3)
    assert frame.places([frame.point(66.9, 30.2)])[0] == pytest.approx((66.9, 30.2), abs=1e-9)


def test_the_pdf_holds_every_line_as_selectable_text_in_embedded_fonts(
    sheets: dict[tuple[str, str], Sheet], atlas: Atlas
) -> None:
    sheet = sheets["several", "a4"]
    data = sheet.pdf(atlas)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == len(sheet.pages)
    for index, page in enumerate(sheet.pages):
        found = squeezed(re.sub("[\x02\ufffe]", "-", document[index].get_textpage().get_text_range()))
        for text in page.texts():
            assert squeezed(text.text) in found, text.text
    document.close()
    assert data.count(b"/FontFile2") >= 4
    assert b"/Helvetica" not in re.sub(rb"/BaseFont /Helvetica[^>]*", b"", data, count=1)


def test_the_svg_holds_every_line_as_text_and_its_fonts(sheets: dict[tuple[str, str], Sheet]) -> None:
    sheet = sheets["contested", "a4"]
    for page, data in zip(sheet.pages, sheet.svgs(), strict=True):
        root = ET.fromstring(data)
        written = [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}text")]
        assert written == [text.text for text in page.texts()]
        assert data.count(b"@font-face") == len({text.face for text in page.texts()})
        assert not re.search(rb'(src|href)="(?!https://atlas\.example/)', data)
        assert b"url(http" not in data


@pytest.mark.parametrize(
    ("paper", "size"), [("16:9", (3840, 2160)), ("a4", (3508, 2480)), ("a4-portrait", (2480, 3508))]
)
def test_pictures_have_the_promised_size(
    atlas: Atlas, views: dict[str, Selection], paper: str, size: tuple[int, int]
) -> None:
    picture = Image.open(
        io.BytesIO(next(iter(compose(atlas, of_sheet(atlas, views["nothing"], LINK), DATE, paper).pngs(atlas))))
    )
    assert picture.size == size
    assert picture.info["dpi"][0] == pytest.approx(PAPERS[paper].dpi, abs=0.1)
    assert len(picture.getcolors(1 << 24) or []) > 50
