"""Text in the data is shown as it is and runs nowhere, whatever it says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from drive import Server, View, start

from corridors.load import DATA

PAYLOADS = (
    "<script>window.pwned=1</script>",
    '<img src=x onerror="window.pwned=1">',
    '" onmouseover="window.pwned=1" x="',
    "{{ 7 * 7 }}{{ cycler.__init__.__globals__.os.system('true') }}",
    "{% if %}",
    "${window.pwned=1}",
    "`;window.pwned=1;`",
    "</script><svg onload=window.pwned=1>\\u003cb\\",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[tuple[Server, dict[str, Any]]]:
    """The app over a copy of the atlas in which every kind of text is a payload."""
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(DATA, folder)
    texts = iter(f"{payload} #{number}" for number in range(1000) for payload in PAYLOADS)
    used: dict[str, Any] = {"names": {}, "quotes": {}, "notes": {}, "undrawn": []}

    def edit(name: str, change: Callable[[Any], None]) -> None:
        document = json.loads((folder / name).read_text(encoding="utf-8"))
        change(document)
        (folder / name).write_text(json.dumps(document), encoding="utf-8")

    def passages(document: Any) -> None:
        for item in document:
            item["quote"] = used["quotes"][item["id"]] = (
                f"{next(texts)} and nine more words to make the quotation long enough"
            )
            item.update(conditions=[], likelihood=[], repairs=[], section=next(texts), gloss=next(texts))

    def features(document: Any) -> None:
        for feature in document["features"]:
            fields = feature["properties"]
            fields["name"] = used["names"][feature["id"]] = next(texts)
            fields["curator_note"] = used["notes"][feature["id"]] = next(texts)
            if "label" in fields:
                fields["label"] = next(texts)[:30]
            for point in fields.get("waypoints", []):
                point["name"] = next(texts)

    def undrawn(document: Any) -> None:
        template = document[0]
        naughty = json.loads((shared / "fixtures/blns/blns.json").read_text(encoding="utf-8"))
        for index, text in enumerate(naughty):
            if text.strip():  # the gate refuses a name of white space alone
                document.append({**template, "id": f"naughty-{index}", "name": text, "phases": []})
        used["undrawn"] = [item["name"] for item in document]

    def sources(document: Any) -> None:
        for item in document:
            item.update(title=next(texts), publisher=next(texts), authors=[next(texts)])

    def families(document: Any) -> None:
        for item in document:
            item.update(name=next(texts), short_name=next(texts))

    def phases(document: Any) -> None:
        for item in document:
            item["name"] = next(texts)

    edit("passages.json", passages)
    edit("undrawn.json", undrawn)
    edit("sources.json", sources)
    edit("families.json", families)
    edit("phases.json", phases)
    edit("atlas.json", lambda document: document.update(title=next(texts), subtitle=next(texts)))
    for name in ("segments.geojson", "places.geojson", "areas.geojson"):
        edit(name, features)
    server = start(folder.parent / "log.txt", CORRIDOR_ATLAS_DATA=str(folder))
    yield server, used
    server.process.terminate()
    server.process.wait(20)
    assert "Traceback" not in Path(server.log).read_text()


def ran(view: View) -> list[str]:
    """Frames in which something of the data ran."""
    return [
        frame.url
        for frame in view.page.frames
        if frame.evaluate("() => 'pwned' in window || document.title === 'pwned'")
    ]


def test_every_text_is_shown_literally(hostile: tuple[Server, dict[str, Any]], open_view: Callable[..., View]) -> None:
    server, used = hostile
    view = open_view()
    view.page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    view.open(server.url)
    names = view.page.locator(".st-key-panel li strong")
    names.first.wait_for()
    assert names.evaluate_all("nodes => nodes.map((n) => n.textContent)") == used["undrawn"]
    view.frame.locator(".ca-tools button").nth(3).click()
    items = view.frame.locator(".ca-list .ca-item").evaluate_all("nodes => nodes.map((n) => n.textContent)")
    for name in [*used["names"].values(), *used["undrawn"]]:
        assert any(item.startswith(name) for item in items), name
    view.frame.locator(".ca-listclose").click()
    for record in (
        "nstc",
        "cpec-trunk",
        "gwadar",
        "kazakhstan",
        "rupak",
        "tapi",
        "quetta-taftan",
        "north-south-pipeline",
    ):
        view.frame.evaluate("(id) => corridorAtlas.atlas.choose(id, [], null)", record)
        article = view.page.locator(f'.st-key-panel article[data-record="{record}"]')
        article.wait_for()
        text = article.evaluate("node => node.textContent")
        assert used["names"][record] in text
        assert used["notes"][record] in text
        assert used["names"][record] in view.frame.locator(".ca-card").evaluate("node => node.textContent")
        for quote in article.locator("blockquote").evaluate_all("nodes => nodes.map((n) => n.textContent)"):
            assert quote in used["quotes"].values()
    assert ran(view) == []
