"""What is taken away from an atlas with left-out records says so itself: a reader of it has no page to warn him."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pyogrio
import pytest
from exported import DATE, LINK, squeezed
from pptx import Presentation

from corridors.export import formats
from corridors.export.parts import of_sheet
from corridors.export.sheet import compose
from corridors.lenient import salvage
from corridors.model import Atlas
from corridors.payload import payload
from corridors.selection import Selection

SAYS = squeezed("not complete: 4 records with faults left out")  # two, and two that lean on them
# The sheet's own text is tested below; a picture has none to read.
FILES = sorted(set(formats.FORMATS) - {*formats.SHEETS})


@pytest.fixture(scope="module")
def incomplete(_shipped: dict[str, bytes]) -> Atlas:
    """The shipped atlas without two lines whose data somebody broke."""
    lines = json.loads(_shipped["segments.geojson"])
    for record in ("tapi", "nstc"):
        next(item for item in lines["features"] if item["id"] == record)["properties"]["claim"] = "maybe"
    return salvage({**_shipped, "segments.geojson": json.dumps(lines).encode()}).atlas


def words(name: str, data: bytes, folder: Path) -> str:
    """All the text in a file."""
    if name.endswith(".pptx"):
        deck = Presentation(io.BytesIO(data))
        return "".join(s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame)
    if name.endswith(".gpkg"):
        path = folder / "atlas.gpkg"
        path.write_bytes(data)
        return str(pyogrio.read_dataframe(path, layer="readme")["text"][0])
    if name.endswith(".zip"):
        packed = zipfile.ZipFile(io.BytesIO(data))
        assert all(SAYS in squeezed(words(inner, packed.read(inner), folder)) for inner in packed.namelist())
        return packed.read("README.txt").decode()
    return data.decode("utf-8-sig")


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_that_records_are_left_out(incomplete: Atlas, atlas: Atlas, name: str, tmp_path: Path) -> None:
    view = Selection(phases=frozenset({3}))
    for ending, data in formats.render(name, incomplete, view, LINK, DATE).items():
        assert SAYS in squeezed(words(ending, data, tmp_path)), f"{ending} does not say it"
    if name != "zip":
        for ending, data in formats.render(name, atlas, view, LINK, DATE).items():
            assert not re.search(r"not\s*complete", words(ending, data, tmp_path)), f"{ending} says it of a whole atlas"


@pytest.mark.parametrize("paper", formats.PAPERS)
def test_every_page_of_a_sheet_says_it(incomplete: Atlas, paper: str) -> None:
    for page in compose(incomplete, of_sheet(incomplete, Selection(), LINK), DATE, paper).pages:
        assert SAYS in squeezed("".join(text.text for text in page.texts()))


def test_the_map_says_it_in_its_own_title_block(incomplete: Atlas) -> None:
    assert SAYS in squeezed(payload(incomplete)["dates"])
