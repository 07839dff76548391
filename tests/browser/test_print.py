"""The printed page: the map whole, then all evidence word for word, without anything that is there to be clicked."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from corridors import cards
from corridors.model import Atlas
from corridors.views import panel


def _squeezed(text: str) -> str:
    # PDFium marks a hyphen at a line's end as one that belongs to no word.
    return "".join(text.replace("\ufffe", "-").replace("\x02", "-").split())


@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
def test_paper_has_the_map_and_every_word_and_no_control(
    desktop: Any, server: Any, atlas: Atlas, landscape: bool
) -> None:
    chosen = "n-cpec-afghan-leg"
    desktop.open(f"{server.url}?select={chosen}")
    document = pypdfium2.PdfDocument(desktop.page.pdf(format="A4", landscape=landscape, print_background=True))
    try:
        texts = [page.get_textpage() for page in document]
        pages = [text.get_text_range() for text in texts]
        lines = {line.strip() for page in pages for line in page.splitlines()}
        for item in cards.card(atlas.by_id[chosen], atlas).evidence:
            assert any(_squeezed(f"“{item.quote}”") in _squeezed(page) for page in pages), item.id  # whole on one page
        said = _squeezed("".join(pages))
        assert _squeezed(f"select={chosen}&data={atlas.digest}") in said
        assert _squeezed("Disputed: N-CPEC+: the leg through Afghanistan appears in") in said
        assert _squeezed(f"version {atlas.meta.version}") in said and "Printed:" in said
        assert not lines & {*panel.TABS.values(), "☰", "▣", "⌂", "+", "×"}
        for words in ("click to filter", "Copy …", "Close", "Only what the articles state", "Hide context routes"):
            assert _squeezed(words) not in said
        for words in ("Boundaries: Natural Earth", "22 November 2026", "boundaries", "CPEC and its links"):
            found = texts[0].search(words)
            position = found.get_next()
            assert position, words
            left, bottom, right, top = texts[0].get_charbox(position[0] + position[1] - 1)
            width, height = document[0].get_size()
            assert 0 < left < right < width and 0 < bottom < top < height
    finally:
        document.close()
