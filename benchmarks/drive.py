"""Drives one program in a Chromium of its own, as a visitor would, and notes what happened when."""

from __future__ import annotations

import base64
import json
import math
import time
import zlib
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Frame, Page

from benchmarks.programs import Program

PROBE = (Path(__file__).resolve().parent / "probe.js").read_text(encoding="utf-8")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZE = {"width": 1440, "height": 900}
LOCAL = ("http://localhost:", "ws://localhost:", "data:", "blob:", "about:")
WAIT_SECONDS = 30.0
ASK_EVERY = 200  # milliseconds; each time is the page's own, and asking costs the page some
QUIET_SECONDS = 0.3  # no traffic for this long: the interaction is over
Watch = dict[str, Any]


class Missing(Exception):
    """Something did not come within the time allowed."""


class Session:
    """A visitor's page on one program: loads it, clicks, filters, pans; all times in milliseconds."""

    def __init__(self, browser: Browser, program: Program, url: str, *, lines: int) -> None:
        self.program = program
        self.lines = lines
        self.url = url
        self.bytes = 0
        self.last_traffic = time.monotonic()
        self.remote: list[str] = []
        self.errors: list[str] = []
        self.last_record: str | None = None
        self.context: BrowserContext = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
        self.context.route(lambda address: not address.startswith(LOCAL), self._refuse)
        first = [self._first()]
        for name, selector in (("words", program.words), ("controls", program.controls)):
            if selector:
                first.append({"name": name, "where": "top", "test": "present", "selector": selector})
        self.firsts = [watch["name"] for watch in first]
        # Milliseconds from the start of navigation until the page's own words, and its own controls, are painted.
        self.words = self.controls = math.nan
        in_top = "true" if program.map_in_top else "false"
        self.context.add_init_script(PROBE.replace("__FIRST__", json.dumps(first)).replace("__MAP_IN_TOP__", in_top))
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.cdp: CDPSession = self.context.new_cdp_session(self.page)
        self._count_bytes()

    def _first(self) -> Watch:
        if not self.program.clickable:
            return {"name": "usable", "where": "map", "test": "present", "selector": self.program.line}
        test = {"test": "usable", "selector": self.program.line, "count": self.lines}
        return {"name": "usable", "where": "map", **test}

    def _refuse(self, route: Any) -> None:
        self.remote.append(route.request.url)
        route.abort()

    def _count_bytes(self) -> None:
        packers: dict[str, Any] = {}  # by direction, while the connection packs its messages

        def opened(event: dict[str, Any]) -> None:
            headers = {key.lower(): value for key, value in event["response"]["headers"].items()}
            packers.clear()
            if "permessage-deflate" in headers.get("sec-websocket-extensions", ""):
                # as uvicorn offers it
                packers.update({way: zlib.compressobj(wbits=-12, memLevel=5) for way in ("sent", "received")})

        def frame(way: str, event: dict[str, Any]) -> None:
            response = event["response"]
            text = response["payloadData"]
            data = base64.b64decode(text) if response["opcode"] == 2 else text.encode()
            if response["opcode"] in {1, 2} and way in packers:  # Chromium tells a message unpacked: pack it again
                data = packers[way].compress(data) + packers[way].flush(zlib.Z_SYNC_FLUSH)[:-4]
            self.bytes += len(data)
            self.last_traffic = time.monotonic()

        def http(event: dict[str, Any]) -> None:
            self.bytes += int(event["encodedDataLength"])
            self.last_traffic = time.monotonic()

        self.cdp.send("Network.enable")
        self.cdp.on("Network.webSocketHandshakeResponseReceived", opened)
        self.cdp.on("Network.webSocketFrameSent", partial(frame, "sent"))
        self.cdp.on("Network.webSocketFrameReceived", partial(frame, "received"))
        self.cdp.on("Network.loadingFinished", http)

    # ---- waiting ----------------------------------------------------------------------------------------------
    def load(self, *, seconds: float = WAIT_SECONDS) -> float:
        """Opens the page; milliseconds from the start of navigation until lines are painted and can be clicked."""
        self.page.goto(self.url, wait_until="commit")
        found = self.wait(self.firsts, seconds=seconds)
        start = float(self.page.evaluate("performance.timeOrigin"))
        self.words, self.controls = (found.get(name, math.nan) - start for name in ("words", "controls"))
        return found["usable"] - start

    def arm(self, watches: list[Watch]) -> None:
        """Sets what to look for from now on."""
        for frame in self._frames():
            frame.evaluate("watches => window.__arm(watches)", watches)

    def log(self) -> list[tuple[str, float]]:
        """Everything noted since `arm`, over all frames."""
        found: dict[tuple[str, float], None] = {}
        for frame in self._frames():
            try:
                noted = frame.evaluate("window.__bench ? window.__bench.log : []")
            except Exception:  # noqa: BLE001 - a frame that goes away while it is asked has nothing to say
                continue
            found.update(dict.fromkeys((name, at) for name, at in noted))
        return sorted(found, key=lambda item: item[1])

    def wait(self, names: list[str], *, seconds: float = WAIT_SECONDS) -> dict[str, float]:
        """First time of each name (of "click" the last). Raises `Missing`."""
        end = time.monotonic() + seconds
        self.page.wait_for_timeout(ASK_EVERY)
        while True:
            times: dict[str, float] = {}
            for name, at in self.log():
                if name == "click" or name not in times:
                    times[name] = at
            if all(name in times for name in names):
                return times
            if time.monotonic() > end:
                lost = [name for name in names if name not in times]
                raise Missing(f"{self.program.key}: no {', '.join(lost)} within {seconds:.0f} s")
            self.page.wait_for_timeout(ASK_EVERY)

    def settle(self, *, seconds: float = 15.0) -> None:
        """Waits until the wire is quiet."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and time.monotonic() - self.last_traffic < QUIET_SECONDS:
            self.page.wait_for_timeout(40)

    # ---- frames -----------------------------------------------------------------------------------------------
    def _frames(self) -> list[Frame]:
        return [frame for frame in self.page.frames if not frame.is_detached()]

    def map_frame(self) -> Frame:
        """The frame that holds the map."""
        if self.program.map_in_top:
            return self.page.main_frame
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            for frame in self._frames():
                if frame.parent_frame and frame.evaluate("!!document.querySelector('.leaflet-container')"):
                    return frame
            self.page.wait_for_timeout(25)
        raise Missing(f"{self.program.key}: no map frame")

    def frame_for(self, where: str) -> Frame:
        """The page ("top") or the map's frame ("map")."""
        return self.map_frame() if where == "map" else self.page.main_frame

    def offset(self, frame: Frame) -> tuple[float, float]:
        """Where a frame's corner lies on the page, in CSS pixels."""
        if frame == self.page.main_frame:
            return 0.0, 0.0
        box = frame.frame_element().bounding_box()
        if box is None:
            raise Missing(f"{self.program.key}: the map's frame is not shown")
        return box["x"], box["y"]

    def press(self, frame: Frame, at: tuple[float, float]) -> None:
        """A real mouse click at a point of a frame."""
        left, top = self.offset(frame)
        self.page.mouse.move(left + at[0], top + at[1])
        self.page.wait_for_timeout(60)  # a hand rests before it presses; hover effects are over
        self.page.mouse.down()
        self.page.mouse.up()

    def close(self) -> None:
        """Ends the visit."""
        self.context.close()
