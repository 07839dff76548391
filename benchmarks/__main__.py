"""`python -m benchmarks`: the whole comparison. `--quick` for a look, `--growth` for larger atlases."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import growth, report
from benchmarks.run import QUICK, Plan, measure
from tools.find_chromium import installed


def main(arguments: list[str] | None = None) -> int:
    """Prints tables, writes JSON. 0 when every target is met, 1 when one is missed, 2 without a browser."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few interactions, under two minutes")
    parser.add_argument("--growth", action="store_true", help="100, 1,000 and 5,000 lines instead of the comparison")
    parser.add_argument("--seconds", type=float, default=480, help="cut parts short on a slow machine (default 480)")
    parser.add_argument("--json", type=Path, default=Path("build/benchmark.json"), help="where to write every value")
    options = parser.parse_args(arguments)
    browser = installed()
    if browser is None:
        print("No Chromium was found: run python tools/find_chromium.py", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and browsers are ended too
    begun = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - begun:4.0f} s] {what}", file=sys.stderr, flush=True)

    content: dict[str, Any] = {"machine": report.machine(browser)}
    for name, value in content["machine"].items():
        print(f"- {name}: {value}")
    status = 0
    if options.growth:
        grown = growth.grow(say)
        print(f"\n{growth.table(grown)}")
        content["growth"] = {str(size): results for size, results in grown.items()}
        failures = [f"{size} {key}: {text}" for size, r in grown.items() for key in r for text in r[key]["failures"]]
    else:
        results = measure(QUICK if options.quick else Plan(seconds=options.seconds), say)
        rows = {key: report.summary(result) for key, result in results.items()}
        found = report.targets(rows, results)
        print(f"\n{report.table(rows)}\n\n{report.targets_table(found)}")
        print(f"\nData sent once: {results['OURS'].get('data')}")
        print(f"Screencast: { {key: r['screencast'] for key, r in results.items() if r.get('screencast')} }")
        content |= {
            "results": results,
            "summary": rows,
            "targets": [item._asdict() | {"met": item.met} for item in found],
        }
        failures = [f"{key}: {text}" for key, result in results.items() for text in result["failures"]]
        failures += [f"{key}: asked for {url}" for key, result in results.items() for url in result.get("refused", [])]
        failures += [f"{key}: {text}" for key, result in results.items() for text in result.get("errors", [])]
        status = 0 if all(item.met for item in found) else 1
    for text in failures:
        print(f"failure: {text}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(content, indent=1), encoding="utf-8")
    say(f"every value is in {options.json}")
    return status


if __name__ == "__main__":
    sys.exit(main())
