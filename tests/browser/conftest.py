"""The app as a user has it: started by Streamlit, opened in a real Chromium with the network blocked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from drive import ARGUMENTS, Server, View, browser_path, start, view


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(str(item.fspath)).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(tmp_path_factory.mktemp("server") / "log.txt")
    yield running
    running.process.terminate()
    running.process.wait(20)
    log = running.log.read_text()
    assert "Traceback" not in log, log


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = browser_path()
    assert path, "no Chromium: run `make test`, which finds or installs one"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def open_view(browser: Browser) -> Iterator[object]:
    """Opens views, and after the test holds each to: no error in the console, no request to another host."""
    opened: list[View] = []

    def make(**options: object) -> View:
        opened.append(view(browser, **options))
        return opened[-1]

    yield make
    for made in opened:
        made.page.context.close()
        assert made.errors == []
        assert made.foreign == []
