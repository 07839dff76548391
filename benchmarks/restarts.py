"""Two servers side by side, the atlas's and the usual st_folium app's: strangers ask, and both are killed and return.

A part of `python -m benchmarks.safety`.
"""

from __future__ import annotations

import contextlib
import http.client
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from math import inf
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from benchmarks import servers
from benchmarks.data import prepare
from benchmarks.drive import ARGUMENTS
from tools.find_chromium import installed

Row = tuple[str, str, str]
STRANGERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("GET", "/", {"Host": "evil.example"}),
    ("GET", "/_stcore/health", {"Host": "localhost.evil.example"}),
    ("GET", "/_stcore/stream", {
        "Origin": "http://evil.example", "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }),
    ("GET", "/_stcore/stream", {
        "Host": "evil.example", "Origin": "http://evil.example", "Connection": "Upgrade", "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }),
    ("PUT", "/_stcore/upload_file/session/file", {}),
    ("POST", "/_stcore/agent/interact", {}),
    ("DELETE", "/", {}),
)  # fmt: skip
RESTARTS, FEW_RESTARTS = 20, 5
SOON = 5.0  # seconds after the server's return
SLOW = 20_000  # milliseconds after which something counts as lost


def measure() -> tuple[list[Row], bool]:
    """Requests of strangers, and the restarts, for the atlas and for the usual app side by side."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work = Path(folder)
        case = prepare(100, work)
        files = servers.static(servers.static_folder(case.peer_file, work / "static"))
        (work / "empty").mkdir()
        usual = partial(servers.peer, "usual", data=case.peer_file, files_url=files.url, cwd=work / "empty")
        ours = partial(servers.ours, servers.ROOT / "data")
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        try:
            found = [
                _visited(make, browser, times, visit)
                for make, times, visit in ((ours, RESTARTS, _Ours), (usual, FEW_RESTARTS, _Usual))
            ]
        finally:
            browser.close()
            files.stop()
    (strangers, kept, waits), theirs = found
    rows = [
        (
            f"{len(STRANGERS)} requests of strangers: foreign host, foreign origin, upload, writing methods",
            f"{strangers} refused", f"Streamlit as it comes: {theirs[0]} refused",
        ),
        (
            "kill -9 and restart under an open page: the view kept, the next click answered after the server's return",
            _told(kept, waits, RESTARTS), f"usual app: {_told(theirs[1], theirs[2], FEW_RESTARTS)}",
        ),
    ]  # fmt: skip
    good = strangers == len(STRANGERS) and kept == RESTARTS and max(waits, default=inf) <= SOON
    return rows, good


def _told(kept: int, waits: list[float], times: int) -> str:
    if not waits:
        return f"{kept} of {times} kept; no click answered"
    ordered = sorted(waits)
    return (
        f"{kept} of {times} kept; {len(waits)} of {times} clicks answered, after {ordered[len(ordered) // 2]:.1f} s "
        f"(median), {ordered[-1]:.1f} s at most"
    )


def _visited(
    make: Callable[..., servers.Server], browser: Browser, times: int, visit: type[_Ours | _Usual]
) -> tuple[int, int, list[float]]:
    """Strangers' requests refused, views kept over `times` restarts, and how long a click then waited (seconds)."""
    server = make()
    port = int(server.url.rstrip("/").rpartition(":")[2])
    try:
        strangers = sum(_refused(port, *asked) for asked in STRANGERS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        seen = visit(page, server.url)
        kept, waits = 0, []
        for number in range(times):
            before = seen.view()
            server.process.kill()
            server.process.wait(10)
            page.wait_for_timeout(200)
            server = make(port=port)
            back = time.perf_counter()
            with contextlib.suppress(PlaywrightError):  # counted as lost
                seen.click(number)
                waits.append(time.perf_counter() - back)
            page.wait_for_timeout(700)
            kept += seen.view() == before
            print(f"{visit.__name__}, restart {number + 1}: {kept} kept, {waits[-1:]}", file=sys.stderr, flush=True)
        return strangers, kept, waits
    finally:
        server.stop()


def _refused(port: int, method: str, path: str, headers: dict[str, str]) -> bool:
    """Whether the server answers a request with an error."""
    asked = http.client.HTTPConnection("localhost", port, timeout=20)
    try:
        asked.request(method, path, body=b"x" if method == "PUT" else None, headers=headers)
        return asked.getresponse().status >= HTTPStatus.BAD_REQUEST
    finally:
        asked.close()


class _Ours:
    """The atlas in a browser, at a view of its own."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(f"{address}?phase=3&view=60.000,40.000,4.5&select=nstc")
        page.locator('.st-key-panel article[data-record="nstc"]').wait_for(timeout=60_000)
        page.wait_for_timeout(1000)

    def click(self, number: int) -> None:
        """Selects another line, and waits until panel and address say so."""
        record = ("tapi", "nstc")[number % 2]
        frame = next(frame for frame in self.page.frames if "/atlas/" in frame.url)
        frame.evaluate("(id) => corridorAtlas.atlas.choose(id, [], null)", record)
        self.page.locator(f'.st-key-panel article[data-record="{record}"]').wait_for(timeout=SLOW)
        self.page.wait_for_url(f"**/*select={record}*", timeout=SLOW)

    def view(self) -> object:
        """What the clicks do not change: filter and position in the address, and the lines that are drawn."""
        frame = next(frame for frame in self.page.frames if "/atlas/" in frame.url)
        lines = "() => document.querySelectorAll('path.ca-hit:not(.ca-hidden)').length"
        query = self.page.url.partition("?")[2].replace("%2C", ",").split("&")
        return sorted(pair for pair in query if pair.startswith(("phase=", "view="))), frame.evaluate(lines)


class _Usual:
    """The usual app in a browser, with a filter on."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        page.locator('[data-testid="stButtonGroup"] button').nth(2).click(timeout=60_000)
        page.locator("p.count", has_text="[3]").wait_for(timeout=SLOW)
        page.wait_for_timeout(1500)

    def click(self, number: int) -> None:
        """Clicks another line until the panel says so: a click on a map that is drawn anew meanwhile is lost."""
        before = self._record()
        for tenth in range(SLOW // 100):
            if tenth % 30 == 0:
                for frame in self.page.frames[1:]:
                    with contextlib.suppress(PlaywrightError):  # it has just gone
                        frame.evaluate(_CLICK, number)
            self.page.wait_for_timeout(100)
            if self._record() not in ("", before):
                return
        raise PlaywrightError("no answer")

    def view(self) -> object:
        """The filter in the address and in the sentence."""
        counted = self.page.locator("p.count")
        return self.page.url.partition("?")[2], counted.inner_text() if counted.count() == 1 else ""

    def _record(self) -> str:
        shown = self.page.locator(".record")
        return str(shown.get_attribute("data-record")) if shown.count() == 1 else ""


_CLICK = """(number) => {
  const line = document.querySelectorAll('path.route')[number % 3];
  if (!line) return;
  const box = line.getBoundingClientRect();
  const at = { bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
  for (const kind of ['mouseover', 'mousedown', 'mouseup', 'click']) line.dispatchEvent(new MouseEvent(kind, at));
}"""
