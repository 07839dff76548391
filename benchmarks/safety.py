"""`python -m benchmarks.safety`: what was tried against the atlas and what came of it, beside plain libraries.

Needs the foreign test files in `../shared/fixtures` (without them that part says so), Chromium and `requirements-dev`.
The load is that of `python -m benchmarks.load`, which tells more about it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import files as installed_files
from pathlib import Path

import folium
import geopandas
import pandas as pd
from playwright.sync_api import Route, sync_playwright
from shapely.geometry import shape

from benchmarks import load, restarts
from benchmarks.drive import ARGUMENTS
from corridors.export.tables import cell
from corridors.gate.singlefile import judge
from tools.find_chromium import installed

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT.parent / "shared" / "fixtures"
PAYLOADS = (
    "<script>window.pwned=1</script>", '<img src=x onerror="window.pwned=1">', '" onmouseover="window.pwned=1" x="',
    "{{ 7 * 7 }}", "{% if %}", "${window.pwned=1}", "`;window.pwned=1;`", "</script><svg onload=window.pwned=1>",
)  # fmt: skip
FORMULAS = ('=HYPERLINK("http://evil.example")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1")
VISITORS, CROWD, SECONDS = 50, 100, 25.0
Row = tuple[str, str, str]


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; 0 when nothing got in, fell over or was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety", description=__doc__)
    parts: dict[str, Callable[[], tuple[list[Row], bool]]] = {
        "files": files, "tables": tables, "texts": texts, "tests": tests, "served": restarts.measure, "load": held,
    }  # fmt: skip
    parser.add_argument("--only", choices=tuple(parts), help="one part alone")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    sound = True
    for name, part in parts.items():
        if options.only not in (None, name):
            continue
        begun = time.monotonic()
        found, good = part()
        rows += found
        sound = sound and good
        print(f"{name}: {'sound' if good else 'NOT SOUND'}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print("| tried | the atlas | plain libraries |\n|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    return 0 if sound else 1


def files() -> tuple[list[Row], bool]:
    """Foreign projects' broken and sound files: refused, accepted."""
    manifest = FIXTURES / "manifest.json"
    if not manifest.exists():
        return [("foreign test files", "not on this machine", "")], False
    cases = json.loads(manifest.read_text(encoding="utf-8"))["cases"]
    rows, good = [], True
    for verdict, words in (("invalid", "refused"), ("valid", "accepted"), ("json-reject", "refused"),
                           ("json-accept", "accepted")):  # fmt: skip
        names = [FIXTURES / case["file"] for case in cases if case["verdict"] == verdict]
        plain = verdict.startswith("json")
        ours = [judge(path.read_bytes(), path=path.name, as_json=plain).verdict for path in names]
        refused = ours.count("invalid")
        counted = refused if words == "refused" else len(names) - refused
        warned = len(names) - refused - ours.count("valid") if words == "refused" else 0
        readers: dict[str, Callable[[Path], bool]] = (
            {"json.loads": _json} if plain else {"geopandas.read_file": _geopandas, "Shapely's validity": _shapely}
        )
        theirs = []
        for name, reads in readers.items():
            took = sum(reads(path) for path in names)
            theirs.append(f"{name} {words} {len(names) - took if words == 'refused' else took}")
        what = f"{len(names)} {'JSON' if plain else 'GeoJSON'} files that must be {words}"
        rows.append((what, f"{words} {counted}{f', warned of {warned}' if warned else ''}", "; ".join(theirs)))
        # Two nested collections are a SHOULD in RFC 7946: tests/test_peer_fixtures.py lists them.
        good = good and counted >= len(names) - 2 * (verdict == "invalid")
    return rows, good


def _json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return True


def _geopandas(path: Path) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            geopandas.read_file(path)
    except Exception:  # noqa: BLE001 - any refusal counts for it
        return False
    return True


def _shapely(path: Path) -> bool:
    try:
        document = json.loads(path.read_bytes())
        features = document.get("features", [document])
        return all(shape(item.get("geometry", item)).is_valid for item in features)
    except Exception:  # noqa: BLE001 - any refusal counts for it
        return False


