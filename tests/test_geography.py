"""The cartographer's rules: every shipped segment keeps them, and a broken copy is caught by each of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString

from corridors import geography
from corridors.__main__ import main
from corridors.check import check_atlas
from corridors.countries import lengths_km
from corridors.faults import Fault
from corridors.load import DATA, read_folder
from corridors.model import Atlas, Segment

ATLAS = check_atlas(read_folder(DATA))
IDS = [segment.id for segment in ATLAS.segments]
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "geography.md"


@pytest.fixture(scope="module")
def ground() -> geography.Ground:
    return geography.Ground(ATLAS)


def segment(name: str) -> Segment:
    found = ATLAS.by_id[name]
    assert isinstance(found, Segment)
    return found


def faults(item: Segment, ground: geography.Ground) -> list[Fault]:
    return list(geography.judge(item, geography.measure(item, ground), ground))


@pytest.mark.parametrize("name", IDS)
def test_shipped_segment_keeps_the_rules(name: str, ground: geography.Ground) -> None:
    assert [str(fault) for fault in faults(segment(name), ground)] == []


@pytest.mark.parametrize("name", geography.SHORT_DRAWINGS)
def test_an_exempted_length_still_needs_it(name: str, ground: geography.Ground) -> None:
    deviation = geography.measure(segment(name), ground).deviation
    assert deviation is not None and deviation < geography.LENGTH_BELOW
    assert len(geography.SHORT_DRAWINGS[name]) > 20


def moved(field: str, east: float = 0.0, north: float = 0.0, **other: Any) -> Callable[[Segment], dict[str, Any]]:
    """The last entry of a list moved by degrees, or otherwise changed."""

    def change(item: Segment) -> dict[str, Any]:
        *rest, last = getattr(item, field)
        there = {"longitude": last.longitude + east, "latitude": last.latitude + north}
        return {field: (*rest, last.model_copy(update=there | other))}

    return change


def listed(*countries: str) -> Callable[[Segment], dict[str, Any]]:
    """Another list of countries."""
    return lambda _: {"countries": countries}


def published(km: float) -> Callable[[Segment], dict[str, Any]]:
    """Another published length."""
    return lambda _: {"length_km": km}


def redrawn(change: Callable[[list[list[float]]], list[list[float]]]) -> Callable[[Segment], dict[str, Any]]:
    """Another geometry, made from the vertices of the old one."""
    return lambda item: {"geometry": LineString(change(shapely.get_coordinates(item.geometry).tolist()))}


def chord(vertices: list[list[float]]) -> list[list[float]]:
    """The first and the last vertex alone."""
    return [vertices[0], vertices[-1]]


def north(degrees: float) -> Callable[[list[list[float]]], list[list[float]]]:
    """Every vertex moved north."""
    return lambda vertices: [[x, y + degrees] for x, y in vertices]


BROKEN = {
    "sparse": ("quetta-taftan", redrawn(lambda line: line[::12] + line[-1:]), "geometry", "at least every 20 km"),
    "the wrong figure that some repeat": ("quetta-taftan", published(523), "length_km", "within -6% to +3%"),
    "drawn too short": ("quetta-taftan", published(680), "length_km", "within -6% to +3%"),
    "a length for a band": ("rupak", published(2700), "length_km", "no length"),
    "waypoint off the line": ("quetta-taftan", moved("waypoints", north=0.1), "waypoints[5]", "on the line"),
    "waypoint misnamed": ("quetta-taftan", moved("waypoints", name="Gwadar"), "waypoints[5]", "another name"),
    "waypoint off a band": ("rupak", moved("waypoints", north=1.0), "waypoints[4]", "on the line"),
    "crossing off the line": ("cpec-trunk", moved("crossings", east=-0.3), "crossings[0]", "on the line"),
    "crossing off the border": ("cpec-trunk", moved("crossings", north=0.3), "crossings[0]", "of the border"),
    "another border": ("cpec-trunk", moved("crossings", between=("IRN", "PAK")), "crossings[0]", "of the border"),
    "no such border": ("cpec-trunk", moved("crossings", between=("RUS", "PAK")), "crossings[0]", "of the border"),
    "break off the line": ("nstc", moved("breaks_of_gauge", east=-0.2), "breaks_of_gauge[0]", "on the line"),
    "order": ("nstc", listed("RUS", "IRN", "AZE"), "countries", "travel order"),
    "a country too many": ("nstc", listed("RUS", "AZE", "IRN", "PAK"), "countries", "travel order"),
    "a band outside its list": ("rupak", listed("PAK", "AFG", "KAZ", "RUS"), "countries", "travel order"),
    "a short end abroad": ("tapi", listed("TKM", "AFG", "PAK"), "countries", "travel order"),
    "railway in the sea": ("quetta-taftan", redrawn(north(-5)), "geometry", "on land"),
    "sea leg over land": ("sea-bandar-abbas-karachi", redrawn(chord), "geometry", "at the ports"),
    "too near a cape": ("sea-chabahar-gwadar", redrawn(north(0.04)), "geometry", "capes"),
    "ends at sea": ("sea-chabahar-karachi", redrawn(lambda line: line[:-1]), "waypoints", "last port"),
}


@pytest.mark.parametrize(("name", "change", "field", "wanted"), list(BROKEN.values()), ids=list(BROKEN))
def test_broken_copy_is_caught(
    name: str, change: Callable[[Segment], dict[str, Any]], field: str, wanted: str, ground: geography.Ground
) -> None:
    shipped = segment(name)
    before = [fault for fault in faults(shipped, ground) if fault.field == field and wanted in fault.wanted]
    after = faults(shipped.model_copy(update=change(shipped)), ground)
    caught = [fault for fault in after if fault.field == field and wanted in fault.wanted]
    assert before == []
    assert len(caught) == 1, "\n".join(map(str, after))
    assert (caught[0].file, caught[0].record, caught[0].level) == ("segments.geojson", name, "invalid")


def test_an_unbroken_copy_is_not(ground: geography.Ground) -> None:
    shipped = segment("quetta-taftan")
    assert faults(shipped.model_copy(update={"length_km": 619.0}), ground) == faults(shipped, ground) == []


def test_rows_name_the_km_per_country(ground: geography.Ground) -> None:
    row = geography.measure(segment("russia-kazakhstan-urumqi"), ground)
    assert list(lengths_km(row.runs)) == ["RUS", "KAZ", "CHN"]
    assert sum(run.km for run in row.runs) == pytest.approx(row.km, rel=1e-6)


def test_a_band_gets_no_length(ground: geography.Ground) -> None:
    assert geography.measure(segment("n-cpec-afghan-leg"), ground).km is None


def broken_folder(folder: Path) -> Path:
    """A copy of the atlas whose Quetta–Taftan railway has the length that some sources repeat wrongly."""
    shutil.copytree(DATA, folder)
    path = folder / "segments.geojson"
    text = path.read_text("utf-8")
    changed = re.sub(r'("length_km":\s*)615(\.0)?\b', r"\g<1>523", text)
    assert changed != text
    path.write_text(changed, "utf-8")
    return folder


def test_command_prints_a_line_for_each_segment(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--geography"]) == 0
    printed = capsys.readouterr().out
    assert [name for name in IDS if f"| {name} |" not in printed] == []
    assert f"{len(IDS)} segments, 0 faults" in printed


def test_command_fails_on_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--geography", str(broken_folder(tmp_path / "atlas"))]) == 1
    assert "quetta-taftan · length_km: found drawn" in capsys.readouterr().out


@pytest.mark.parametrize("extra", [["--reference", "railways.fgb"], ["--geography", "--json"]])
def test_command_refuses_what_it_would_ignore(extra: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["check", *extra])
    assert "--geography" in capsys.readouterr().err


def test_the_document_names_every_limit_as_the_code_has_it() -> None:
    text = DOCUMENT.read_text("utf-8")
    for limit in (
        f"at least every {geography.SPACING_KM:g} km", f"within {geography.ON_LINE_KM:g} km of the line",
        f"within {geography.TRUE_PLACE_KM:g} km of it", f"within {geography.BORDER_KM:g} km of the border",
        f"{geography.LENGTH_BELOW:+.0%} to {geography.LENGTH_ABOVE:+.0%}".replace("-", "−"),
        f"{geography.PORT_KM:g} km of its ends", f"{geography.CAPE_KM:g} km or more",
        f"farther than {geography.HARBOUR_KM:g} km",
    ):  # fmt: skip
        assert limit in text, limit
    assert [name for name in geography.SHORT_DRAWINGS if f"`{name}`" not in text] == []


def atlas_of(*segments: Segment) -> Atlas:
    return ATLAS.model_copy(update={"segments": segments})


def test_examine_gathers_all_faults_in_order() -> None:
    shipped = segment("quetta-taftan")
    wrong = shipped.model_copy(update={"length_km": 523.0, "countries": ("IRN",)})
    found, rows = geography.examine(atlas_of(shipped, wrong))
    assert [fault.field for fault in found] == ["length_km", "countries"]
    assert [row.segment for row in rows] == ["quetta-taftan", "quetta-taftan"]
