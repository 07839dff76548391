"""The command line, and that the same view, data and date give the same bytes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from exported import squeezed

from corridors import tour
from corridors.export import formats
from corridors.export.command import main
from corridors.export.formats import ExportError
from corridors.export.links import address
from corridors.export.progress import Bar
from corridors.model import Atlas
from corridors.selection import Selection

_PROGRAM = """
import hashlib, sys
from corridors.check import check_atlas
from corridors.export.formats import render
from corridors.export.links import address
from corridors.load import DATA, read_folder
from corridors.selection import Selection
atlas = check_atlas(read_folder(DATA))
chosen = max(atlas.segments, key=lambda segment: len(segment.evidence)).id
selection = Selection(phases=frozenset({1, 3}), families=frozenset({"pipelines", "cpec"}), selected=(chosen,))
link = address("https://atlas.example/", selection, atlas)
for name in ("svg", "pdf", "html", "geojson", "csv", "kml", "bib"):
    for ending, data in render(name, atlas, selection, link, "2026-11-22", "a4-portrait").items():
        print(ending, hashlib.sha256(data).hexdigest())
"""


def test_the_same_view_data_and_date_give_the_same_bytes(root: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM], cwd=root, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        )
        for seed, zone in (("1", "UTC"), ("4242", "Asia/Karachi"))
    ]  # fmt: skip
    first, second = (process.communicate(timeout=240)[0] for process in running)
    assert all(process.returncode == 0 for process in running)
    assert first == second and len(first.splitlines()) > 8


def test_several_formats_in_one_go(atlas: Atlas, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    segment = atlas.segments[0].id
    arguments = ["export", "--phase", "1,3", "--segment", segment, "--format", "svg,csv,bib", "--date", "2026-11-22"]
    assert main([*arguments, "--base", "https://atlas.example/", "-o", str(tmp_path / "out.svg")]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {"out.svg", "out-segments.csv", "out-passages.csv", "out.bib"} <= names
    link = address("https://atlas.example/", Selection(phases=frozenset({1, 3}), selected=(segment,)), atlas)
    assert link.startswith("https://atlas.example/?phase=1,3&select=") and link in (tmp_path / "out.bib").read_text()
    assert "[2/3] csv done in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--phase", "9"], "phases 1 to 5"), (["--segment", "no-such"], "no-such"), (["--format", "docx"], "docx"),
        (["--date", "yesterday"], "--date"), (["--family", "x"], "family"),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_said(arguments: list[str], words: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=words):
        main(["export", *arguments, "-o", str(tmp_path / "out")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "module", ["corridors.export.command", "corridors.views.reading.export", "corridors.views.server"]
)
def test_heavy_libraries_wait_until_they_are_needed(root: Path, module: str) -> None:
    program = (
        f"import sys, {module}\n"
        "heavy = {'reportlab', 'pypdfium2', 'pptx', 'citeproc', 'geopandas', 'pyogrio', 'fontTools'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_tour_is_a_page_a_step(atlas: Atlas, tmp_path: Path) -> None:
    made = formats.tour("svg", atlas, "https://atlas.example/", "2026-11-22")
    texts = [squeezed("".join(ET.fromstring(page).itertext())) for page in made.values()]
    assert len(texts) <= len(atlas.tour) + 1  # a step with four long passages goes on
    for number, step in enumerate(atlas.tour, 1):
        own = next(text for text in texts if squeezed(f"Step {number} of {len(atlas.tour)}") in text)
        assert squeezed(step.title) in own and squeezed(f"Curator: {step.says}") in own
        assert squeezed(tour.stop(step, atlas).quote.quote) in own
    with pytest.raises(ExportError, match="wanted one or more of pdf, svg, png, pptx"):
        main(["export", "--tour", "--format", "csv", "-o", str(tmp_path / "out")])
    assert list(tmp_path.iterdir()) == []


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_and_nobody_else(atlas: Atlas) -> None:
    for out in (_Terminal(), io.StringIO()):
        with Bar(out) as tell:
            formats.render("pdf", atlas, Selection(selected=("quetta-taftan",)), "?", "2026-11-22", "a4", tell)
            tell(1.0, "the\x1b[31m end\n")
        written = out.getvalue()
        if isinstance(out, _Terminal):
            assert f"Drawing {atlas.by_id['quetta-taftan'].name}" in written
            assert "100% the[31m end" in written and written.endswith("\r\x1b[K")
        else:
            assert written == ""


@pytest.mark.parametrize("name", ["pdf", "png", "pptx", "zip"])
def test_progress_goes_up_and_says_what_is_made(atlas: Atlas, name: str) -> None:
    told: list[tuple[float, str]] = []
    selection = Selection(selected=("quetta-taftan", "nstc"))
    formats.render(name, atlas, selection, "?", "2026-11-22", "a4", lambda *step: told.append(step))
    shares = [share for share, _ in told]
    assert len(told) >= 3 and shares == sorted(shares) and 0 <= shares[0] <= shares[-1] <= 1
    assert all(words for _, words in told)
