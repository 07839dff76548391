"""`python -m benchmarks.load`: many visitors at once over Streamlit's own websocket protocol, without browsers.

Visitors arrive one after the other. Each opens a page, then again and again thinks for two seconds, clicks a line, asks
for its words where the page does (ours, and never from a cache), and waits until the server has answered in full (its
message "script finished"). The same is done to the usual st_folium app in the same run. What was still under way at the
end counts with the time it had waited, so a slow server is not made to look better.

Two seconds are the mean: each thought takes one to three. With two seconds to the tick, visitors who were once answered
together click together ever after, until all fifty do: then a click waits for fifty others while the server is idle the
rest of the time (p95 447 ms instead of 55, at the same number of clicks). No visitors are so much of one mind.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import random
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks import report, servers
from benchmarks.data import prepare

THINK = (1.0, 3.0)  # seconds, evenly spread
ARRIVALS = 15.0  # seconds within which all visitors come
RAMP = 120.0  # seconds, at most, for all of them to have the page
LINES = 100
LOST = 5_000.0  # milliseconds without an answer: that click is lost
# For the n-th click: the line that is clicked, and what the map's frame reports.
Click = Callable[[random.Random, int], tuple[str, dict[str, Any]]]


@dataclass
class Result:
    """Milliseconds from sending a click to the end of the run that answers it, and what went wrong."""

    visitors: int
    answered: list[float] = field(default_factory=list)
    waiting: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unopened: int = 0  # visitors who had no page when the clicks began to count
    memory_mb: float = 0.0  # per visitor
    ended: float = 0.0  # on the clock of `time.perf_counter`

    def p(self, share: float) -> float:
        """A percentile of all clicks, those still waiting included."""
        return percentile(self.answered + self.waiting, share)

    @property
    def longest(self) -> float:
        """What the most patient click has waited, answered or not; NaN without one."""
        return self.p(1)

    @property
    def sound(self) -> bool:
        """No error, and every click answered or only just made."""
        return not self.errors and self.longest < LOST

    def as_dict(self) -> dict[str, Any]:
        """The figures of the table."""
        return {
            "visitors": self.visitors, "clicks": len(self.answered), "unanswered": len(self.waiting),
            "unopened": self.unopened,
            "p50": self.p(0.5), "p95": self.p(0.95), "longest": self.longest,
            "opened p50": percentile(self.opened, 0.5),
            "health p95": percentile(self.health, 0.95), "health checks": len(self.health),
            "errors": self.errors, "MB per visitor": self.memory_mb,
        }  # fmt: skip


def percentile(values: list[float], share: float) -> float:
    """Nearest rank; NaN without values."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


@dataclass
class Visitor:
    """One open page."""

    socket: ClientConnection
    url: str
    widget: str = ""
    fragment: str = ""
    frame: str = ""  # address of the map's frame, next to which the words of each record lie; the usual app has none

    async def answer(self, line: str | None = None) -> None:
        """Reads until the run is over. Raises `RuntimeError` when it showed an exception, or nothing of `line`."""
        told = line is None
        async for data in self.socket:
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "delta":
                element = message.delta.new_element
                shown = element.WhichOneof("type")
                if shown in ("component_instance", "bidi_component"):
                    self.widget, self.fragment = getattr(element, shown).id, message.delta.fragment_id
                if shown == "bidi_component":
                    state = json.loads(element.bidi_component.json)
                    self.frame = state["address"]
                    told = told or state["read"] == [line]
                elif shown == "html":
                    told = told or f'data-record="{line}"' in element.html.body
                elif shown == "exception":
                    raise RuntimeError(element.exception.message or element.exception.type)
            elif kind == "script_finished":
                if not told:
                    raise RuntimeError(f"the answer says nothing of {line}")
                return
        raise RuntimeError("the connection was closed")

    async def read(self, line: str) -> None:
        """Asks for the words of a line. Raises `RuntimeError` when they are not its own."""
        if not self.frame:
            return
        address = urljoin(self.url, self.frame.replace("frame.html", f"words/{line}"))
        if f'data-record="{line}"' not in await asyncio.to_thread(_text, address):
            raise RuntimeError(f"no words of {line}")

    async def send(self, value: dict[str, Any] | None = None) -> None:
        """Asks for a run, with what the map's frame reports."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        if value is not None:
            message.rerun_script.fragment_id = self.fragment
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = self.widget, json.dumps(value)
        await self.socket.send(message.SerializeToString())


def _text(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as reply:
        return str(reply.read(), "utf-8")


async def visit(url: str, click: Click, result: Result, number: int, go: asyncio.Event, delay: float = 0.0) -> None:
    """One visitor: comes after `delay` seconds, opens the page, waits until `go`, and clicks until cancelled."""
    chance = random.Random(number)
    sent = None
    try:
        await asyncio.sleep(delay)
        address = url.replace("http", "ws", 1) + "_stcore/stream"
        async with connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=120, ping_interval=None
        ) as socket:
            visitor = Visitor(socket, url)
            begun = time.perf_counter()
            await visitor.send()
            await visitor.answer()
            result.opened.append((time.perf_counter() - begun) * 1000)
            await go.wait()
            await asyncio.sleep(THINK[1] * chance.random())  # not all at the same moment
            for count in itertools.count(1):
                await asyncio.sleep(chance.uniform(*THINK))
                line, value = click(chance, count)
                sent = time.perf_counter()
                await visitor.read(line)
                await visitor.send(value)
                await visitor.answer(line)
                result.answered.append((time.perf_counter() - sent) * 1000)
                sent = None
    except asyncio.CancelledError:
        if sent is not None:
            result.waiting.append((result.ended - sent) * 1000)  # not the time that the farewell takes
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the table must tell it
        result.errors.append(f"visitor {number}: {type(error).__name__}: {error}")


async def check_health(addresses: list[str], result: Result) -> None:
    """Asks each address once a second until cancelled."""

    while True:
        for address in addresses:
            begun = time.perf_counter()
            try:
                await asyncio.to_thread(_text, address)
            except OSError as error:
                result.errors.append(f"{address}: {error}")
            result.health.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(1)


async def load(server: servers.Server, click: Click, visitors: int, seconds: float, health: list[str]) -> Result:
    """`visitors` at once for `seconds`, once all have opened the page or `RAMP` has passed."""
    result = Result(visitors)
    await _for(visit(server.url, click, Result(1), 0, _gone()), 3 * THINK[1])  # imports and caches are not a visitor's
    before = server.memory_mb()
    go = asyncio.Event()
    checking = asyncio.create_task(check_health([server.url + path for path in health], result))
    tasks = [
        asyncio.create_task(visit(server.url, click, result, number, go, ARRIVALS * number / visitors))
        for number in range(1, visitors + 1)
    ]
    end = time.perf_counter() + RAMP
    while len(result.opened) + sum(task.done() for task in tasks) < visitors and time.perf_counter() < end:
        await asyncio.sleep(0.1)
    result.unopened = visitors - len(result.opened)
    result.health.clear()
    go.set()
    await asyncio.sleep(seconds)
    result.ended = time.perf_counter()
    result.memory_mb = (server.memory_mb() - before) / visitors
    for task in (*tasks, checking):
        task.cancel()
    await asyncio.gather(*tasks, checking, return_exceptions=True)
    return result


def _gone() -> asyncio.Event:
    """An event that has come."""
    event = asyncio.Event()
    event.set()
    return event


async def _for(work: Coroutine[Any, Any, None], seconds: float) -> None:
    """Lets something run for a while."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(work, seconds)


