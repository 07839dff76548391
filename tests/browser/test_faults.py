"""What goes wrong around the app, and what a visitor sees of it: nothing, or what to do. The view is never lost."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drive import Server, View, start, view
from playwright.sync_api import Browser, WebSocketRoute

from corridors.load import DATA

WAIT = 30_000  # milliseconds, for what must happen at all
Open = Callable[..., View]


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts apps of a test's own; every one is ended."""
    running: list[Server] = []

    def make(port: int = 0, **environment: str) -> Server:
        running.append(start(tmp_path / f"log-{len(running)}.txt", port, **environment))
        return running[-1]

    yield make
    for server in running:
        server.process.kill()
        server.process.wait(20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data, for a test to break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    path = folder / name
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def retitle(title: str) -> Callable[[Any], None]:
    return lambda document: document.update(title=title)


def break_one(document: Any) -> None:
    next(item for item in document["features"] if item["id"] == "tapi")["properties"]["claim"] = "maybe"


def ready(server: Server) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{server.url}ready", timeout=60) as reply:
            return dict(json.load(reply))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))


def choose(seen: View, record: str) -> None:
    """Selects a record in the map's frame and waits until Python has answered, in panel and address."""
    seen.frame.evaluate("(id) => corridorAtlas.atlas.choose(id, [], null)", record)
    seen.page.locator(f'.st-key-panel article[data-record="{record}"]').wait_for(timeout=WAIT)
    seen.answered(select=record)


def test_a_killed_server_costs_the_visitor_nothing(browser: Browser, servers: Any) -> None:
    server = servers()
    seen = view(browser)
    uncaught: list[str] = []
    seen.page.on("pageerror", lambda error: uncaught.append(str(error)))
    seen.open(f"{server.url}?phase=3&family=cpec&select=cpec-trunk&view=60.000,40.000,4.5")
    before = {key: value for key, value in seen.query().items() if key in {"phase", "family", "view"}}
    shown = seen.shown()
    server.process.kill()
    server.process.wait(20)
    dialog = seen.page.get_by_role("dialog", name="Connection error")
    dialog.wait_for(timeout=WAIT)
    assert not dialog.get_by_text("streamlit run").is_visible(), "a visitor has no terminal"
    dialog.get_by_role("button", name="Close").click()
    seen.frame.evaluate("(id) => corridorAtlas.atlas.choose(id, [], null)", "kazakhstan")
    seen.frame.locator('.ca-card[data-record="kazakhstan"]').wait_for()  # the map answers alone
    assert seen.shown() == shown
    servers(server.port)
    # What was clicked meanwhile is not lost either.
    seen.page.locator('.st-key-panel article[data-record="kazakhstan"]').wait_for(timeout=WAIT)
    seen.answered(select="kazakhstan")
    assert {key: seen.query()[key] for key in before} == before
    assert seen.shown() == shown
    choose(seen, "gwadar")
    assert uncaught == []
    seen.page.context.close()


def test_an_untouched_page_keeps_its_view_over_a_restart(browser: Browser, servers: Any) -> None:
    server = servers()
    seen = view(browser)
    seen.open(f"{server.url}?phase=3&select=nstc")
    address, words = seen.page.url, seen.page.locator(".st-key-panel").inner_text()
    server.process.kill()
    server.process.wait(20)
    again = servers(server.port)
    seen.page.locator('.stApp[data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]').wait_for(
        timeout=WAIT
    )
    seen.page.wait_for_timeout(3000)  # until the new server has run the page once
    seen.settled()
    assert seen.page.url == address
    assert seen.page.locator(".st-key-panel").inner_text() == words
    # Nor does it lose a click of the moment when a server is there again but has not yet run the page.
    again.process.kill()
    again.process.wait(20)
    seen.page.locator('.stApp:not([data-test-connection-state="CONNECTED"])').wait_for(timeout=WAIT)
    servers(server.port)
    seen.page.locator('.stApp[data-test-connection-state="CONNECTED"]').wait_for(timeout=WAIT)
    choose(seen, "tapi")
    seen.answered(select="tapi", phase="3")
    seen.page.context.close()


def test_a_dropped_connection_is_taken_up_again(browser: Browser, server: Server) -> None:
    seen = view(browser)
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    seen.page.route_web_socket("**/_stcore/stream", through)
    seen.open(f"{server.url}?phase=3&select=nstc")
    seen.page.locator(".st-key-panel article").wait_for()
    seen.frame.evaluate("() => { window.marked = true; }")
    address = seen.page.url
    for record in ("tapi", "gwadar"):
        before = len(sockets)
        sockets[-1].close(code=1011, reason="dropped by the test")
        choose(seen, record)
        assert len(sockets) == before + 1
    assert seen.frame.evaluate("() => window.marked"), "the map was not loaded anew"
    assert "phase=3" in address and "phase=3" in seen.page.url
    seen.page.context.close()


