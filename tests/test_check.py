"""Break one thing, and the message tells a person who edits the files what to mend.

Each case names the file, the change, and where the fault must be reported: record, field and words of the message.
`ALONE` cases must give no fault about any other record: one slip must not send the reader through the whole atlas.
"""

# ruff: noqa: E501  (a case is read as one row)
from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from corridors.check import check_atlas
from corridors.faults import Fault, FaultsError
from corridors.load import ATLAS_FILES, BASEMAP_FILES, DATA, OPTIONAL_FILES, read_folder

Change = Callable[[Any], object]
EMPTY = b'{"type": "FeatureCollection", "features": []}'
P = "five-phase-three"  # a passage that phases and records use


class Case(NamedTuple):
    file: str
    record: str
    field: str
    words: str
    change: Change
    alone: bool = True


def find(document: Any, record: str) -> Any:
    """The record in a list or a FeatureCollection."""
    items = document["features"] if isinstance(document, dict) else document
    return next(item for item in items if item.get("id") == record)


def put(record: str, field: str, value: object) -> Change:
    """Set a field ("waypoints.0.longitude") of a record; `...` as the value takes the field away."""

    def change(document: Any) -> None:
        target = document if not record else find(document, record)
        if isinstance(document, dict) and record and field != "id" and not field.startswith("geometry"):
            target = target["properties"]
        *path, last = field.split(".")
        for step in path:
            target = target[int(step) if step.isdigit() else step]
        key: Any = int(last) if last.isdigit() else last
        if value is ...:
            del target[key]
        else:
            target[key] = value

    return change


def cell(row: int, column: str, value: str) -> Callable[[list[list[str]]], None]:
    """Set a cell of `trade.csv`."""

    def change(table: list[list[str]]) -> None:
        table[row][table[0].index(column)] = value

    return change


def drop_column(column: str) -> Callable[[list[list[str]]], None]:
    """Take a column out of `trade.csv`."""

    def change(table: list[list[str]]) -> None:
        at = table[0].index(column)
        for row in table:
            del row[at]

    return change


def edit(contents: dict[str, bytes], file: str, change: Change) -> None:
    """Change one file in place."""
    if file.endswith(".csv"):
        table = list(csv.reader(io.StringIO(contents[file].decode(), newline="")))
        change(table)
        out = io.StringIO(newline="")
        csv.writer(out).writerows(table)
        contents[file] = out.getvalue().encode()
        return
    document = json.loads(contents[file])
    change(document)
    contents[file] = json.dumps(document).encode()


def lightened() -> dict[str, bytes]:
    """The shipped files with an empty basemap and short lines: what is left out is most of the work, and no case's."""
    made = {name: EMPTY if name in BASEMAP_FILES else data for name, data in read_folder(DATA).items()}
    segments = json.loads(made[SEGMENTS])
    for feature in segments["features"]:
        line = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "LineString":
            feature["geometry"]["coordinates"] = [line[0], line[-1]]
        feature["properties"]["waypoints"] = feature["properties"]["waypoints"][:2]
    made[SEGMENTS] = json.dumps(segments).encode()
    return made


@pytest.fixture(scope="module")
def light() -> dict[str, bytes]:
    return lightened()


@pytest.fixture
def contents(light: dict[str, bytes]) -> dict[str, bytes]:
    """Those files, for a test to break."""
    return dict(light)


def faults_of(contents: dict[str, bytes]) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        check_atlas(contents)
    return tuple(fault for fault in caught.value.faults if fault.level == "invalid")


BOW_TIE = {"type": "Polygon", "coordinates": [[[60, 25], [65, 30], [65, 25], [60, 30], [60, 25]]]}
LINE = {"type": "LineString", "coordinates": [[60, 25], [65, 30]]}
SWAPPED = {"type": "LineString", "coordinates": [[43.8, 87.6], [55.0, 92.9]]}
NOBODY = "nobody-wrote-this"
SHORT = "Russia will build a road."

ATLAS, PHASES, FAMILIES, SOURCES = "atlas.json", "phases.json", "families.json", "sources.json"
PASSAGES, SEGMENTS, PLACES, AREAS = "passages.json", "segments.geojson", "places.geojson", "areas.geojson"
UNDRAWN, DISAGREEMENTS, TRADE = "undrawn.json", "disagreements.json", "trade.csv"