def measure(visitors: int, crowd: int, seconds: float, say: Callable[[str], None]) -> dict[str, Result]:
    """The usual app and ours with `visitors`, ours with a `crowd`, one after the other."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        case = prepare(LINES, work)
        names = {line["id"]: line["name"] for line in json.loads(case.peer_file.read_text(encoding="utf-8"))["lines"]}
        ids = list(case.lines)

        def on_usual(chance: random.Random, _: int) -> tuple[str, dict[str, Any]]:
            line = chance.choice(ids)
            return line, {"last_object_clicked_tooltip": names[line]}

        def on_ours(chance: random.Random, count: int) -> tuple[str, dict[str, Any]]:
            line = chance.choice(ids)
            report = {
                "phases": [], "families": [], "stated": False, "hideContext": False, "only": False, "view": None,
                "selected": [line], "briefing": False, "n": count, "revision": 1,
            }  # fmt: skip
            return line, {"report": report}

        files = servers.static(servers.static_folder(case.peer_file, work / "static"))
        (work / "empty").mkdir()
        try:
            for name, number in (("usual", visitors), ("ours", visitors), ("ours, crowd", crowd)):
                say(f"{name}: {number} visitors for {seconds:.0f} s")
                if name == "usual":
                    server = servers.peer("usual", data=case.peer_file, files_url=files.url, cwd=work / "empty")
                else:
                    server = servers.ours(case.folder)
                own = ["_stcore/health"] if name == "usual" else ["_stcore/health", "health"]
                click = on_usual if name == "usual" else on_ours
                try:
                    found[name] = asyncio.run(load(server, click, number, seconds, own))
                finally:
                    server.stop()
        finally:
            files.stop()
    return found


def table(found: dict[str, Result]) -> str:
    """Markdown, times in milliseconds."""
    heads = (
        "visitors", "no page yet", "clicks answered", "under way", "p50", "p95", "longest", "health p95", "errors",
        "MB a visitor",
    )  # fmt: skip
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    for name, r in found.items():
        times = " | ".join(f"{value:,.0f}" for value in (r.p(0.5), r.p(0.95), r.longest, percentile(r.health, 0.95)))
        counts = f"{r.visitors} | {r.unopened} | {len(r.answered):,} | {len(r.waiting)}"
        lines.append(f"| {name} | {counts} | {times} | {len(r.errors)} | {r.memory_mb:.2f} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Prints the table, writes JSON; 0 when ours lost nothing and answered at 1/100 of the usual p95 or better."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--crowd", type=int, default=100, help="visitors of ours alone")
    parser.add_argument("--seconds", type=float, default=30, help="for each of the three")
    parser.add_argument("--json", type=Path, default=Path("build/load.json"), help="where to write every value")
    options = parser.parse_args(arguments)
    for name, value in report.machine(None).items():
        print(f"- {name}: {value}")
    found = measure(options.visitors, options.crowd, options.seconds, lambda text: print(text, file=sys.stderr))
    ratio = found["ours"].p(0.95) / found["usual"].p(0.95)
    print(f"\n{table(found)}\n\nServer rerun p95, ours to usual: 1/{1 / ratio:,.0f} (target: 1/100 or less)")
    mean = statistics.fmean(found["ours"].answered or [float("nan")])
    print(f"Ours, mean of {len(found['ours'].answered)} clicks: {mean:.1f} ms")
    errors = [text for result in found.values() for text in result.errors]
    for text in errors[:20]:
        print(f"error: {text}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps({name: r.as_dict() for name, r in found.items()}, indent=1), encoding="utf-8")
    return 0 if found["ours"].sound and found["ours, crowd"].sound and ratio <= 0.01 else 1


if __name__ == "__main__":
    sys.exit(main())
