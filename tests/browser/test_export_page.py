"""What the Export and Tour tabs give is what was asked for, opened as its receiver would open it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from corridors import cards
from corridors.model import Atlas

MADE = 180_000  # milliseconds; a busy machine takes a minute over the slides of the tour


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _download(desktop: Any) -> bytes:
    link = desktop.page.locator("[data-testid=stDownloadButton] button").first
    link.wait_for(timeout=MADE)
    with desktop.page.expect_download() as caught:
        link.click()
    return Path(caught.value.path()).read_bytes()


@pytest.mark.parametrize(("kind", "glance"), [("Slides to edit", "Slide 1: "), ("All data formats", "atlas.gpkg")])
def test_a_file_is_looked_at_and_downloaded(desktop: Any, server: Any, atlas: Atlas, kind: str, glance: str) -> None:
    desktop.open(f"{server.url}?page=export&select=quetta-taftan")
    desktop.page.get_by_role("combobox").first.click()
    desktop.page.get_by_role("option", name=kind).click()
    assert not desktop.page.locator("[data-testid=stDownloadButton]").count()  # nothing is made before it is asked for
    desktop.page.get_by_role("button", name="Prepare the file").click()
    desktop.page.locator("[data-testid=stCode]", has_text=glance).wait_for(timeout=MADE)
    data = _download(desktop)
    wanted = [item.quote for item in cards.card(atlas.by_id["quetta-taftan"], atlas).evidence]
    if kind.startswith("Slides"):
        slides = Presentation(io.BytesIO(data)).slides
        shown = _squeezed("".join(s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame))
        assert f"This view: {server.url}?select=quetta-taftan" in "".join(
            s.text_frame.text for s in slides[0].shapes if s.has_text_frame
        )
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            assert packed.testzip() is None
            shown = _squeezed(packed.read("passages.csv").decode("utf-8-sig").replace('""', '"'))
    assert all(_squeezed(quote) in shown for quote in wanted)


def test_the_tour_is_taken_along_as_slides(desktop: Any, server: Any, atlas: Atlas) -> None:
    desktop.open(f"{server.url}?page=tour")
    desktop.frame.evaluate("() => corridorAtlas.atlas.choose('nstc', [], null)")
    desktop.answered(page="tour", select="nstc")
    desktop.page.get_by_text("Take the tour along as slides").click()
    # At once, where the button shows first, and for as long as a finger rests: its box is still opening.
    desktop.page.get_by_role("button", name="Prepare the slides").click(position={"x": 20, "y": 4}, delay=100)
    desktop.page.locator("[data-testid=stProgress]").wait_for()
    desktop.page.go_back()  # runs the whole page anew
    desktop.page.get_by_role("button", name="Start the tour").click()
    for step in (1, 2, 3):  # the page answers meanwhile, press by press
        desktop.page.get_by_text(f"Step {step} of").wait_for()
        desktop.page.locator(".st-key-tour-next button").click()
    desktop.page.locator("[data-testid=stCode]", has_text=atlas.tour[-1].title).wait_for(timeout=MADE)
    slides = Presentation(io.BytesIO(_download(desktop))).slides
    assert [slide.shapes.title.text for slide in slides] == [step.title for step in atlas.tour]


def test_a_file_under_way_is_made_of_the_view_as_it_stands(desktop: Any, server: Any, atlas: Atlas) -> None:
    desktop.open(f"{server.url}?page=export&select=quetta-taftan")
    desktop.page.get_by_role("combobox").first.click()
    desktop.page.get_by_role("option", name="Slides to edit").click()
    desktop.page.get_by_role("button", name="Prepare the file").click()
    bar = desktop.page.locator("[data-testid=stProgress]")
    bar.wait_for()
    desktop.frame.evaluate("() => corridorAtlas.atlas.choose('tapi', [], null)")
    desktop.answered(page="export", select="tapi")
    bar.wait_for()  # still under way, and the page has answered
    slides = Presentation(io.BytesIO(_download(desktop))).slides
    titles = [slide.shapes.title.text for slide in slides if slide.shapes.title]
    assert any(atlas.by_id["tapi"].name in title for title in titles)
    assert not any(atlas.by_id["quetta-taftan"].name in title for title in titles)
    desktop.frame.evaluate("() => corridorAtlas.atlas.choose('nstc', [], null)")
    desktop.page.get_by_text("has changed since a file was made").wait_for()
    desktop.page.locator("[data-testid=stDownloadButton]").wait_for(state="detached")