CASES = {
    # atlas.json
    "atlas field missing": Case(ATLAS, "", "title", "found nothing; wanted this field", put("", "title", ...)),
    "atlas unknown field": Case(ATLAS, "", "tittle", "no field of this name", put("", "tittle", "x")),
    "atlas version": Case(ATLAS, "", "version", "a calendar version such as", put("", "version", "soon")),
    "atlas date": Case(ATLAS, "", "updated", "a date such as", put("", "updated", "yesterday")),
    "atlas view": Case(ATLAS, "", "default_view.west", "found 999", put("", "default_view.west", 999)),
    # phases.json
    "phase number": Case(PHASES, "9", "number", "found 9", put("", "2.number", 9)),
    "phase missing": Case(PHASES, "", "number", "1, 2, 3, 4, 5 in order", lambda doc: doc.pop()),
    "phase name": Case(PHASES, "2", "name", "wanted some text", put("", "1.name", "")),
    "phase passage": Case(PHASES, "2", "passage", NOBODY, put("", "1.passage", NOBODY)),
    # families.json
    "family colour": Case(FAMILIES, "cpec", "colour", "a colour such as #", put("cpec", "colour", "red")),
    "family order": Case(FAMILIES, "cpec", "order", "a whole number", put("cpec", "order", "first")),
    "eight families": Case(
        FAMILIES, "", "", "at most 7", lambda doc: doc.append(doc[0] | {"id": "eighth", "order": 8})
    ),
    # sources.json
    "source kind": Case(SOURCES, "shifting-spheres", "kind", "'op-ed'", put("shifting-spheres", "kind", "blog")),
    "source date": Case(
        SOURCES, "shifting-spheres", "published", "a date such as", put("shifting-spheres", "published", "late 2017")
    ),
    "source without author": Case(
        SOURCES, "shifting-spheres", "authors", "at least one entry", put("shifting-spheres", "authors", [])
    ),
    "source author not a list": Case(
        SOURCES, "shifting-spheres", "authors", "a list in [square", put("shifting-spheres", "authors", "Korybko")
    ),
    "source checksum": Case(
        SOURCES, "shifting-spheres", "text_sha256", "64 hexadecimal", put("shifting-spheres", "text_sha256", "abc")
    ),
    "source voice missing": Case(
        SOURCES, "shifting-spheres", "voice", "wanted this field", put("shifting-spheres", "voice", ...)
    ),
    "source ranges missing": Case(
        SOURCES, "shifting-spheres", "evidence_ranges", "this field", put("shifting-spheres", "evidence_ranges", ...)
    ),
    # passages.json
    "passage without quote": Case(PASSAGES, P, "quote", "wanted this field", put(P, "quote", ...)),
    "passage unknown field": Case(PASSAGES, P, "qoute", "data/README.md", put(P, "qoute", "x")),
    "passage paragraph in quotes": Case(PASSAGES, P, "paragraph", "found '8'; wanted a whole", put(P, "paragraph", "8")),
    "passage stance": Case(PASSAGES, P, "stance", "'speculates'", put(P, "stance", "hopes")),
    "passage source": Case(PASSAGES, P, "source", NOBODY, put(P, "source", NOBODY)),
    "passage condition": Case(
        PASSAGES, P, "conditions[0]", "words that stand in the quote", put(P, "conditions", ["if pigs fly"])
    ),
    "passage likelihood": Case(
        PASSAGES, P, "likelihood[0]", "words that stand in the quote", put(P, "likelihood", ["surely"])
    ),
    "passage too short": Case(PASSAGES, P, "quote", "5 words; wanted 10 to 90", put(P, "quote", SHORT)),
    "passage too long": Case(PASSAGES, P, "quote", "91 words; wanted 10 to 90", put(P, "quote", "word " * 91)),
    "passage fragment": Case(PASSAGES, P, "form_reason", "no whole sentence", put(P, "form", "fragment")),
    "passage repair": Case(
        PASSAGES, P, "repairs[0].shown", "this field", put(P, "repairs", [{"raw": "o ending"}])
    ),
    "passage that nothing uses": Case(
        PASSAGES, "spare", "unlinked_reason", "the reason why none does",
        lambda doc: doc.append(find(doc, P) | {"id": "spare"}),
    ),
    "passage twice": Case(PASSAGES, P, "id", "2 times", lambda doc: doc.append(find(doc, P))),
    # segments.geojson
    "segment slug": Case(SEGMENTS, "Tapi_1", "id", "lower-case words joined by hyphens", put("tapi", "id", "Tapi_1"), alone=False),
    "segment without id": Case(SEGMENTS, "record 1", "id", "text in", put("", "features.0.id", ...), alone=False),
    "segment id inside": Case(SEGMENTS, "rupak", "properties.id", "beside the properties", lambda doc: find(doc, "rupak")["properties"].update(id="rupak")),
    "segment unknown field": Case(SEGMENTS, "rupak", "lenght_km", "no field of this name", put("rupak", "lenght_km", 9)),
    "segment family": Case(SEGMENTS, "rupak", "family", "the id of a family", put("rupak", "family", NOBODY)),
    "segment evidence": Case(
        SEGMENTS, "rupak", "evidence[0].passage", "the id of a passage", put("rupak", "evidence.0.passage", NOBODY)
    ),
    "segment evidence twice": Case(
        SEGMENTS, "rupak", "evidence[0].passage", "more than once",
        lambda doc: find(doc, "rupak")["properties"]["evidence"].append(find(doc, "rupak")["properties"]["evidence"][0]),
    ),
    "segment role": Case(SEGMENTS, "rupak", "evidence[0].role", "'supports'", put("rupak", "evidence.0.role", "likes")),
    "segment without support": Case(
        SEGMENTS, "rupak", "evidence", "no passage that supports it",
        put("rupak", "evidence", [{"passage": P, "role": "doubts", "note": None}]),
    ),
    "segment claim": Case(SEGMENTS, "rupak", "claim", "'speculative'", put("rupak", "claim", "planned")),
    "segment drawn": Case(SEGMENTS, "rupak", "drawn", "'schematic'", put("rupak", "drawn", "sketched")),
    "segment mode": Case(SEGMENTS, "rupak", "mode", "'pipeline'", put("rupak", "mode", "camel")),
    "segment country": Case(
        SEGMENTS, "rupak", "countries[0]", "three capital letters", put("rupak", "countries", ["Pakistan"])
    ),
    "segment note missing": Case(SEGMENTS, "rupak", "curator_note", "this field", put("rupak", "curator_note", ...)),
    "segment note blank": Case(SEGMENTS, "rupak", "curator_note", "some text", put("rupak", "curator_note", " ")),
    "segment waypoint range": Case(
        SEGMENTS, "tapi", "waypoints[0].longitude", "found 190", put("tapi", "waypoints.0.longitude", 190)
    ),
    "segment waypoint unproven": Case(
        SEGMENTS, "tapi", "waypoints[0].passage", "the passage that names this place",
        put("tapi", "waypoints.0.named_by", "article"),
    ),
    "segment waypoint passage": Case(
        SEGMENTS, "tapi", "waypoints[0].passage", NOBODY, put("tapi", "waypoints.0.passage", NOBODY)
    ),
    "segment notional with length": Case(
        SEGMENTS, "rupak", "length_km", "a notional band has no length", put("rupak", "length_km", 900.0)
    ),
    "segment length unsourced": Case(
        SEGMENTS, "tapi", "length_source", "where the length was published", put("tapi", "length_source", None)
    ),
    "segment length zero": Case(SEGMENTS, "tapi", "length_km", "greater than 0", put("tapi", "length_km", 0)),
    "segment traced from nothing": Case(
        SEGMENTS, "quetta-taftan", "traced_from", "traced from", put("quetta-taftan", "traced_from", None)
    ),
    "segment phase unproven": Case(
        SEGMENTS, "rupak", "phases[0]", "the passage that states the phase",
        put("rupak", "phases", [{"number": 3, "basis": "stated", "passage": None, "why": None}]),
    ),
    "segment phase unexplained": Case(
        SEGMENTS, "rupak", "phases[0]", "the curator's reason",
        put("rupak", "phases", [{"number": 3, "basis": "curator", "passage": None, "why": None}]),
    ),
    "segment phase passage": Case(
        SEGMENTS, "rupak", "phases[0].passage", NOBODY,
        put("rupak", "phases", [{"number": 3, "basis": "stated", "passage": NOBODY, "why": None}]),
    ),
    "segment as a point": Case(
        SEGMENTS, "rupak", "geometry", "found Point; wanted LineString",
        put("rupak", "geometry", {"type": "Point", "coordinates": [60, 25]}),
    ),
    "segment without geometry": Case(SEGMENTS, "rupak", "geometry", "found null", put("rupak", "geometry", None)),
    "segment latitude first": Case(
        SEGMENTS, "rupak", "geometry", "longitude comes first", put("rupak", "geometry", SWAPPED)
    ),
    # places.geojson
    "place kind": Case(PLACES, "gwadar", "kind", "'port'", put("gwadar", "kind", "harbour")),
    "place as a line": Case(PLACES, "gwadar", "geometry", "found LineString; wanted Point", put("gwadar", "geometry", LINE)),
    "place named by": Case(PLACES, "gwadar", "named_by", "'curator'", put("gwadar", "named_by", "me")),
    "place without name": Case(PLACES, "gwadar", "name", "this field", put("gwadar", "name", ...)),
    "place evidence": Case(
        PLACES, "gwadar", "evidence[0].passage", NOBODY, put("gwadar", "evidence.0.passage", NOBODY)
    ),
    # areas.geojson
    "area crossing itself": Case(AREAS, "kashmir", "geometry", "crosses itself", put("kashmir", "geometry", BOW_TIE)),
    "area as a line": Case(AREAS, "kashmir", "geometry", "wanted Polygon", put("kashmir", "geometry", LINE)),
    "area without outline": Case(AREAS, "iran", "geometry", "in iso_a3", put("iran", "iso_a3", None)),
    "area code": Case(AREAS, "iran", "iso_a3", "three capital letters", put("iran", "iso_a3", "Iran")),
    "area edge": Case(AREAS, "kashmir", "edge", "'soft'", put("kashmir", "edge", "fuzzy")),
    "area family": Case(AREAS, "kashmir", "family", NOBODY, put("kashmir", "family", NOBODY)),
    # undrawn.json
    "undrawn kind": Case(UNDRAWN, "eaeu", "kind", "'bloc'", put("eaeu", "kind", "union")),
    "undrawn without evidence": Case(UNDRAWN, "eaeu", "evidence", "at least one entry", put("eaeu", "evidence", [])),
    "undrawn evidence": Case(UNDRAWN, "eaeu", "evidence[0].passage", NOBODY, put("eaeu", "evidence.0.passage", NOBODY)),
    "undrawn id taken": Case(UNDRAWN, "gwadar", "id", "2 times", put("eaeu", "id", "gwadar"), alone=False),
    # disagreements.json
    "disagreement of one": Case(
        DISAGREEMENTS, "north-south-cost", "claims", "at least 2 entries",
        lambda doc: find(doc, "north-south-cost").update(claims=find(doc, "north-south-cost")["claims"][:1]),
    ),
    "disagreement kind": Case(
        DISAGREEMENTS, "north-south-cost", "kind", "'arithmetic'", put("north-south-cost", "kind", "price")
    ),
    "disagreement passage": Case(
        DISAGREEMENTS, "north-south-cost", "claims[0].passage", NOBODY,
        put("north-south-cost", "claims.0.passage", NOBODY),
    ),
    "disagreement record": Case(
        DISAGREEMENTS, "north-south-cost", "records[0]", "the id of a record",
        put("north-south-cost", "records.0", NOBODY),
    ),
    # trade.csv
    "trade column missing": Case(TRADE, "", "", "no column passage", drop_column("passage")),
    "trade not a number": Case(
        TRADE, "trade-tajikistan-gep", "low", "found 'sixty'; wanted a number",
        lambda table: cell([row[0] for row in table].index("trade-tajikistan-gep"), "low", "sixty")(table),
    ),
    "trade not finite": Case(
        TRADE, "trade-tajikistan-gep", "high", "a finite number",
        lambda table: cell([row[0] for row in table].index("trade-tajikistan-gep"), "high", "nan")(table),
    ),
    "trade range reversed": Case(
        TRADE, "trade-tajikistan-gep", "low", "low no higher than high",
        lambda table: cell([row[0] for row in table].index("trade-tajikistan-gep"), "low", "9999")(table),
    ),
    "trade kind": Case(
        TRADE, "trade-tajikistan-gep", "kind", "'hope'",
        lambda table: cell([row[0] for row in table].index("trade-tajikistan-gep"), "kind", "rumour")(table),
    ),
    "trade passage": Case(
        TRADE, "trade-tajikistan-gep", "passage", NOBODY,
        lambda table: cell([row[0] for row in table].index("trade-tajikistan-gep"), "passage", NOBODY)(table),
        alone=False,
    ),
    "trade row too long": Case(TRADE, "spare", "", "as many as", lambda table: table.append(["spare"] + ["1"] * 20)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_broken_thing_is_named(case: Case, contents: dict[str, bytes]) -> None:
    edit(contents, case.file, case.change)
    faults = faults_of(contents)
    meant = [f for f in faults if (f.file, f.record, f.field) == (case.file, case.record, case.field)]
    assert meant, [str(fault) for fault in faults]
    assert any(case.words in str(fault) for fault in meant), [str(fault) for fault in meant]
    assert all(fault.found and fault.wanted for fault in faults)
    if case.alone:
        assert {(fault.file, fault.record) for fault in faults} == {(case.file, case.record)}


@pytest.mark.parametrize("file", [name for name in ATLAS_FILES if name not in OPTIONAL_FILES])
def test_a_missing_file_is_named(file: str, contents: dict[str, bytes]) -> None:
    del contents[file]
    faults = faults_of(contents)
    assert [(fault.file, fault.record) for fault in faults] == [(file, "")]
    assert "no such file" in str(faults[0])


def test_the_tour_may_be_missing(contents: dict[str, bytes]) -> None:
    del contents["tour.json"]
    assert check_atlas(contents).tour == ()


BROKEN = {
    "cut off": b'[{"id": "a"',
    "empty": b"",
    "null": b"null",
    "a number": b"7",
    "not UTF-8": b'["\xff\xfe"]',
    "a comment": b"// mine\n[]",
    "a name twice": b'[{"id": "a", "id": "b"}]',
    "not a number": b"[NaN]",
}


@pytest.mark.parametrize("bad", BROKEN.values(), ids=BROKEN)
def test_every_file_that_is_no_json_of_ours_is_named(bad: bytes, contents: dict[str, bytes]) -> None:
    files = {name for name in ATLAS_FILES if not name.endswith(".csv")}
    contents.update(dict.fromkeys(files, bad))
    assert {fault.file for fault in faults_of(contents)} == files


@pytest.mark.parametrize("file", [name for name in ATLAS_FILES if not name.endswith(".csv")])
def test_one_file_that_says_nothing_is_named(file: str, contents: dict[str, bytes]) -> None:
    contents[file] = b"null"
    assert {fault.file for fault in faults_of(contents)} == {file}


@pytest.mark.parametrize("bad", [b"", b"id,measure\n", b"\xff\xfe", b'id\n"open'], ids=repr)
def test_a_file_that_is_no_table_of_ours_is_named(bad: bytes, contents: dict[str, bytes]) -> None:
    contents[TRADE] = bad
    assert {fault.file for fault in faults_of(contents)} == {TRADE}


def test_all_faults_come_at_once(contents: dict[str, bytes]) -> None:
    names = [
        "atlas version", "family colour", "source kind", "passage stance", "segment claim", "segment as a point",
        "place kind", "area edge", "undrawn kind", "disagreement kind", "trade kind",
    ]  # fmt: skip
    for name in names:
        edit(contents, CASES[name].file, CASES[name].change)
    edit(contents, PLACES, put("gwadar", "named_by", "me"))
    del contents["basemap/lakes.geojson"]
    found = {(fault.file, fault.record, fault.field) for fault in faults_of(contents)}
    wanted = {CASES[name][:3] for name in names}
    wanted |= {(PLACES, "gwadar", "named_by"), ("basemap/lakes.geojson", "", "")}
    assert found == wanted


def test_a_wrong_geometry_does_not_hide_the_other_faults_of_its_record(contents: dict[str, bytes]) -> None:
    edit(contents, PLACES, put("gwadar", "geometry", LINE))
    edit(contents, PLACES, put("gwadar", "kind", "harbour"))
    edit(contents, PLACES, put("gwadar", "family", NOBODY))
    assert {"geometry", "kind"} <= {fault.field for fault in faults_of(contents)}


def test_an_unreadable_file_is_no_reason_to_doubt_references_into_it(contents: dict[str, bytes]) -> None:
    contents[PASSAGES] = b"["
    edit(contents, SEGMENTS, put("rupak", "claim", "planned"))
    assert {(fault.file, fault.record) for fault in faults_of(contents)} == {(PASSAGES, ""), (SEGMENTS, "rupak")}


def test_the_shipped_files_have_no_fault(contents: dict[str, bytes]) -> None:
    made = check_atlas(contents)
    assert made.digest == check_atlas(contents).digest
    contents[ATLAS] += b"\n"
    assert check_atlas(contents).digest != made.digest, "the digest must tell one state of the data from another"


def test_records_cannot_be_changed(contents: dict[str, bytes]) -> None:
    made = check_atlas(contents)
    with pytest.raises(ValueError, match="frozen"):
        made.segments[0].name = "mine"
