"""The words that a click asks for: what the server answers, and what the panel makes of late, lost and old answers."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

import pytest
from drive import Server, View

from corridors.markup import escape
from corridors.model import Atlas

ADDRESS = "**/words/**"


def address(view: View) -> str:
    """Where the shown release is, as the page asks for it."""
    return str(view.page.locator("#ca-map > iframe").get_attribute("data-address")).replace("frame.html", "words/")


def test_the_words_of_records_lie_under_their_ids(app: View, server: Server, atlas: Atlas) -> None:
    with urllib.request.urlopen(f"{server.url}{address(app)}nstc,gwadar", timeout=30) as reply:
        words = reply.read().decode()
        assert "immutable" in reply.headers["cache-control"]
        assert reply.headers["content-type"].startswith("text/plain"), "opened by itself it is no page"
    for record_id in ("nstc", "gwadar"):
        for item in atlas.by_id[record_id].evidence:
            assert f'data-passage="{escape(item.passage)}"' in words


@pytest.mark.parametrize("ids", ["no-such-record", "nstc,", "nstc,<script>", ",".join(["nstc"] * 41), "."])
def test_what_is_no_record_has_no_words(app: View, server: Server, ids: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.url}{address(app)}{ids}", timeout=30)
    assert refused.value.code == 404
    refused.value.close()


def test_a_lost_answer_leaves_no_old_words_for_long(app: View) -> None:
    app.page.route(ADDRESS, lambda route: route.abort(), times=1)
    app.click_line("nstc")
    app.answered(select="nstc")  # the answer asks once more
    app.page.locator('.st-key-panel article[data-record="nstc"] blockquote').first.wait_for()
    app.errors.clear()  # the browser says that a request failed


def test_a_late_answer_is_not_shown_over_a_newer_one(app: View) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    app.page.route("**/words/nstc", hold, times=1)
    app.frame.evaluate("() => corridorAtlas.atlas.choose('nstc', [], null)")
    app.page.wait_for_function("() => location.search.includes('nstc')")  # the rest does not wait for it
    app.frame.evaluate("() => corridorAtlas.atlas.choose('tapi', [], null)")
    app.page.locator('.st-key-panel article[data-record="tapi"]').wait_for()
    for route in held:
        route.continue_()
    app.answered(select="tapi")
    app.page.wait_for_timeout(300)
    assert app.page.locator(".st-key-panel article").evaluate_all("all => all.map((a) => a.dataset.record)") == ["tapi"]
    app.frame.evaluate("() => corridorAtlas.atlas.clear()")
    app.page.locator(".st-key-panel .ca-words h2", has_text="Corridor Atlas").wait_for()


def test_another_page_has_no_words_and_evidence_has_them_again(app: View) -> None:
    app.frame.evaluate("() => corridorAtlas.atlas.choose('nstc', [], null)")
    app.page.locator('.st-key-panel article[data-record="nstc"]').wait_for()
    app.page.locator(".st-key-page").get_by_role("radio", name="Methods").click()
    app.page.locator(".st-key-panel article[data-record]").wait_for(state="detached")
    app.frame.evaluate("() => corridorAtlas.atlas.choose('tapi', [], null)")
    app.answered(select="tapi", page="methods")
    assert app.page.locator(".ca-words").inner_text() == ""
    app.page.locator(".st-key-page").get_by_role("radio", name="Evidence").click()
    app.page.locator('.st-key-panel article[data-record="tapi"]').wait_for()
