"""Every page beside the map, run by Streamlit itself without a browser; what it shows is text, whatever it holds."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Checkbox

from corridors import markup, trade
from corridors.markup import pages
from corridors.model import Atlas
from corridors.selection import PAGES, Selection, visible
from corridors.trade import Bar, Scale
from corridors.urlstate import decode

SCRIPT = """
from dataclasses import replace
import streamlit as st
from corridors.selection import Selection
from corridors.views import panel
from corridors.views.service import release
state = st.session_state
if "picked" not in state:
    state.picked = Selection(page=state.start, selected=tuple(state.selected))
def choose(selection):
    state.picked = selection
state.picked = replace(state.picked, page=panel.opened(state.picked))
panel.head(state.picked, release().atlas, choose)
panel.rest(state.picked, release().atlas, choose)
"""


def run(page: str, *selected: str) -> AppTest:
    app = AppTest.from_string(SCRIPT, default_timeout=30)
    app.session_state["start"] = page
    app.session_state["selected"] = list(selected)
    return app.run()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("selected", [(), ("n-cpec-afghan-leg", "afro-eurasia")], ids=["nothing", "two"])
def test_a_page_opens(page: str, selected: tuple[str, ...]) -> None:
    app = run(page, *selected)
    assert not app.exception
    assert app.session_state["picked"].page == page


@pytest.mark.parametrize("page", PAGES)
def test_no_text_of_the_data_is_read_as_markdown(page: str) -> None:
    assert not run(page, "rupak").markdown


def press(app: AppTest, key: str) -> AppTest:
    return next(button for button in app.button if button.key == key).click().run()


def box(key: str, app: AppTest) -> Checkbox:
    return next(item for item in app.checkbox if str(item.key).rpartition("-")[0] == key)


def test_a_row_of_the_list_selects_and_lets_go() -> None:
    app = press(run("list"), "list-rupak")
    assert app.session_state["picked"].selected == ("rupak",)
    assert app.session_state["picked"].viewport is not None
    app = press(app, "list-rupak")
    assert app.session_state["picked"].selected == ()


def test_a_button_stays_on_the_page_that_a_tab_opened() -> None:
    app = run("evidence")
    app.session_state["page"] = "list"
    app = press(app.run(), "list-rupak")
    assert app.session_state["picked"].page == "list"


def test_the_lists_phase_is_the_maps() -> None:
    app = run("list")
    box("list-phase-3", app).check().run()
    assert app.session_state["picked"].phases == {3}
    app = press(app, "without-phase-3")
    assert app.session_state["picked"].phases == frozenset()
    assert not box("list-phase-3", app).value


def test_a_facet_narrows_list_and_map_and_each_value_is_removed_by_its_sentence() -> None:
    app = run("list")
    app.selectbox(key="list-facet").select("claim").run()
    box("list-claim-speculative", app).check().run()
    box("list-claim-agreed", app).check().run()
    assert app.session_state["picked"].facets == {("claim", "speculative"), ("claim", "agreed")}
    keys = {button.key for button in app.button}
    assert {"list-rupak", "list-quetta-taftan"} <= keys
    assert "list-n-cpec-afghan-leg" not in keys
    app = press(app, "without-claim-speculative")
    assert app.session_state["picked"].facets == {("claim", "agreed")}
    assert not box("list-claim-speculative", app).value
    assert "list-rupak" not in {button.key for button in app.button}


def test_an_empty_list_says_what_each_filter_hides(atlas: Atlas) -> None:
    app = run("list")
    app.session_state["picked"] = Selection(page="list", phases=frozenset({5}), facets=frozenset({("claim", "agreed")}))
    app.run()
    labels = {button.key: button.label for button in app.button}
    for key, left in (("phase-5", {"claim": "agreed"}), ("claim-agreed", {"phase": "5"})):
        count = len(visible(decode(left, atlas)[0], atlas))
        assert f"without it: {count} records" in labels[f"without-{key}"].replace("\\", "")
    app = press(app, "without-claim-agreed")
    assert app.session_state["picked"].phases == {5}
    assert not any("without it" in button.label for button in app.button)


def test_search_leads_to_a_record() -> None:
    app = run("search")
    app.text_input(key="search-typed").set_value("Afganistan").run()
    app = press(app, "search-area-afghanistan")
    assert app.session_state["picked"].selected == ("afghanistan",)
    app = press(app, "to-evidence")
    assert app.session_state["picked"].page == "evidence"


def test_every_figure_of_trade_stands_in_its_table_with_its_words(atlas: Atlas) -> None:
    said = html.unescape("".join(item.value for item in run("trade").get("html")))
    for item in trade.figures(atlas):
        assert f"<td>{item.amount}</td><td>{item.year}</td><td>{item.kind}</td>" in said
        assert f"Curator: {item.flag}</td>" in said or not item.flag
        assert f'data-passage="{item.quote.id}"' in said


def test_a_find_beyond_the_first_ones_can_be_asked_for() -> None:
    app = run("search")
    app.text_input(key="search-typed").set_value("CPEC").run()

    def passages() -> int:
        return sum("<strong>CPEC" in item.value for item in app.get("html"))

    first = passages()
    app = press(app, "search-more-passage")
    assert passages() == 2 * first
    app.text_input(key="search-typed").set_value("CPEC ").run()
    assert passages() == first, "other words begin anew"


def test_a_disputed_record_leads_to_its_disagreements() -> None:
    app = press(run("evidence", "north-south-pipeline"), "disputed-north-south-pipeline")
    assert app.session_state["picked"].page == "disagreements"
    assert "north-south-cost" in "".join(item.value for item in app.get("html"))


def test_disagreements_stay_in_place_when_one_of_their_records_is_pressed(atlas: Atlas) -> None:
    def order() -> list[str]:
        return re.findall(r'data-dispute="([^"]+)"', "".join(item.value for item in app.get("html")))

    app = run("disagreements")
    before = order()
    assert len(before) > 3
    *_, last = (item for item in atlas.disagreements if item.id in before)
    app = press(app, f"disagreement-{last.id}-{last.records[0]}")
    assert app.session_state["picked"].selected == (last.records[0],)
    assert order() == before
    app = press(app, "to-evidence")
    app = press(app, f"disputed-{last.records[0]}")
    assert last.records[0] in next(item for item in atlas.disagreements if item.id == order()[0]).records


def test_the_tour_goes_on_and_back() -> None:
    app = press(run("tour"), "tour-start")
    first = app.session_state["picked"]
    app = press(app, "tour-next")
    assert app.session_state["picked"].phases == {2}
    assert press(app, "tour-back").session_state["picked"] == first


HOSTILE = [
    ":red[x]",
    "**b** _i_ ~s~ `c`",
    "$x^2$",
    "[a](b)",
    "<b>",
    "1. x",
    ":material/home:",
    "www.example.org",
    "a\nb",
    "# x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_not_markdown(text: str) -> None:
    made = markup.label(text)
    assert re.sub(r"\\(.)", r"\1", made) == " ".join(text.split())
    assert not re.search(r"(?<!\\)[*_`$\[\]<>#:~]", re.sub(r"\\\\", "", made))


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "{{7*7}}", "${7*7}", '" onmouseover="x'])
def test_the_pages_html_is_inert(payload: str) -> None:
    made = [
        markup.heading(payload, payload), markup.subheading(payload), markup.note(payload), markup.status(payload),
        pages.found(payload, payload, payload, [(0, 2)]), pages.folded(payload, ()),
        pages.table(payload, [payload], [[payload, payload]], [payload]),
        pages.document(f"# {payload}\n\n- {payload}\n\n{payload}"),
        pages.chart(payload, Scale(payload, (Bar(payload, payload, 0, 1),), ((0, payload), (1, payload)))),
    ]  # fmt: skip
    for text in made:
        assert payload not in text
        assert payload.replace("\n", " ")[2:] in html.unescape(re.sub(r"<[^>]+>", "", text))


def test_a_document_keeps_its_blocks() -> None:
    made = pages.document("# A\nb\nc\n\n- d\n  e\n- **f** *g* `h`\n\n## H\nlast")
    listed = "<ul><li>d e</li><li><strong>f</strong> <em>g</em> <code>h</code></li></ul>"
    assert f"<h3>A</h3><p>b c</p>{listed}<h4>H</h4><p>last</p>" in made
