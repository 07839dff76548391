"""The one atlas of all visitors: what is served while its files change, break and are mended."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corridors.faults import FaultsError, MissingData
from corridors.load import DATA, ROOT
from corridors.views import service

Edit = Callable[[str, Callable[[Any], None]], None]


WRITING = [sys.executable, "-m", "corridors.map"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Folium writes: the same for all data, and a second's work each time."""
    made = tmp_path_factory.mktemp("folium") / "page.html"
    made.write_bytes(subprocess.run(WRITING, cwd=ROOT, capture_output=True, check=True).stdout)
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path) -> Path:
    """A copy of the shipped data with an empty basemap, which the service looks at each time."""
    made = tmp_path / "data"
    shutil.copytree(DATA, made)
    for path in (made / "basemap").glob("*.geojson"):
        path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    monkeypatch.setattr(service, "DATA", made)
    monkeypatch.setattr(service, "LOOK_EVERY", 0.0)
    run = subprocess.Popen

    def again(command: list[str], **options: Any) -> Any:
        assert command == WRITING
        return run([sys.executable, "-I", "-S", "-c", f"print(open({str(page)!r}).read())"], **options)

    monkeypatch.setattr(service.subprocess, "Popen", again)
    return made


@pytest.fixture
def edit(folder: Path) -> Edit:
    def change(name: str, how: Callable[[Any], None]) -> None:
        path = folder / name
        document = json.loads(path.read_text(encoding="utf-8"))
        how(document)
        path.write_text(json.dumps(document), encoding="utf-8")

    return change


def retitle(document: Any) -> None:
    document["title"] += "!"


def break_one(document: Any) -> None:
    next(item for item in document["features"] if item["id"] == "tapi")["properties"]["claim"] = "maybe"


def test_sound_changes_are_picked_up_and_the_one_before_is_kept(edit: Edit) -> None:
    shelf = service._Shelf()
    names = [shelf.current().name]
    for _ in range(2):
        edit("atlas.json", retitle)
        names.append(shelf.current().name)
    assert shelf.current().atlas.meta.title.endswith("!!")
    assert len(set(names)) == 3
    assert shelf.named(names[0]) is None
    assert shelf.named(names[1]) is not None


def test_broken_changes_are_told_once_and_the_atlas_stays(edit: Edit, caplog: pytest.LogCaptureFixture) -> None:
    shelf = service._Shelf()
    before = shelf.current()
    edit("segments.geojson", break_one)
    assert shelf.current() is before
    assert shelf.current() is before
    assert shelf.broken()
    told = [record.getMessage() for record in caplog.records]
    assert sum("tapi · claim" in message for message in told) == 1
    assert any("the atlas of before stays" in message for message in told)


def test_a_missing_file_is_a_broken_change(folder: Path) -> None:
    shelf = service._Shelf()
    before = shelf.current()
    (folder / "phases.json").unlink()
    assert shelf.current() is before
    shutil.rmtree(folder)
    assert shelf.current() is before
    assert shelf.broken()


def test_a_gate_that_fails_keeps_the_atlas(edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = service._Shelf()
    before = shelf.current()
    monkeypatch.setattr(service, "check_atlas", lambda _: 1 / 0)
    edit("atlas.json", retitle)
    assert shelf.current() is before
    assert shelf.broken()


def test_data_broken_from_the_start_is_refused_until_it_is_mended(edit: Edit, folder: Path) -> None:
    edit("segments.geojson", break_one)
    shelf = service._Shelf()
    for _ in range(2):
        with pytest.raises(FaultsError) as error:
            shelf.current()
        assert {fault.record for fault in error.value.faults} == {"tapi"}
    shutil.copy(DATA / "segments.geojson", folder / "segments.geojson")
    assert "tapi" in shelf.current().atlas.by_id
    assert not shelf.broken()


def test_no_folder_at_all(folder: Path) -> None:
    shutil.rmtree(folder)
    with pytest.raises(MissingData):
        service._Shelf().current()


def test_a_lenient_operator_gets_the_sound_records(edit: Edit, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LENIENT", True)
    edit("segments.geojson", break_one)
    shelf = service._Shelf()
    assert "tapi" not in shelf.current().atlas.by_id
    assert "tapi" in {fault.record for fault in shelf.current().faults}
    sent = shelf.current().files["data.js"].raw
    assert b'"id":"nstc"' in sent
    assert b'"id":"tapi"' not in sent
    shutil.copy(DATA / "segments.geojson", folder / "segments.geojson")
    whole = shelf.current()
    assert whole.faults == ()
    edit("segments.geojson", break_one)
    assert shelf.current() is whole, "a part never takes the place of the whole"


def test_what_visitors_share_cannot_be_changed(folder: Path) -> None:
    current = service._Shelf().current()
    with pytest.raises(AttributeError):
        current.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        current.files["data.js"] = current.files["atlas.js"]  # type: ignore[index]
