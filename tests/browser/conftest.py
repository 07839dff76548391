"""The app as a user has it: started by Streamlit, opened in a real Chromium with the network blocked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).parent))

from drive import Server, View, start, view


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


def _sound(seen: View) -> None:
    """No error in the console and no request to another host since the last look."""
    errors, foreign = seen.errors[:], seen.foreign[:]
    seen.errors.clear()
    seen.foreign.clear()
    assert errors == []
    assert foreign == []


@pytest.fixture(scope="session")
def _desktop(browser: Browser) -> View:
    return view(browser)


@pytest.fixture(scope="session")
def _phone(browser: Browser) -> View:
    return view(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)


@pytest.fixture
def desktop(_desktop: View) -> Iterator[View]:
    """A window of 1440 by 900 pixels that the tests share; each page load is a new visit."""
    yield _desktop
    _sound(_desktop)


@pytest.fixture
def phone(_phone: View) -> Iterator[View]:
    """A telephone of 390 by 844 pixels, with touch, that the tests share."""
    yield _phone
    _sound(_phone)


@pytest.fixture
def app(desktop: View, server: Server) -> View:
    """The start page."""
    desktop.open(server.url)
    return desktop
