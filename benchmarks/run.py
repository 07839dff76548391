"""One run: every program over the same data, turn and turn about, so that a slow minute of the machine hits all."""

from __future__ import annotations

import contextlib
import gzip
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright

from benchmarks import interact, programs, screencast, servers
from benchmarks.data import Case, prepare
from benchmarks.drive import ARGUMENTS, Missing, Session
from benchmarks.programs import Program
from benchmarks.servers import Server
from tools.find_chromium import installed

SCRIPTS = {"B": "usual", "C": "advised", "E0": "empty", "E1": "bare"}
Results = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to do; every loop is bounded by one of these."""

    lines: int = 100
    warm_up: int = 3
    clicks: int = 24
    filters: int = 12
    loads: int = 4
    cold_starts: int = 3
    interactions: int = 50  # before memory is read
    screencast: bool = True
    seconds: float = 480  # on a slow machine each part is cut short at its share of this


SHARES = {"clicks": 0.45, "filters": 0.62, "interactions": 0.72, "loads": 0.86, "cold": 1.0}


class Clock:
    """Says when a part of the run has had its time."""

    def __init__(self, plan: Plan, say: Callable[[str], None]) -> None:
        self.begun, self.seconds, self.say = time.monotonic(), plan.seconds, say

    def over(self, part: str) -> bool:
        """Whether the run's share for this part is used up."""
        late = time.monotonic() - self.begun > self.seconds * SHARES[part]
        if late:
            self.say(f"{part}: cut short, the time for them is used up")
        return late


QUICK = Plan(warm_up=1, clicks=5, filters=4, loads=2, cold_starts=1, interactions=12, screencast=False, seconds=110)


@dataclass
class Bench:
    """Servers, browsers and data of a run."""

    case: Case
    files_url: str
    work: Path
    running: dict[str, Server]
    browsers: dict[str, Browser]

    def visit(self, program: Program) -> Session:
        """A new visitor with an empty cache."""
        url = self.running[program.key].url
        return Session(self.browsers[program.key], program, url, lines=len(self.case.lines))


@contextlib.contextmanager
def bench(lines: int, chosen: tuple[Program, ...]) -> Iterator[Bench]:
    """Starts what a run needs, and stops it whatever happens."""
    with tempfile.TemporaryDirectory(prefix="corridor-benchmark-") as name, sync_playwright() as playwright:
        work = Path(name)
        case = prepare(lines, work)
        running: dict[str, Server] = {}
        try:
            running["A"] = servers.static(servers.static_folder(case.peer_file, work / "static"))
            (work / "empty").mkdir()
            made = Bench(case, running["A"].url, work, running, {})
            for program in chosen:
                if program.key != "A":
                    running[program.key] = start(made, program)
                made.browsers[program.key] = chromium(playwright)
            yield made
        finally:
            for server in running.values():
                server.stop()


def chromium(playwright: Playwright) -> Browser:
    """A browser of its own for each program, so that none is in the background of another."""
    return playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)


def start(made: Bench, program: Program, *, wait: bool = True) -> Server:
    """Starts one Streamlit program over the run's data."""
    if program.key == "OURS":
        return servers.ours(made.case.folder, wait=wait)
    name = SCRIPTS[program.key]
    cwd = servers.ROOT if program is programs.BARE else made.work / "empty"  # where the settings are, or none
    return servers.peer(name, data=made.case.peer_file, files_url=made.files_url, cwd=cwd, wait=wait)


class _Told(list[str]):
    """Failures, said as soon as they happen."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self.say = say

    def append(self, text: str) -> None:
        self.say(f"failure: {text}")
        super().append(text)


def measure(plan: Plan, say: Callable[[str], None], *, chosen: tuple[Program, ...] = programs.ALL) -> Results:
    """Everything, by program key."""
    results: Results = {program.key: {"title": program.title, "failures": _Told(say)} for program in chosen}
    clock = Clock(plan, say)
    with bench(plan.lines, chosen) as made:
        sessions = {program.key: made.visit(program) for program in chosen}
        say(f"{len(made.case.lines)} lines; first visits")
        for program in chosen:
            results[program.key]["first_load"] = _try(results, program, sessions[program.key].load)
            sessions[program.key].settle()
        _interactions(made, plan, chosen, sessions, results, clock)
        for program in chosen:
            session = sessions[program.key]
            results[program.key] |= interact.facts(session)
            session.close()
        _loads(made, plan, chosen, results, clock)
        if "OURS" in results:
            results["OURS"]["data"] = shipped_bytes(made)
        if plan.screencast:
            say("screencast around filter changes")
            for program in chosen:
                if program.key in {"B", "OURS"}:
                    found = _try(results, program, partial(_screencast, made, program))
                    results[program.key]["screencast"] = found
        _cold(made, plan, chosen, results, clock)
    return results


def _try(results: Results, program: Program, action: Callable[[], Any]) -> Any:
    """What the action gives, or None with the failure noted: one program's fault must not end the run."""
    try:
        return action()
    except (Missing, RuntimeError) as error:
        results[program.key]["failures"].append(str(error))
    except Exception as error:  # noqa: BLE001 - Playwright's errors; the report shows them
        results[program.key]["failures"].append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
    return None


