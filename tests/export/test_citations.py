"""Citations parse, say what the data says, and invent nothing."""

from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy
from exported import DATE, LINK

from corridors.export import citations
from corridors.model import Atlas
from corridors.selection import Selection

NAMES = ["all", "long evidence", "several", "nothing"]


@pytest.mark.parametrize("name", NAMES)
def test_bibtex_parses(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    library = bibtexparser.parse_string(citations.bibtex(atlas, views[name], LINK, DATE).decode())
    assert library.failed_blocks == []
    items = citations.entries(atlas, views[name], LINK, DATE)
    assert [entry.key for entry in library.entries] == [item["id"] for item in items]
    view = library.entries[0].fields_dict
    assert view["url"].value == LINK and view["urldate"].value == DATE and view["version"].value == atlas.meta.version


@pytest.mark.parametrize("name", NAMES)
def test_ris_parses(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    read = rispy.loads(citations.ris(atlas, views[name], LINK, DATE).decode())
    items = citations.entries(atlas, views[name], LINK, DATE)
    assert [entry["title"] for entry in read] == [item["title"] for item in items]
    assert [entry["authors"] for entry in read][-1] == citations._authors(items[-1])


@pytest.mark.parametrize("name", NAMES)
def test_csl_json_says_what_the_sources_say(atlas: Atlas, views: dict[str, Selection], name: str) -> None:
    items = {item["id"]: item for item in json.loads(citations.csl_json(atlas, views[name], LINK, DATE))}
    for source in atlas.sources:
        item = items.pop(source.id, None)
        if item:
            assert item["title"] == source.title and item["container-title"] == source.publisher
            assert item.get("DOI") == source.doi and item.get("URL") == source.url
            assert "-".join(f"{n:02}" for n in item["issued"]["date-parts"][0]) == source.published
    assert len(items) == 1 + len(views[name].selected)
    for item in items.values():
        assert item["version"] == atlas.meta.version and item["URL"] == LINK and atlas.digest in item["note"]


@pytest.mark.parametrize("style", ["APA", "Chicago"])
def test_plain_references(atlas: Atlas, views: dict[str, Selection], style: str) -> None:
    items = citations.entries(atlas, views["long evidence"], LINK, DATE)
    references = citations.plain(items, style)
    assert len(references) == len(items)
    for item, reference in zip(items, references, strict=True):
        assert item["title"] in reference
        assert str(item["issued"]["date-parts"][0][0]) in reference
        assert item.get("URL", "") in reference or item.get("DOI", "-") in reference
        assert "ahead of print" not in reference and "Edition." not in reference
    assert f"Version {atlas.meta.version}" in references[0] and "Accessed 22 November 2026." in references[0]


def test_a_passage_is_cited_by_its_article_and_place(atlas: Atlas) -> None:
    passage = atlas.passages[0]
    item = citations.passage(atlas, passage, DATE)
    assert item["title"] == atlas.source[passage.source].title
    assert f"aragraph {passage.paragraph} of the copy read" in item["note"] and passage.id in item["note"]
    assert citations.plain([item], "APA")[0].startswith(atlas.source[passage.source].authors[0].split()[-1])


def test_latex_runs_nothing() -> None:
    assert citations.latex("\\input{x} 5% & #1_a^b~$") == (
        "\\textbackslash{}input\\{x\\} 5\\% \\& \\#1\\_a\\textasciicircum{}b\\textasciitilde{}\\$"
    )