def texts() -> tuple[list[Row], bool]:
    """Payloads in the places where the usual app puts a record's text; ours are tried by `tests`."""
    files = {
        entry.name: entry.locate().read_text(encoding="utf-8")
        for entry in installed_files("XStatic-Leaflet") or ()
        if entry.name in ("leaflet.js", "leaflet.css")
    }
    ran = broke = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        for payload in PAYLOADS:
            for place in ("tooltip", "popup"):
                made = folium.Map(tiles=None)
                marker = folium.Marker((0, 0), **{place: payload}).add_to(made)
                try:
                    html = made.get_root().render()
                except Exception:  # noqa: BLE001 - a page that cannot be made is broken
                    broke += 1
                    continue
                page = browser.new_page()
                page.route("**/*", lambda route: _local(route, files))
                page.set_content(html)
                shown = page.evaluate(_OPEN, [place, marker.get_name()])
                page.wait_for_timeout(150)
                if page.evaluate("() => 'pwned' in window") or shown == "49":
                    ran += 1
                elif shown != payload:
                    broke += 1
                page.close()
        browser.close()
    tried = f"{len(PAYLOADS)} payloads as they stand in a tooltip and a popup"
    said = f"Folium: {ran} of {2 * len(PAYLOADS)} run, {broke} more are altered or break the page"
    return [(tried, "none run: the next line", said)], True


_OPEN = """([place, name]) => {
  let marker = null;
  try { marker = (0, eval)(name); } catch (error) { return null; }  // the script before it is broken
  const opened = place === 'popup' ? marker.openPopup().getPopup() : marker.openTooltip().getTooltip();
  const node = opened && opened.getElement();
  if (!node) return null;
  for (const inner of node.querySelectorAll('*')) inner.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
  return node.textContent.trim().replace(/^×|×$/g, '').trim();
}"""


def _local(route: Route, files: dict[str, str]) -> None:
    """Leaflet from the installed package; nothing from anywhere else."""
    name = route.request.url.rpartition("/")[2]
    if name in files:
        kind = "text/javascript" if name.endswith(".js") else "text/css"
        route.fulfill(body=files[name], content_type=kind)
    else:
        route.abort()


def tables() -> tuple[list[Row], bool]:
    """Texts that a spreadsheet would run, as cells of a CSV file."""
    theirs = pd.DataFrame({"name": FORMULAS}).to_csv(index=False).splitlines()[1:]
    run = [sum(text.lstrip('"')[:1] in "=+-@\t" for text in texts) for texts in (map(cell, FORMULAS), theirs)]
    row = (f"{len(FORMULAS)} texts that begin like a formula, as CSV", f"{run[0]} run", f"pandas: {run[1]} run")
    return [row], run[0] == 0


def tests() -> tuple[list[Row], bool]:
    """The project's own attacks, by the tests that make them."""
    rows, good = [], True
    for what, names in (
        ("executions of those payloads and 515 naughty strings in every field, app and every export",
         ["tests/browser/test_hostile_app.py", "tests/export/test_hostile.py"]),
        ("exports of generated views and texts: cells, quotations and names lost or altered",
         ["tests/export/test_properties.py"]),
        ("single faults in records and files of our own: not told by file, record and field", ["tests/test_check.py"]),
        ("the same, shown leniently: a record shown otherwise than it was, or gone untold", ["tests/test_lenient.py"]),
        ("10,000 strange links, 24 threads on one atlas: errors", ["tests/test_many_visitors.py"]),
        ("a dropped connection, data broken or changed under an open page: views and clicks lost",
         ["tests/browser/test_faults.py", "-k", "dropped or meanwhile or twice"]),
        ("a full disk at export: bytes lost of the file of before, half files",
         ["tests/test_cli.py", "-k", "half_file or cannot_be_written"]),
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        last = (done.stdout.strip().splitlines() or ["nothing was run"])[-1]
        rows.append((what, f"{'0' if done.returncode == 0 else 'NOT 0'} ({last.partition(' in ')[0]})", "not tried"))
        good = good and done.returncode == 0
    return rows, good


def held() -> tuple[list[Row], bool]:
    """Many visitors at once, by `benchmarks.load`, of which this shows the figures that matter."""
    found = load.measure(VISITORS, CROWD, SECONDS, lambda text: print(text, file=sys.stderr))
    print(load.table(found), end="\n\n", file=sys.stderr)
    ours, usual, crowd = (found[name] for name in ("ours", "usual", "ours, crowd"))

    def told(result: load.Result) -> str:
        return (
            f"{len(result.answered):,} clicks answered, p95 {result.p(0.95):,.0f} ms, longest wait "
            f"{result.longest:,.0f} ms, {len(result.errors)} errors, {result.memory_mb:.2f} MB a visitor"
        )

    rows = [
        (f"{VISITORS} visitors, {SECONDS:.0f} s of clicks", told(ours), f"usual app: {told(usual)}"),
        (f"{CROWD} visitors", told(crowd), "not tried"),
    ]
    return rows, ours.sound and crowd.sound and ours.p(0.95) <= usual.p(0.95) / 100


if __name__ == "__main__":
    sys.exit(main())
