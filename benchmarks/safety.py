"""`python -m benchmarks.safety`: what was tried against the atlas and what came of it, beside plain libraries.

Needs the foreign test files in `../shared/fixtures` (without them that part says so), Chromium and `requirements-dev`.
The load is measured by `python -m benchmarks.load`; `--load` runs it too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Callable
from importlib.metadata import files as installed_files
from pathlib import Path
from typing import Any

import folium
import geopandas
from playwright.sync_api import Route, sync_playwright
from shapely.geometry import shape

from benchmarks import servers
from corridors.gate.singlefile import judge
from tools.find_chromium import installed

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT.parent / "shared" / "fixtures"
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
PAYLOADS = (
    "<script>window.pwned=1</script>", '<img src=x onerror="window.pwned=1">', '" onmouseover="window.pwned=1" x="',
    "{{ 7 * 7 }}", "{% if %}", "${window.pwned=1}", "`;window.pwned=1;`", "</script><svg onload=window.pwned=1>",
)  # fmt: skip
Row = tuple[str, str, str]


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; 0 when nothing got in, fell over or was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety", description=__doc__)
    parser.add_argument("--restarts", type=int, default=20, help="times that the server is killed under an open page")
    parser.add_argument("--only", choices=("files", "texts", "tests", "restarts"), help="one part alone")
    parser.add_argument("--load", action="store_true", help="also python -m benchmarks.load")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    sound = True
    parts: dict[str, Callable[[], tuple[list[Row], bool]]] = {
        "files": files, "texts": texts, "tests": tests, "restarts": lambda: restarts(options.restarts),
    }  # fmt: skip
    for name, part in parts.items():
        if options.only not in (None, name):
            continue
        found, good = part()
        rows += found
        sound = sound and good
    print("| tried | the atlas | plain libraries |\n|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    if options.load:
        sound = subprocess.run([sys.executable, "-m", "benchmarks.load"], check=False).returncode == 0 and sound
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
        ours = [judge(path.read_bytes(), path=path.name, as_json=plain).verdict == "invalid" for path in names]
        counted = sum(ours) if words == "refused" else len(names) - sum(ours)
        readers: dict[str, Callable[[Path], bool]] = (
            {"json.loads": _json} if plain else {"geopandas.read_file": _geopandas, "Shapely's validity": _shapely}
        )
        theirs = []
        for name, reads in readers.items():
            took = sum(reads(path) for path in names)
            theirs.append(f"{name} {words} {len(names) - took if words == 'refused' else took}")
        what = f"{len(names)} {'JSON' if plain else 'GeoJSON'} files that must be {words}"
        rows.append((what, f"{words} {counted}", "; ".join(theirs)))
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
        browser = playwright.chromium.launch(executable_path=installed(), args=list(CHROMIUM))
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
    return [(tried, "see the next line", said)], True


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


def tests() -> tuple[list[Row], bool]:
    """The project's own attacks, by the tests that make them."""
    rows, good = [], True
    for what, names in (
        ("executions of 8 payloads and 515 naughty strings in every field, app and every export",
         ["tests/browser/test_hostile_app.py", "tests/export/test_hostile.py"]),
        ("broken atlas folders and records, one fault each, told by file, record and field", ["tests/test_check.py"]),
        ("the same, shown leniently: a record shown otherwise than it was, or gone untold", ["tests/test_lenient.py"]),
        ("10,000 strange links, 24 threads on one atlas", ["tests/test_many_visitors.py"]),
        ("foreign hosts and origins, methods and routes that nobody needs", ["tests/test_guard.py"]),
        ("a full disk: bytes lost of the file before, half files",
         ["tests/test_cli.py", "-k", "half_file or cannot_be_written"]),
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        last = (done.stdout.strip().splitlines() or ["nothing was run"])[-1]
        rows.append((what, f"{'0' if done.returncode == 0 else 'NOT 0'} ({last.partition(' in ')[0]})", ""))
        good = good and done.returncode == 0
    return rows, good


def restarts(times: int) -> tuple[list[Row], bool]:
    """The server is killed under an open page and started again: is the view kept, how soon is it usable?"""
    kept, waits = 0, []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(CHROMIUM))
        server = servers.ours(ROOT / "data")
        address = server.url
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        try:
            page.goto(f"{address}?phase=3&view=60.000,40.000,4.5&select=nstc")
            panel = page.locator('.st-key-panel article[data-record="nstc"]')
            panel.wait_for(timeout=60_000)
            page.wait_for_timeout(1000)
            before = _view(page.url)
            for number in range(times):
                server.process.kill()
                server.process.wait(10)
                server = _again(address, Path(folder) / "log")
                back = time.perf_counter()
                record = ("tapi", "nstc")[number % 2]
                frame = next(frame for frame in page.frames if "/atlas/" in frame.url)
                frame.evaluate("(id) => corridorAtlas.atlas.choose(id, [], null)", record)
                with contextlib.suppress(Exception):  # counted as lost below
                    page.locator(f'.st-key-panel article[data-record="{record}"]').wait_for(timeout=30_000)
                    page.wait_for_url(f"**/*select={record}*", timeout=10_000)
                    waits.append(time.perf_counter() - back)
                    kept += _view(page.url) == before
                print(f"restart {number + 1}: {kept} kept", file=sys.stderr, flush=True)
                page.wait_for_timeout(1000)
        finally:
            server.stop()
            browser.close()
    slowest = max(waits, default=float("nan"))
    said = f"view kept {kept} of {times}; a click answered {slowest:.1f} s after the server's return at worst"
    return [("kill -9 and restart under an open page", said, "not measured")], kept == times and slowest <= 5


def _view(url: str) -> dict[str, str]:
    """The part of the address that the clicks do not change."""
    pairs = (pair.partition("=") for pair in url.partition("?")[2].split("&"))
    return {key: value.replace("%2C", ",") for key, _, value in pairs if key in ("phase", "view")}


def _again(address: str, log: Path) -> servers.Server:
    """The app on the port of before."""
    port = address.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with log.open("wb") as output:
        process: Any = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
    server = servers.Server(address, process)
    servers.answer(server)
    with urllib.request.urlopen(f"{address}health", timeout=20) as reply:
        reply.read()
    return server


if __name__ == "__main__":
    sys.exit(main())
