"""One direction: files -> load -> check -> Atlas -> Selection -> map and cards; nothing reaches for the internet."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corridors.load import ROOT

PACKAGE = ROOT / "corridors"
MODULES = sorted(PACKAGE.rglob("*.py"))
VIEWS = [path for path in MODULES if PACKAGE / "views" in path.parents]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Top-level names of what a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def opened(path: Path) -> list[str]:
    """Calls that open, read or write a file by its name; `os.open` gives a bare number, for the null device."""
    calls = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id == "open":
                calls.append(f"open, line {node.lineno}")
            if isinstance(called, ast.Attribute) and ast.unparse(called) != "os.open" and called.attr in {
                "open", "read_text", "read_bytes", "read_file", "write_text", "write_bytes",
            }:  # fmt: skip
                calls.append(f"{called.attr}, line {node.lineno}")
    return calls


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_views_know_streamlit(path: Path) -> None:
    if path not in VIEWS:
        assert not imported(path) & {"streamlit", "starlette"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_load_reads_files(path: Path) -> None:
    if name(path) == "corridors/load.py":
        assert opened(path)
    elif "export" not in path.parts:
        assert not opened(path)
    else:
        assert not [call for call in opened(path) if not call.startswith("write")], (
            "an export writes, and reads nothing"
        )


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_of_ours_goes_to_the_network(path: Path) -> None:
    assert not imported(path) & {"requests", "urllib3", "httpx", "aiohttp", "socket"}


HEAVY = ("streamlit", "matplotlib", "geopandas", "folium", "pandas")


def test_what_needs_no_app_loads_without_it() -> None:
    """`check`, the payload and the tests start without a second of imports that they never use."""
    modules = "corridors.payload, corridors.__main__, corridors.urlstate, corridors.markup.pages, corridors.verify"
    program = f"import sys, {modules}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


ASSETS = sorted(path for path in (PACKAGE / "assets").iterdir() if path.suffix in {".js", ".css", ".html"})
# Names that are never fetched (XML namespaces), our own machine, and where a reader may look a citation up.
HARMLESS = r"https?://(localhost|127\.0\.0\.1|www\.w3\.org|www\.opengis\.net|schemas\.[a-z]+\.\w+|doi\.org)\b"


@pytest.mark.parametrize("path", [*MODULES, *ASSETS, ROOT / "app.py"], ids=name)
def test_no_link_to_another_host(path: Path) -> None:
    links = set(re.findall(r"https?://[^\s\"'`<>)]+", path.read_text(encoding="utf-8")))
    assert not [link for link in links if not re.match(HARMLESS, link)]


@pytest.mark.parametrize("path", [path for path in ASSETS if path.name != "panel.js"], ids=name)
def test_only_the_panels_script_asks_for_anything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(\s*['\"]?(?!#|data:)|\bfetch\(|XMLHttpRequest|\beval\(|new Function", text)


def test_streamlit_is_told_its_address_and_to_keep_to_itself() -> None:
    """Without an address Streamlit asks a public service for its own; usage statistics go to another host."""
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert re.search(r"^gatherUsageStats\s*=\s*false", config, re.MULTILINE)
    assert re.search(r"^address\s*=", config, re.MULTILINE)
