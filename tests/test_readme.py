"""What the README says is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridors.model import Atlas
from tools.write_counts import BEGIN, END, counts


def test_counts_are_the_datas(atlas: Atlas, root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    between = readme.partition(BEGIN)[2].partition(END)[0]
    assert between.strip() == counts(atlas), "run `python -m tools.write_counts`"


@pytest.mark.parametrize("name", ["start.png"])
def test_pictures_are_there(root: Path, name: str) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert f"docs/{name}" in readme
    assert (root / "docs" / name).stat().st_size > 50_000


def test_commands_exist(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for command in ("run", "test"):
        assert f"`make {command}`" in (root / "README.md").read_text(encoding="utf-8")
        assert f"\n{command}:" in makefile
