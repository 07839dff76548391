"""Starts the app as a user does and drives it in a real Chromium that can reach nothing but this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Request

ROOT = Path(__file__).resolve().parents[2]


LOCAL = {"localhost", "127.0.0.1"}


@dataclass
class Server:
    """A running app."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    base: str = ""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/{self.base}"


def start(log: Path, port: int = 0, base: str = "", **environment: str) -> Server:
    """Starts the app on a port, 0 for a free one, under a path ("a/b/"), and waits until it answers."""
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.baseUrlPath", base] if base else []
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env={**os.environ, **environment})
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/{base}_stcore/health", timeout=2):
                return Server(port, process, log, base)
        except OSError:
            time.sleep(0.25)
    process.kill()
    pytest.fail(f"the app did not start:\n{log.read_text()}")


@dataclass
class View:
    """An open page and everything that went wrong in it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "/frame.html" in frame.url)

    def ready(self) -> None:
        """Waits until the map has drawn its lines and the page has all that the server said."""
        self.drawn()
        self.settled()

    def settled(self) -> None:
        """Waits until the server has spoken and the browser shows all of it: no part is still to be loaded."""
        said = '.stApp[data-test-script-state="notRunning"]:has(.st-key-page):not(:has([data-testid=stSkeleton]))'
        self.page.locator(said).wait_for(state="attached", timeout=60_000)
        self.page.locator("#ca-first").wait_for(state="detached", timeout=60_000)
        self.page.wait_for_function(_WORDS, timeout=60_000)

    def answered(self, **query: str) -> None:
        """Waits for the server's whole answer to a click: the address holds these words, which it writes last."""
        self.page.wait_for_function(_SAYS, arg=query, timeout=30_000)
        self.settled()

    def drawn(self) -> None:
        """Waits until the map has drawn its lines, which it does before Streamlit is there."""
        self.page.wait_for_selector("#ca-map > iframe", state="attached", timeout=60_000)
        while not any("/frame.html" in frame.url for frame in self.page.frames):
            self.page.wait_for_timeout(20)
        self.frame.wait_for_function("() => window.corridorAtlas?.atlas?.ready", timeout=60_000)

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.ready()

    def query(self) -> dict[str, str]:
        pairs = (pair.partition("=") for pair in urlsplit(self.page.url).query.split("&") if pair)
        return {key: value.replace("%2C", ",") for key, _, value in pairs}

    def shown(self) -> set[str]:
        """Ids of the lines that can be seen."""
        return set(
            self.frame.evaluate(
                "() => [...document.querySelectorAll('path.ca-hit')].filter((p) => !p.classList.contains('ca-hidden')"
                " && p.getTotalLength() > 0).map((p) => p.dataset.record)"
            )
        )

    def click_line(self, record: str, **options: object) -> None:
        """Clicks a point of the line that nothing else covers."""
        spot = self.frame.evaluate(_SPOT, record)
        assert spot, f"no free point on {record}"
        box = self.page.locator("#ca-map").bounding_box()
        assert box
        self.page.mouse.click(box["x"] + spot[0], box["y"] + spot[1], **options)  # type: ignore[arg-type]


_WORDS = """() => [...document.querySelectorAll(".ca-words")]
  .every((box) => box.said !== undefined && box.said === box.wanted)"""

_SAYS = """(wanted) => { const said = new URLSearchParams(location.search);
  return Object.entries(wanted).every(([key, value]) => (said.get(key) ?? '') === value); }"""

_SPOT = """(id) => {
  const path = document.querySelector(`path.ca-hit[data-record="${id}"]`);
  const length = path.getTotalLength(), matrix = path.getScreenCTM();
  for (let i = 1; i < 60; i += 1) {
    const p = path.getPointAtLength((length * ((i * 37) % 60)) / 60).matrixTransform(matrix);
    if (document.elementFromPoint(p.x, p.y) === path) return [p.x, p.y];
  }
  return null;
}"""


def view(browser: Browser, **options: object) -> View:
    """A page of its own context, with every request to another host noted; the browser itself refuses them.

    The requests are watched, not held up: a page that Playwright routes has no cache and takes twice as long to load.
    """
    settings = {"viewport": {"width": 1440, "height": 900}, **options}
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    made = View(context.new_page())

    def note(request: Request) -> None:
        if urlsplit(request.url).hostname not in {*LOCAL, None}:  # a blob has no host
            made.foreign.append(request.url)

    context.on("request", note)
    made.page.on("console", lambda message: made.errors.append(message.text) if message.type == "error" else None)
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))
    return made
