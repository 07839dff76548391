"""How the programs take 100, 1,000 and 5,000 lines. B and C are left out where one answer takes many seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from benchmarks import programs, report
from benchmarks.run import Plan, Results, measure

SIZES: dict[int, tuple[programs.Program, ...]] = {
    100: (programs.A, programs.B, programs.C, programs.OURS),
    1_000: (programs.A, programs.B, programs.C, programs.OURS),
    5_000: (programs.A, programs.OURS),
}
FEW = Plan(warm_up=1, clicks=6, filters=4, loads=1, cold_starts=0, interactions=0, screencast=False, seconds=260)
MEASURES = (
    "load p50",
    "words p50",
    "controls p50",
    "passage p50",
    "panel p50",
    "set p50",
    "follow p50",
    "cpu click",
    "bytes click p50",
    "memory MB",
)


def grow(say: Callable[[str], None]) -> dict[int, Results]:
    """Results by number of lines."""
    return {size: measure(replace(FEW, lines=size), say, chosen=chosen) for size, chosen in SIZES.items()}


def table(found: dict[int, Results]) -> str:
    """Markdown: one line a size and program."""
    lines = ["| lines | program | " + " | ".join(MEASURES) + " |", "|---:|---|" + "---:|" * len(MEASURES)]
    for size, results in found.items():
        for key, result in results.items():
            row = report.summary(result)
            cells = [report.number(row[measure]) for measure in MEASURES]
            lines.append(f"| {size:,} | {key} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
