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


def test_a_reader_that_goes_is_no_fault() -> None:
    """What counts is that more is said than a pipe can hold, so that something is unsaid when the reader goes."""
    command = f"{sys.executable} -m corridors check {' '.join(['nowhere'] * 1000)}"
    whole, cut = (
        subprocess.run(line, shell=True, cwd=DATA.parent, capture_output=True, text=True, check=False)
        for line in (command, f"{command} | head -1")
    )
    assert len(whole.stdout) > 2 * 65_536
    assert (cut.returncode, cut.stderr) == (0, "")
    assert cut.stdout == "invalid: nowhere\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_output_that_cannot_be_written_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "corridors", "check"],
            cwd=DATA.parent, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "error: the output cannot be written (No space left on device)\n")


@pytest.mark.parametrize("kind", ["pdf", "pptx", "gpkg", "csv"])
def test_a_disk_that_fills_up_leaves_no_half_file(kind: str, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="only Unix can limit what a program writes")
    before = tmp_path / "out.pdf"
    before.write_bytes(b"an earlier sheet")
    arguments = ["export", "--segment", "tapi", "--format", kind, "-o", str(tmp_path / "out.pdf")]
    done = subprocess.run(
        [sys.executable, "-m", "corridors", *arguments],
        cwd=DATA.parent, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )  # fmt: skip
    assert done.returncode == 1, "1,000 bytes are too few for any format"
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: ")
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]
    assert before.read_bytes() == b"an earlier sheet"
