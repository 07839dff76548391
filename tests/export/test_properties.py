"""Exports under generated views and texts: whatever a record says and whatever is chosen, the files read back."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import bibtexparser
import rispy
from exported import DATE, LINK
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corridors import facets
from corridors.check import check_atlas
from corridors.export import citations, formats, rows, tables
from corridors.export.parts import of_sheet
from corridors.export.scene import showable
from corridors.export.sheet import compose
from corridors.gate.singlefile import judge
from corridors.load import DATA, read_folder
from corridors.model import Atlas, Segment
from corridors.selection import PAGES, Selection, Viewport

ATLAS = check_atlas(read_folder(DATA))
IDS = tuple(ATLAS.by_id)
CALM = settings(
    deadline=None, database=None, derandomize=True, max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
FEW = settings(CALM, max_examples=4, phases=[Phase.generate])  # where one example draws sheets: no shrinking either

# What spreadsheets run: OWASP's list for "CSV injection", with the full-width forms that some of them take as well.
FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
NASTY = st.sampled_from(
    ["=", "+", "-", "@", "\t", "\r", "\n", "'", '"', ";", ",", "\\", "{", "}", "&", "<", ">", "]]>", "%", "\x00",
     "\x1b", "\x85", "\u2028", "\ufeff", "\ufffe", "\u202e", "＝", "﹣", "ER  - ", "TY  - ", " and ", "<!--", "</"]
)  # fmt: skip
TEXTS = st.lists(NASTY | st.text(max_size=4), min_size=1, max_size=8).map("".join).filter(str.strip)


class Case(NamedTuple):
    """A view, and the fields by record in which its atlas is unlike the shipped one."""

    view: Selection
    edits: dict[str, dict[str, Any]]

    @property
    def atlas(self) -> Atlas:
        def edited(items: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(item.model_copy(update=self.edits.get(item.id)) for item in items)

        made = {name: getattr(ATLAS, name) for name in type(ATLAS).model_fields}
        parts = ("sources", "passages", "segments", "places", "areas", "undrawn")
        return Atlas.model_construct(**made | {name: edited(made[name]) for name in parts})


@st.composite
def views(draw: st.DrawFn) -> Selection:
    """Any view that a visitor can come to."""
    chosen = frozenset(
        (facet, value)
        for facet in draw(st.lists(st.sampled_from(tuple(facets.FACETS)), max_size=2))
        for value in draw(st.lists(st.sampled_from(tuple(facets.values(facet, ATLAS))), max_size=2))
    )
    seen = st.builds(Viewport, st.floats(-180, 180), st.floats(-85, 85), st.floats(3, 9))
    return Selection(
        phases=draw(st.frozensets(st.integers(0, 5), max_size=3)),
        families=draw(st.frozensets(st.sampled_from(tuple(ATLAS.family)), max_size=3)),
        stated_only=draw(st.booleans()),
        hide_context=draw(st.booleans()),
        facets=chosen,
        selected=tuple(draw(st.lists(st.sampled_from(IDS), max_size=4, unique=True))),
        viewport=draw(st.none() | seen),
        briefing=draw(st.booleans()),
        page=draw(st.sampled_from(PAGES)),
    )


@st.composite
def worded(draw: st.DrawFn) -> Case:
    """A view of an atlas whose texts somebody else wrote: of one record, one of its passages and that one's article."""
    record = ATLAS.by_id[draw(st.sampled_from(IDS))]
    words = {key: draw(TEXTS) for key in ("name", "note", "quote", "gloss", "section", "title", "publisher", "author")}
    passage = ATLAS.passage[record.evidence[0].passage] if record.evidence else ATLAS.passages[0]
    changed: dict[str, dict[str, Any]] = {
        record.id: {"name": words["name"], "curator_note": words["note"]},
        passage.id: {"quote": words["quote"], "gloss": words["gloss"], "section": words["section"],
                     "conditions": (), "likelihood": (), "repairs": ()},
        passage.source: {"title": words["title"], "publisher": words["publisher"], "authors": (words["author"],)},
    }  # fmt: skip
    return Case(Selection(selected=(record.id,)), changed)


CASES = views().map(lambda view: Case(view, {})) | worded()