def test_data_broken_meanwhile_reaches_no_visitor(open_view: Open, servers: Any, folder: Path) -> None:
    server = servers(CORRIDOR_ATLAS_DATA=str(folder))
    seen = open_view()
    seen.open(server.url)
    sound = ready(server)
    assert (sound["ready"], sound["disk"], sound["left_out"]) == (True, "sound", 0)
    edit(folder, "segments.geojson", break_one)
    seen.page.wait_for_timeout(2500)  # it looks at the files every two seconds
    choose(seen, "tapi")
    later = open_view()
    later.open(f"{server.url}?select=tapi")
    later.page.locator('.st-key-panel article[data-record="tapi"]').wait_for()
    assert ready(server) == {**sound, "disk": "broken"}
    log = server.log.read_text()
    assert "the atlas of before stays" in log
    assert "segments.geojson · tapi · claim" in log
    (folder / "segments.geojson").write_bytes(b'{"type": "Feat')
    seen.page.wait_for_timeout(2500)
    choose(seen, "gwadar")
    assert ready(server)["data"] == sound["data"]
    shutil.copy(DATA / "segments.geojson", folder / "segments.geojson")
    edit(folder, "atlas.json", retitle("Mended Atlas"))
    seen.page.wait_for_timeout(2500)
    later.page.reload()
    later.ready()
    newest = later.page.locator("#ca-map > iframe").first.content_frame
    newest.get_by_text("Mended Atlas").first.wait_for(timeout=WAIT)
    assert ready(server)["disk"] == "sound"
    assert "Traceback" not in server.log.read_text()


def test_data_that_changes_twice_under_an_open_page(open_view: Open, servers: Any, folder: Path) -> None:
    server = servers(CORRIDOR_ATLAS_DATA=str(folder))
    seen = open_view()
    with seen.page.expect_response("**/atlas/*/data.js") as first:
        seen.open(f"{server.url}?phase=3&select=nstc")
    address = first.value.url
    for title in ("Second Atlas", "Third Atlas"):
        edit(folder, "atlas.json", retitle(title))
        seen.page.wait_for_timeout(2500)
        ready(server)
    with urllib.request.urlopen(address, timeout=60) as reply:  # as a browser does whose cache was cleared
        assert b"Third Atlas" in reply.read()
        assert reply.headers["cache-control"] == "no-store"
    # The next interaction brings the new map, with the view as it was.
    seen.frame.evaluate("(id) => corridorAtlas.atlas.choose(id, [], null)", "tapi")
    frames = seen.page.locator("#ca-map > iframe")
    frames.first.content_frame.get_by_text("Third Atlas").first.wait_for(timeout=WAIT)
    while frames.count() > 1:  # the old one stays until the new one is drawn
        seen.page.wait_for_timeout(20)
    seen.ready()
    seen.answered(select="tapi", phase="3")
    choose(seen, "gwadar")


def test_a_broken_atlas_lists_its_faults_and_opens_once_mended(open_view: Open, servers: Any, folder: Path) -> None:
    edit(folder, "segments.geojson", break_one)
    server = servers(CORRIDOR_ATLAS_DATA=str(folder))
    seen = open_view()
    seen.page.goto(f"{server.url}?select=gwadar")
    row = seen.page.locator(".ca-faults tbody tr")
    row.wait_for(timeout=WAIT)
    assert row.locator("td").all_inner_texts()[1:5] == ["segments.geojson", "tapi", "claim", "'maybe'"]
    assert seen.page.locator("#ca-map > iframe").count() == 0, "nothing is half-shown"
    assert ready(server) == {"ready": False, "disk": "broken"}
    shutil.copy(DATA / "segments.geojson", folder / "segments.geojson")
    seen.page.wait_for_timeout(2500)
    seen.page.reload()
    seen.ready()
    choose(seen, "tapi")


def test_a_lenient_operator_shows_the_good_and_lists_the_bad(open_view: Open, servers: Any, folder: Path) -> None:
    edit(folder, "segments.geojson", break_one)
    edit(
        folder, "places.geojson", lambda document: document["features"][0]["properties"].update(name="<b>x</b>", kind=1)
    )
    server = servers(CORRIDOR_ATLAS_DATA=str(folder), CORRIDOR_ATLAS_LENIENT="1")
    seen = open_view()
    seen.open(f"{server.url}?select=gwadar")
    notice = seen.page.locator(".ca-leftout")
    notice.get_by_text("This atlas is not complete").wait_for()
    assert not notice.get_by_text("'maybe'").is_visible()
    notice.locator("summary").click()
    notice.get_by_text("segments.geojson · tapi · claim").wait_for()
    assert notice.get_by_text("'maybe'").is_visible()
    assert "tapi" not in seen.shown()
    assert len(seen.shown()) > 20
    choose(seen, "nstc")
    found = ready(server)
    assert found["ready"] and found["left_out"] >= 2 and found["disk"] == "broken"


@pytest.mark.parametrize(
    "query",
    [
        "phase=9&family=%3Cscript%3Ealert(1)%3C/script%3E",
        "select=" + "%F0%9F%97%BA," * 200,
        "view=nan,inf,1e999&mode={{7*7}}",
        "select=${alert(1)},%00,../../etc/passwd&page=__proto__",
        "phase=%ff%fe&&==&;select=tapi",
    ],
)
def test_a_strange_link_opens_the_atlas_all_the_same(query: str, desktop: View, server: Server, atlas: Any) -> None:
    desktop.open(f"{server.url}?{query}")
    desktop.page.locator(".st-key-panel .ca-notice").first.wait_for()
    assert desktop.shown() == {item.id for item in atlas.segments if item.claim != "rejected"}
    for frame in desktop.page.frames:
        assert not frame.evaluate("() => 'pwned' in window")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "_stcore/upload_file/session/file", 405),
        ("POST", "_stcore/agent/interact", 405),
        ("GET", "_stcore/agent/openapi.json", 404),
        ("GET", "_stcore/metrics", 404),
    ],
)
def test_the_server_offers_no_more_than_the_atlas_needs(method: str, path: str, status: int, server: Server) -> None:
    asked = urllib.request.Request(server.url + path, method=method, data=b"x" if method != "GET" else None)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=30)
    assert refused.value.code == status
    refused.value.close()