def _interactions(
    made: Bench, plan: Plan, chosen: tuple[Program, ...], sessions: dict[str, Session], results: Results,
    clock: Clock,
) -> None:  # fmt: skip
    usable = [program for program in chosen if program.clickable]
    bare = [program for program in chosen if program.button]
    phases: dict[str, frozenset[int]] = {program.key: frozenset() for program in usable}
    done = dict.fromkeys(phases, 0)
    for program in usable:
        results[program.key] |= {"clicks": [], "filters": [], "pan": []}

    def click(program: Program, number: int, *, keep: bool = True) -> None:
        server, session = made.running[program.key], sessions[program.key]
        found = _try(
            results, program, lambda: interact.click(session, server, start=number * 13 % len(made.case.lines))
        )
        done[program.key] += 1
        if found and keep:
            results[program.key]["clicks"].append(found)

    def press(program: Program, choice: int, *, keep: bool = True) -> None:
        server, session = made.running[program.key], sessions[program.key]
        was = phases[program.key]
        found = _try(results, program, lambda: interact.filter_change(session, server, made.case, was, choice))
        done[program.key] += 1
        phases[program.key] = was ^ {choice}
        if found and keep:
            results[program.key]["filters"].append(found[0])

    def answer(program: Program, *, keep: bool = True) -> None:
        server, session = made.running[program.key], sessions[program.key]
        found = _try(results, program, lambda: interact.answer(session, server))
        if found and keep:
            results[program.key].setdefault("clicks", []).append(found)

    clock.say("warm-up")
    for number in range(plan.warm_up):
        for program in usable:
            click(program, 7 + number, keep=False)
        for program in bare:
            answer(program, keep=False)
    for choice in interact.steps(made.case, 2):
        for program in usable:
            press(program, choice, keep=False)
    clock.begun = time.monotonic()  # starting and warming up takes what it takes
    clock.say(f"{plan.clicks} clicks each")
    for number in range(plan.clicks):
        if number >= 2 and clock.over("clicks"):
            break
        for program in usable[number % len(usable) :] + usable[: number % len(usable)]:
            click(program, number)
        for program in bare:
            answer(program)
    clock.say(f"{plan.filters} filter changes each")
    for number, choice in enumerate(interact.steps(made.case, plan.filters)):
        if number and number % 2 == 0 and clock.over("filters"):  # a pill that went on goes off again
            break
        for program in usable[number % len(usable) :] + usable[: number % len(usable)]:
            press(program, choice)
    clock.say("pan")
    for _ in range(2):
        for program in usable:
            results[program.key]["pan"] += _try(results, program, partial(interact.pan, sessions[program.key])) or []
    clock.say(f"up to {plan.interactions} interactions, then memory")
    for number in range(plan.interactions):
        wanting = [program for program in usable if done[program.key] < plan.interactions]
        if not wanting or clock.over("interactions"):
            break
        for program in wanting:
            click(program, 50 + number, keep=False)
    for program in chosen:
        results[program.key]["interactions"] = done.get(program.key, 0)
        results[program.key]["memory_mb"] = made.running[program.key].memory_mb()


def _loads(made: Bench, plan: Plan, chosen: tuple[Program, ...], results: Results, clock: Clock) -> None:
    clock.say(f"{plan.loads} page loads each, with an empty cache")
    for program in chosen:
        results[program.key].update(loads=[], words=[], controls=[])
    for number in range(plan.loads):
        if number and clock.over("loads"):
            break
        for program in chosen[number % len(chosen) :] + chosen[: number % len(chosen)]:
            session = made.visit(program)
            found = _try(results, program, session.load)
            session.settle(seconds=3)
            session.close()
            if found is not None:
                results[program.key]["loads"].append(found)
                results[program.key]["words"].append(session.words)
                results[program.key]["controls"].append(session.controls)


def _cold(made: Bench, plan: Plan, chosen: tuple[Program, ...], results: Results, clock: Clock) -> None:
    """From the command to the first usable page, in milliseconds: the empty app and ours, in turns."""
    pair = [program for program in chosen if program.key in {"E0", "OURS"}]
    clock.say(f"{plan.cold_starts} cold starts each")
    for program in pair:
        made.running.pop(program.key).stop()
        results[program.key]["cold_starts"] = []
    for number in range(plan.cold_starts):
        if number and clock.over("cold"):
            break
        for program in pair:
            server = start(made, program, wait=False)
            made.running[program.key] = server
            session = made.visit(program)
            try:
                servers.answer(server)
                if _try(results, program, session.load) is not None:
                    results[program.key]["cold_starts"].append((time.time() - server.started) * 1000)
            finally:
                session.close()
                made.running.pop(program.key).stop()


def _screencast(made: Bench, program: Program) -> dict[str, Any]:
    return screencast.check(made.visit(program), made.case)


def shipped_bytes(made: Bench) -> dict[str, int]:
    """Size of all atlas data that the browser loads once: raw and gzipped bytes."""
    session = made.visit(programs.OURS)
    found: list[str] = []
    session.page.on("request", lambda request: found.append(request.url))
    try:
        session.load()
    finally:
        session.close()
    address = next((url for url in found if url.split("?")[0].endswith("/data.js")), None)
    if address is None:
        return {}
    with urllib.request.urlopen(address, timeout=20) as reply:
        body = reply.read()
    return {"raw": len(body), "gzip": len(gzip.compress(body, 6))}
