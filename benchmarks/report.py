"""What a run found, as a table, as a list of targets met and missed, and as plain values for JSON."""

from __future__ import annotations

import math
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import mean, p50, p95, ratio

FRAME = 1000 / 60  # milliseconds
PACKAGES = ("streamlit", "streamlit-folium", "folium", "XStatic-Leaflet", "playwright")
Row = dict[str, Any]


def summary(result: dict[str, Any]) -> Row:
    """The figures of one program. Times in milliseconds, memory in MB, bytes as they are."""

    def of(part: str, name: str) -> list[float]:
        return [item[name] for item in result.get(part, []) if name in item]

    loads, pan = result.get("loads", []), result.get("pan", [])
    clicks, filters = result.get("clicks", []), result.get("filters", [])
    return {
        "load p50": p50(loads), "load p95": p95(loads), "words p50": p50(result.get("words", [])),
        "controls p50": p50(result.get("controls", [])),
        "passage p50": p50(of("clicks", "passage")), "passage p95": p95(of("clicks", "passage")),
        "panel p50": p50(of("clicks", "panel")), "panel p95": p95(of("clicks", "panel")),
        "set p50": p50(of("filters", "set")), "set p95": p95(of("filters", "set")),
        "follow p50": p50(of("filters", "follow")), "follow p95": p95(of("filters", "follow")),
        "mounts": sum(of("filters", "mounts")) if filters else math.nan,
        "blank frames": sum(of("filters", "blank_frames")) if filters else math.nan,
        "blank ms": sum(of("filters", "blank")),
        "bytes click p50": p50(of("clicks", "bytes")), "bytes filter p50": p50(of("filters", "bytes")),
        "bytes p95": p95(of("clicks", "bytes") + of("filters", "bytes")),
        "cpu click": mean(of("clicks", "cpu")), "cpu filter": mean(of("filters", "cpu")),
        "memory MB": result.get("memory_mb", math.nan),
        "pan p50": p50(pan), "pan p95": p95(pan),
        "cold start p50": p50(result.get("cold_starts", [])),
        "clicks": len(clicks), "filters": len(filters), "interactions before memory": result.get("interactions", 0),
    }  # fmt: skip


def table(rows: dict[str, Row]) -> str:
    """Markdown: one line a measure, one column a program, and ours as a share of B and C."""
    keys = list(rows)
    head = ["measure", *keys] + (["ours / B", "ours / C"] if {"OURS", "B", "C"} <= rows.keys() else [])
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    for measure in next(iter(rows.values())):
        cells = [measure, *(number(rows[key][measure]) for key in keys)]
        if len(head) > len(cells):
            cells += [_share(ratio(rows["OURS"][measure], rows[key][measure])) for key in ("B", "C")]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def number(value: float) -> str:
    """A figure for a table."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


class Target(NamedTuple):
    """One target of the issue: what was found, and the most that is allowed."""

    name: str
    found: float
    most: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether it was reached; what could not be measured was not."""
        return self.found <= self.most


def targets(rows: dict[str, Row], results: dict[str, dict[str, Any]]) -> list[Target]:
    """Issue 5's targets, held against this run."""
    a, b, c, empty, ours = (rows[key] for key in ("A", "B", "C", "E0", "OURS"))
    data = results["OURS"].get("data") or {}
    found = [
        Target("first passage after a click, p50: A + one frame", ours["passage p50"], a["passage p50"] + FRAME, "ms"),
        Target("first passage, p95: A + two frames", ours["passage p95"], a["passage p95"] + 2 * FRAME, "ms"),
        Target("panel by Python, p50: 0.08 of B", ours["panel p50"], 0.08 * b["panel p50"], "ms"),
        Target("panel by Python, p50: 0.16 of C", ours["panel p50"], 0.16 * c["panel p50"], "ms"),
        Target("filter to the new set, p50: A + one frame", ours["set p50"], a["set p50"] + FRAME, "ms"),
        Target("count, sentence and URL, p50: 0.2 of B's new set", ours["follow p50"], 0.2 * b["set p50"], "ms"),
        Target("re-mounts over the filter changes", ours["mounts"], 0, ""),
        Target("blank animation frames over the filter changes", ours["blank frames"], 0, ""),
        Target("page to usable map, p50: 0.65 of B", ours["load p50"], 0.65 * b["load p50"], "ms"),
        Target("page to usable map, p50: 1.3 of the empty page", ours["load p50"], 1.3 * empty["load p50"], "ms"),
        Target("bytes of a click, p50", ours["bytes click p50"], 8000, "B"),
        Target("bytes of a filter change, p50", ours["bytes filter p50"], 8000, "B"),
        Target("atlas data with basemap, raw", float(data.get("raw", math.nan)), 1_000_000, "B"),
        Target("pan, p50 of frame times: 1.5 of A", ours["pan p50"], 1.5 * a["pan p50"], "ms"),
        Target("pan, p95 of frame times: 1.5 of A", ours["pan p95"], 1.5 * a["pan p95"], "ms"),
        Target("server time of a click: 0.05 of B", ours["cpu click"], 0.05 * b["cpu click"], "ms"),
        Target("server time of a filter change: 0.05 of B", ours["cpu filter"], 0.05 * b["cpu filter"], "ms"),
        Target("memory after the interactions: 0.7 of B", ours["memory MB"], 0.7 * b["memory MB"], "MB"),
        Target("cold start: 1.5 of the empty app", ours["cold start p50"], 1.5 * empty["cold start p50"], "ms"),
    ]
    screen = results["OURS"].get("screencast")
    if screen:
        found.append(Target(f"screencast frames without lines, of {screen['frames']}", screen["blank"], 0, ""))
    return found


def targets_table(found: list[Target]) -> str:
    """Markdown."""
    lines = ["| target | found | at most | |", "|---|---:|---:|---|"]
    for item in found:
        met = "not measured" if math.isnan(item.found + item.most) else "met" if item.met else "**missed**"
        lines.append(f"| {item.name} | {number(item.found)} {item.unit} | {number(item.most)} {item.unit} | {met} |")
    return "\n".join(lines)


def machine(chromium: str | None) -> dict[str, str]:
    """Where and with what versions this was measured."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    browser = "none"
    if chromium:
        said = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False, timeout=20)
        browser = said.stdout.strip()
    loads = " ".join(f"{load:.1f}" for load in os.getloadavg())
    return {
        "processor": f"{model}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "load averages at the start": loads,
        "python": platform.python_version(),
        "browser": browser,
        **{name: version(name) for name in PACKAGES},
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
