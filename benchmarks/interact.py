"""What a visitor does, measured: click a line, change a filter, pan. Times in milliseconds from the mouse's click."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

from benchmarks.data import Case
from benchmarks.drive import Missing, Session, Watch
from benchmarks.servers import Server

CHOICES = (1, 2, 3, 4, 5, 0)  # the order of the pills
Measured = dict[str, float]


def click(session: Session, server: Server, *, start: int) -> Measured:
    """Clicks a line that is not selected. `start` is the index from which to look for one that can be reached."""
    program = session.program
    frame = session.map_frame()
    picked = frame.evaluate("([s, n, last]) => window.__pick(s, n, last)", [program.line, start, session.last_record])
    if picked is None:
        raise Missing(f"{program.key}: no line can be reached by the mouse")
    session.last_record = picked["id"]
    watches: list[Watch] = [_record("passage", program.passage_in, program.passage, session)]
    if program.panel and program.panel != program.passage:
        watches.append(_record("panel", "top", program.panel, session))
    cost = _Cost(session, server)
    session.arm(watches)
    session.press(frame, picked["at"])
    times = session.wait([watch["name"] for watch in watches])
    session.settle()
    done = {name: times[name] - times["click"] for name in ("passage", "panel") if name in times}
    if program.panel == program.passage:
        done["panel"] = done["passage"]
    return done | cost.so_far()


def _record(name: str, where: str, selector: str, session: Session) -> Watch:
    frame = session.frame_for(where)
    before = frame.evaluate("s => (document.querySelector(s) || { dataset: {} }).dataset.record || ''", selector)
    return {"name": name, "where": where, "test": "record", "selector": selector, "before": before}


def answer(session: Session, server: Server) -> Measured:
    """Presses the button of a page that has no map: how long Streamlit takes to change one line."""
    program = session.program
    button = session.page.locator(program.button).bounding_box()
    if button is None or program.count is None:
        raise Missing(f"{program.key}: no button")
    before = session.page.evaluate("s => document.querySelector(s).textContent", program.count)
    cost = _Cost(session, server)
    session.arm([{"name": "panel", "where": "top", "test": "text", "selector": program.count, "before": before}])
    session.press(session.page.main_frame, (button["x"] + button["width"] / 2, button["y"] + button["height"] / 2))
    times = session.wait(["panel"])
    session.settle()
    return {"panel": times["panel"] - times["click"]} | cost.so_far()


def filter_change(
    session: Session, server: Server, case: Case, phases: frozenset[int], choice: int
) -> tuple[Measured, frozenset[int]]:
    """Toggles one phase pill; returns what was measured and the phases now on."""
    program = session.program
    after = phases ^ {choice}
    frame = session.frame_for(program.pill_in)
    pill = frame.locator(program.pill).nth(CHOICES.index(choice))
    box = pill.bounding_box()
    if box is None or program.count is None:
        raise Missing(f"{program.key}: no pill for phase {choice}")
    before = session.page.evaluate("s => document.querySelector(s).textContent", program.count)
    query = session.page.evaluate("location.search")
    watches: list[Watch] = [
        {"name": "set", "where": "map", "test": "count", "selector": program.line, "count": case.shown(after)},
        {"name": "count", "where": "top", "test": "text", "selector": program.count, "before": before},
        {"name": "query", "where": "top", "test": "query", "before": query},
    ]
    cost = _Cost(session, server)
    left, top = session.offset(frame)
    inside = (box["x"] + box["width"] / 2 - left, box["y"] + box["height"] / 2 - top)
    session.page.evaluate(
        "([selector, inTop]) => window.__watchBlank(selector, inTop)", [program.line, program.map_in_top]
    )
    session.arm(watches)
    session.press(frame, inside)
    times = session.wait([watch["name"] for watch in watches])
    session.settle()
    blank = session.page.evaluate("() => { window.__blank.on = false; return window.__blank; }")
    mounts = sum(name == "mount" for name, _ in session.log())
    done = {name: times[name] - times["click"] for name in ("set", "count", "query")}
    done["follow"] = max(done["count"], done["query"])
    done |= {"mounts": float(mounts), "blank_frames": float(blank["frames"]), "blank": float(blank["ms"])}
    return done | cost.so_far(), after


def steps(case: Case, wanted: int) -> list[int]:
    """Which pill to press, `wanted` times: each on and off again; those that would change nothing are left out."""
    useful = [n for n in CHOICES if 0 < case.shown(frozenset({n})) < len(case.lines)]
    pairs = [n for choice in useful for n in (choice, choice)]
    return [pairs[index % len(pairs)] for index in range(wanted)]


def pan(session: Session, *, moves: int = 60) -> list[float]:
    """Drags the map to and fro; the intervals between the map's animation frames meanwhile."""
    frame = session.map_frame()
    left, top = session.offset(frame)
    middle = frame.evaluate("[innerWidth, Math.min(innerHeight, 600)]")
    at = (left + middle[0] * 0.4, top + middle[1] * 0.55)
    mouse = session.page.mouse
    mouse.move(*at)
    mouse.down()
    mouse.move(at[0] + 8, at[1])
    frame.evaluate("window.__frames.start()")
    for step in range(moves):
        swing = 4 * (step if step < moves / 2 else moves - step)
        mouse.move(at[0] + 8 + swing, at[1] + swing / 3)
        session.page.wait_for_timeout(8)
    stamps: list[float] = frame.evaluate("window.__frames.stop()")
    mouse.up()
    session.page.wait_for_timeout(500)
    session.settle()
    return [after - before for before, after in pairwise(stamps)]


class _Cost:
    """Bytes on the wire and processor time of the server, from now on."""

    def __init__(self, session: Session, server: Server) -> None:
        self.session, self.server = session, server
        session.settle()
        self.bytes, self.cpu, self.at = session.bytes, server.cpu_ms(), time.monotonic()

    def so_far(self) -> Measured:
        return {
            "bytes": float(self.session.bytes - self.bytes),
            "cpu": self.server.cpu_ms() - self.cpu,
            "seconds": time.monotonic() - self.at,
        }


def facts(session: Session) -> dict[str, Any]:
    """Requests that went to another host and script errors; both should be empty."""
    return {"refused": sorted(set(session.remote)), "errors": session.errors}