def unmarked(cell: str) -> str:
    """A cell as the README tells to read it."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell.lstrip("'")) else cell


@CALM
@given(CASES)
def test_tables_parse_back_to_the_same_cells(case: Case) -> None:
    atlas, view = case.atlas, case.view
    found = rows.records(atlas, view)
    wanted = {
        tables.segments_csv: [rows.record_row(item, atlas) for item in found if isinstance(item, Segment)],
        tables.passages_csv: [row for item in found for row in rows.evidence_rows(item, atlas)],
    }
    for make, lines in wanted.items():
        read = list(csv.DictReader(io.StringIO(make(atlas, view).decode("utf-8-sig"), newline=""), strict=True))
        assert not any(FORMULA.match(value) for row in read for value in row.values())
        told = [{key: unmarked(row[key]) for key in line} for row, line in zip(read, lines, strict=True)]
        assert told == [{key: showable(str(value)) for key, value in line.items()} for line in lines]


@settings(CALM, max_examples=400)
@given(st.lists(st.sampled_from("=+-@\t\r\n＝＋－＠'x ") | st.characters(), max_size=4).map("".join))
def test_a_cell_is_no_formula_and_loses_nothing(text: str) -> None:
    made = tables.cell(text)
    assert not FORMULA.match(made)
    assert unmarked(made) == showable(text)


@CALM
@given(CASES)
def test_geojson_passes_our_own_gate(case: Case) -> None:
    atlas, view = case.atlas, case.view
    data = tables.geojson(atlas, view, LINK, DATE)
    verdict = judge(data, path="atlas.geojson")
    assert verdict.faults == ()
    features = {item["id"]: item["properties"] for item in json.loads(data)["features"]}
    assert list(features) == [record.id for record in rows.records(atlas, view)]
    for key, told in features.items():
        record = atlas.by_id[key]
        assert told["name"] == record.name
        assert sorted(item["quote"] for item in told["evidence"]) == sorted(
            atlas.passage[item.passage].quote for item in record.evidence
        )


@CALM
@given(CASES)
def test_kml_is_well_formed_and_says_the_same(case: Case) -> None:
    atlas, view = case.atlas, case.view
    kml = "{http://www.opengis.net/kml/2.2}"
    root = ET.fromstring(tables.kml(atlas, view, LINK, DATE))
    marks = {str(mark.get("id")): mark for mark in root.iter(f"{kml}Placemark")}
    assert set(marks) == {record.id for record in rows.records(atlas, view)}
    for key, mark in marks.items():
        assert _line_ends(mark.findtext(f"{kml}name")) == _line_ends(showable(atlas.by_id[key].name))
        assert set(re.findall(r"<[^>]*>", mark.findtext(f"{kml}description") or "")) <= {"<br>"}


def _line_ends(text: str | None) -> str:
    """As every reader of XML gives them back."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


@FEW
@given(CASES, st.sampled_from(formats.PAPERS))
def test_svg_is_well_formed_and_runs_nothing(case: Case, paper: str) -> None:
    atlas, view = case.atlas, case.view
    sheet = compose(atlas, of_sheet(atlas, view, LINK), DATE, paper)
    for page, data in zip(sheet.pages, sheet.svgs(), strict=True):
        root = ET.fromstring(data)
        tags = {node.tag.removeprefix("{http://www.w3.org/2000/svg}") for node in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "path", "text", "a", "rect", "clipPath", "g"}
        assert not any(name.startswith("on") for node in root.iter() for name in node.attrib)
        words = [_line_ends(node.text) for node in root.iter("{http://www.w3.org/2000/svg}text")]
        assert words == [_line_ends(showable(text.text)) for text in page.texts()]


@CALM
@given(CASES)
def test_citations_parse_back(case: Case) -> None:
    atlas, view = case.atlas, case.view
    items = citations.entries(atlas, view, LINK, DATE)
    assert json.loads(citations.csl_json(atlas, view, LINK, DATE)) == items
    library = bibtexparser.parse_string(citations.bibtex(atlas, view, LINK, DATE).decode())
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [item["id"] for item in items]
    assert [entry.fields_dict["title"].value for entry in library.entries] == [
        f"{{{citations.latex(item['title'])}}}" for item in items
    ]
    read = rispy.loads(citations.ris(atlas, view, LINK, DATE).decode())
    for told, item in zip(read, items, strict=True):
        assert (told["id"], told["title"]) == (item["id"], citations._line(item["title"]))
        assert told["authors"] == [citations._line(author) for author in citations._authors(item)]
