"""An atlas with bad records: each record is either shown as it was, or told of; and nothing leans on what is gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_check import CASES, Case, P, edit, lightened

from corridors.check import LAYERS, LISTS, check_atlas
from corridors.faults import FaultsError
from corridors.lenient import SPARE, Salvaged, salvage
from corridors.load import BASEMAP_FILES
from corridors.model import Atlas

PARTS = ("sources", "families", "passages", "segments", "places", "areas", "undrawn", "trade", "disagreements", "tour")
LIGHT = lightened()
WHOLE = check_atlas(LIGHT)


def records(atlas: Atlas) -> dict[tuple[str, str], Any]:
    """Every record by part and id; a geometry as its coordinates."""
    return {(part, item.id): item for part in PARTS for item in getattr(atlas, part)}


def given_ids(contents: dict[str, bytes]) -> set[tuple[str, str]]:
    """Part and id of every record that stands in the files, good or bad."""
    found = set()
    for name, (part, *_) in (LISTS | LAYERS).items():
        if part == "phases" or contents[name][:1] not in (b"[", b"{"):
            continue
        document = json.loads(contents[name])
        items = document["features"] if isinstance(document, dict) else document
        found |= {(part, str(item["id"])) for item in items if item.get("id")}
    return found


def salvaged(contents: dict[str, bytes]) -> Salvaged | None:
    """None when the gate refuses to make an atlas of it."""
    try:
        return salvage(contents)
    except FaultsError:
        return None


def hold(got: Salvaged, contents: dict[str, bytes]) -> None:
    """What every salvaged atlas must be."""
    before, after = records(WHOLE), records(got.atlas)
    told = {fault.record for fault in got.faults}
    for key in given_ids(contents):
        if key in after:
            assert after[key] == before.get(key, after[key]), f"{key} is shown otherwise than it was"
        else:
            assert key[1] in told, f"{key} is gone and nobody is told"
    passages = set(got.atlas.passage)
    for record in got.atlas.records:
        assert {item.passage for item in record.evidence} <= passages
        assert record.family in got.atlas.family
    assert {passage.source for passage in got.atlas.passages} <= set(got.atlas.source)
    for item in (*got.atlas.disagreements, *got.atlas.tour):
        assert set(item.records) <= set(got.atlas.by_id)
    assert got.atlas.segments
    assert [phase.number for phase in got.atlas.phases] == [1, 2, 3, 4, 5]


def test_a_sound_atlas_is_the_same() -> None:
    got = salvage(LIGHT)
    assert got.faults == ()
    assert (got.atlas.digest, records(got.atlas)) == (WHOLE.digest, records(WHOLE))


FRAME = {"atlas.json", "phases.json", *BASEMAP_FILES}


OF_RECORDS = {name: case for name, case in CASES.items() if case.file not in FRAME and case.record}


@pytest.mark.parametrize("case", OF_RECORDS.values(), ids=OF_RECORDS)
def test_a_bad_record_goes_and_is_told(case: Case) -> None:
    contents = dict(LIGHT)
    edit(contents, case.file, case.change)
    got = salvaged(contents)
    if got is None:
        assert case.file in {"passages.json", "sources.json"}, "only when a phase itself rests on the bad record"
        return
    assert (case.file, case.record) in {(fault.file, fault.record) for fault in got.faults}
    assert got.atlas.digest != WHOLE.digest
    hold(got, contents)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(CASES)), min_size=2, max_size=5, unique=True))
def test_many_faults_at_once(names: list[str]) -> None:
    contents = dict(LIGHT)
    for name in names:
        try:
            edit(contents, CASES[name].file, CASES[name].change)
        except (KeyError, IndexError, StopIteration, ValueError):
            return  # one change has taken away what the other would change
    got = salvaged(contents)
    if got is not None:
        assert got.faults
        hold(got, contents)


def test_what_leans_on_a_bad_record_is_left_out_and_says_why() -> None:
    contents = dict(LIGHT)
    edit(contents, "segments.geojson", CASES["segment claim"].change)
    got = salvage(contents)
    bad = CASES["segment claim"].record
    assert bad not in got.atlas.by_id
    leaning = [step.id for step in WHOLE.tour if bad in step.records]
    leaning += [item.id for item in WHOLE.disagreements if bad in item.records]
    assert leaning, "the case must have something that leans on it"
    for name in leaning:
        fault = next(fault for fault in got.faults if fault.record == name)
        assert "left out" in fault.remedy
    assert got.atlas.passages == WHOLE.passages, "a passage is good even when its record is not"


@pytest.mark.parametrize("name", SPARE)
@pytest.mark.parametrize("bad", [b"", b"\xff"], ids=repr)
def test_a_file_the_atlas_can_do_without(name: str, bad: bytes) -> None:
    contents = {**LIGHT, name: bad}
    got = salvage(contents)
    assert any((fault.file, fault.record) == (name, "") for fault in got.faults)
    hold(got, contents)


@pytest.mark.parametrize("name", sorted(set(LIGHT) - set(SPARE)))
@pytest.mark.parametrize("bad", [b"", b"[]", b"{"], ids=repr)
def test_without_the_rest_there_is_no_atlas(name: str, bad: bytes) -> None:
    with pytest.raises(FaultsError):
        salvage({**LIGHT, name: bad})


def test_a_phase_without_its_passage_is_no_phase() -> None:
    contents = dict(LIGHT)
    edit(contents, "passages.json", lambda document: document.remove(next(p for p in document if p["id"] == P)))
    with pytest.raises(FaultsError):
        salvage(contents)


def test_a_frame_of_reference_is_not_lost_with_a_bad_record() -> None:
    """Leaving a record out must not also leave out the member that says that the others are not WGS84."""
    document = json.loads(LIGHT["segments.geojson"])
    document["crs"] = {"type": "name", "properties": {"name": "EPSG:3857"}}
    document["features"][0]["properties"]["claim"] = "maybe"
    with pytest.raises(FaultsError) as error:
        salvage({**LIGHT, "segments.geojson": json.dumps(document).encode()})
    assert any(fault.field.startswith("crs") for fault in error.value.faults)


def test_a_not_a_number_costs_its_record_only() -> None:
    text = LIGHT["segments.geojson"].decode()
    document = json.loads(text)
    document["features"][2]["geometry"]["coordinates"][0] = "HERE"
    data = json.dumps(document).replace('"HERE"', "[NaN, 1]").encode()
    contents = {**LIGHT, "segments.geojson": data}
    got = salvage(contents)
    assert len(got.atlas.segments) == len(WHOLE.segments) - 1
    hold(got, contents)
