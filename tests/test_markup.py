"""Text of the data is shown as it is and runs nowhere, whatever it holds."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors import markup
from corridors.cards import Card, card
from corridors.faults import Fault
from corridors.markup import broken
from corridors.model import Atlas

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)',
    "single attribute": "' onmouseover='alert(1)",
    "jinja": "{{7*7}}",
    "jinja block": "{% if 1 %}x{% endif %}",
    "template string": "${7*7}",
    "backtick": "`alert(1)`",
    "backslash": "\\u003cscript\\u003e",
    "comment": "--><svg onload=alert(1)><!--",
    "entity": "&lt;script&gt;&#123;",
}


class Page(HTMLParser):
    """The tags, attribute names and text of a piece of HTML, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_escaped_text_is_inert_and_reads_the_same(payload: str) -> None:
    made = markup.escape(payload)
    assert not set("<>\"'{}$`\\") & set(made)
    assert html.unescape(made) == payload
    assert jinja2.Environment(autoescape=False).from_string(made).render() == made
    page = Page(f'<p title="{made}">{made}</p>')
    assert (page.tags, page.attributes, page.text) == (["p"], {"title": [payload]}, payload)


def test_naughty_strings_survive(shared: Path) -> None:
    strings = json.loads((shared / "fixtures" / "blns" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 500
    for text in strings:
        made = markup.escape(text)
        assert html.unescape(made) == text
        assert not set("<>\"'{}$`\\") & set(made)


@given(st.text())
def test_any_text_survives(text: str) -> None:
    assert html.unescape(markup.escape(text)) == text


def hostile(atlas: Atlas, payload: str) -> Card:
    """A card in which every text is the payload."""
    made = card(atlas.by_id["n-cpec-afghan-leg"], atlas)
    quoted = tuple(
        replace(item, id=payload, quote=f"{payload} words {payload}", marked=(payload,), stance=payload,
                citation=payload,
                section=payload, relays=payload, gloss=payload, note=payload)
        for item in made.evidence
    )  # fmt: skip
    rows = ((payload, payload),)
    return replace(made, id=payload, name=payload, name_today=payload, kind=payload, family=payload, claim=payload,
                   voices=payload, phases=(payload,), evidence=quoted, articles=rows, curator=rows)  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_hostile_record_adds_no_tag_and_no_attribute_to_the_panel(payload: str, atlas: Atlas) -> None:
    tame, wild = (
        Page(markup.status(text) + markup.records([hostile(atlas, text)], [text])) for text in ("plain", payload)
    )
    assert wild.tags == tame.tags
    assert wild.attributes.keys() == tame.attributes.keys()
    assert wild.text == tame.text.replace("plain", payload)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_the_other_pieces_are_inert_too(payload: str) -> None:
    def pieces(text: str) -> Page:
        fault = Fault(text, text, text, text, text, text)
        rows = ((text, text),)
        return Page(
            markup.introduction(text, text, rows, rows) + markup.notices([text]) + broken.fault_page([fault])
        )  # fmt: skip

    tame, wild = pieces("plain"), pieces(payload)
    assert wild.tags == tame.tags
    assert wild.attributes.keys() == tame.attributes.keys()
    assert wild.text == tame.text.replace("plain", payload)


def test_the_fault_page_names_file_record_field_and_remedy() -> None:
    fault = Fault("places.geojson", "gwadar", "kind", "'harbour'", "'port' or 'city'", "check the spelling")
    said = Page(broken.fault_page([fault])).text
    for words in (fault.file, fault.record, fault.field, fault.found, fault.wanted, fault.remedy, "1 fault"):
        assert words in said
