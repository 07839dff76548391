"""What several test files need: the shipped atlas, its files as bytes, and the source texts beside the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from corridors.check import check_atlas
from corridors.load import DATA, read_folder
from corridors.model import Atlas
from tools.find_chromium import installed

CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1")  # fmt: skip


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return DATA.parent


@pytest.fixture(scope="session")
def _shipped() -> dict[str, bytes]:
    return read_folder(DATA)


@pytest.fixture(scope="session")
def atlas(_shipped: dict[str, bytes]) -> Atlas:
    """The shipped atlas."""
    return check_atlas(_shipped)


@pytest.fixture
def contents(_shipped: dict[str, bytes]) -> dict[str, bytes]:
    """The shipped files by name, for a test to break."""
    return dict(_shipped)


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder of source texts and foreign fixtures; a machine without it skips, continuous integration does not."""
    folder = root.parent / "shared"
    if not (folder / "sources").is_dir():
        wanted = f"{folder / 'sources'} is not here; the source texts are not part of the project"
        if os.environ.get("CI"):
            pytest.fail(wanted)
        pytest.skip(wanted)
    return folder


@pytest.fixture
def texts(shared: Path, atlas: Atlas) -> dict[str, bytes]:
    """The source texts by file name."""
    return read_folder(shared / "sources", tuple(source.text_file for source in atlas.sources))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that `tools/find_chromium.py` finds; one for all tests, since Playwright runs once a process."""
    path = installed()
    assert path, "no Chromium: run `make test`, which finds or installs one"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM))
        yield opened
        opened.close()
