"""`python -m corridors`: exit codes, the verdict on folders and files, and the shape of `--json`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corridors.__main__ import main
from corridors.load import DATA

VALID = '{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [62.3, 25.1]}, "properties": null}'
WARN = '{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [62.3, 25.1]}]}'
INVALID = '{"type": "Point", "coordinates": [62.3]}'


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the shipped folder with two faults."""
    folder = tmp_path / "atlas"
    shutil.copytree(DATA, folder)
    families = json.loads((folder / "families.json").read_text(encoding="utf-8"))
    families[0]["colour"] = "red"
    (folder / "families.json").write_text(json.dumps(families), encoding="utf-8")
    (folder / "phases.json").unlink()
    return folder


def verdicts(capsys: pytest.CaptureFixture[str], *paths: Path | str) -> tuple[int, list[dict[str, Any]]]:
    status = main(["check", "--json", *map(str, paths)])
    return status, json.loads(capsys.readouterr().out)


def test_the_shipped_folder_passes_by_default() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corridors", "check"], cwd=DATA.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("valid: ")


def test_a_broken_folder_fails_and_says_where(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = verdicts(capsys, broken)
    assert status == 1
    assert [(item["path"], item["verdict"]) for item in found] == [(str(broken), "invalid")]
    faults = found[0]["faults"]
    assert {(fault["file"], fault["record"], fault["field"]) for fault in faults} == {
        ("phases.json", "", ""),
        ("families.json", "n-cpec", "colour"),
    }
    assert set(faults[0]) == {"file", "record", "field", "found", "wanted", "remedy", "level"}


def test_words_for_people(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(broken)]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"invalid: {broken}")
    assert "families.json · n-cpec · colour: found 'red'; wanted a colour such as" in said


@pytest.mark.parametrize(
    ("text", "verdict", "status"),
    [(VALID, "valid", 0), (WARN, "warn", 0), (INVALID, "invalid", 1), ("{", "invalid", 1)],
)
def test_a_single_file_is_judged_as_geojson(
    text: str, verdict: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.geojson"
    path.write_text(text, encoding="utf-8")
    got, found = verdicts(capsys, path)
    assert got == status
    assert set(found[0]) == {"path", "verdict", "faults"}
    assert (found[0]["path"], found[0]["verdict"]) == (str(path), verdict)
    assert bool(found[0]["faults"]) is (verdict != "valid")


def test_one_bad_file_among_good_ones_fails_and_each_has_its_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = []
    for name, text in (("a", VALID), ("b", INVALID), ("c", WARN)):
        paths.append(tmp_path / f"{name}.geojson")
        paths[-1].write_text(text, encoding="utf-8")
    status, found = verdicts(capsys, *paths)
    assert status == 1
    assert [item["verdict"] for item in found] == ["valid", "invalid", "warn"]


@pytest.mark.parametrize("name", ["nowhere.geojson", "nowhere"])
def test_a_missing_path_is_invalid_and_no_traceback(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, found = verdicts(capsys, tmp_path / name)
    assert status == 1
    assert found[0]["verdict"] == "invalid"
    assert name in found[0]["faults"][0]["found"]


def test_an_empty_folder_lists_every_file_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = verdicts(capsys, tmp_path)
    assert status == 1
    assert "atlas.json" in {fault["file"] for fault in found[0]["faults"]}


def test_a_command_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "check" in capsys.readouterr().err


def test_verify_passes_and_counts(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--texts", str(shared / "sources")]) == 0
    said = capsys.readouterr().out
    assert "by stance: " in said
    assert said.rstrip().endswith("0 faults")


def test_verify_fails_on_changed_texts(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (shared / "sources").glob("*.txt"):
        shutil.copyfile(path, tmp_path / path.name)
    changed = tmp_path / "five-phase-strategy.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Taftan", "Tehran"), encoding="utf-8")
    assert main(["verify", "--texts", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "sources.json · five-phase-strategy · text_sha256" in said
    assert "passages.json · five-steel-mills-quetta-taftan · quote" in said


def test_verify_without_texts_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--texts", str(tmp_path / "nowhere")]) == 1
    assert "no such folder" in capsys.readouterr().err
