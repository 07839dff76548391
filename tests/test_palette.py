"""The seven family colours: told apart with any colour vision, in greyscale too, and seen on land and on water.

Colour is never the only cue (a line's pattern, its body, labels, the card and the legend say the same), so the limits
are those for telling two lines apart side by side, not for naming a colour from memory.

Colour vision is simulated with the matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency" (IEEE TVCG 15(6), 2009), severity 1.0, on linear sRGB. Differences are Euclidean
in CIE L*a*b* (CIE 1976, D65); 2.3 is taken as just noticeable there. Contrast is that of WCAG 2.1.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from corridors.check import check_atlas
from corridors.load import DATA, read_asset, read_folder

FAMILIES = check_atlas(read_folder(DATA)).families
COLOURS = {family.id: family.colour for family in FAMILIES}
LAND, SEA = "#f5f2ea", "#dce7ee"
JUST_NOTICEABLE = 2.3
APART = 6 * JUST_NOTICEABLE  # two lines that cross stay two lines for every reader
APART_TO_MOST = 15 * JUST_NOTICEABLE  # for those without a deficiency
GREY_STEP = 4.0  # CIE L*, of 100: neighbouring greys differ side by side; nobody could name them
CONTRAST = 3.0  # WCAG 2.1, success criterion 1.4.11: graphical objects
READABLE = 4.5  # the same, 1.4.3: text
MIXED = re.compile(r"color-mix\(in srgb, var\(--own(?:, #\w+)?\) (\d+)%, (#\w+)\)")  # the ink of routes' labels

Vector = NDArray[np.float64]
VISION: dict[str, Vector] = {
    "full": np.eye(3),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ]),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]),
    "tritanopia": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = TO_XYZ @ np.ones(3)


def linear(colour: str) -> Vector:
    """A "#rrggbb" colour as linear sRGB, 0 to 1."""
    value = np.array([int(colour[index : index + 2], 16) for index in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: Vector) -> Vector:
    """Linear sRGB as CIE L*a*b*."""
    share = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    root = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def apart(a: str, b: str, vision: str = "full") -> float:
    """How different two colours look to a reader."""
    return float(np.linalg.norm(lab(VISION[vision] @ linear(a)) - lab(VISION[vision] @ linear(b))))


def contrast(a: str, b: str) -> float:
    """WCAG 2.1 contrast ratio, 1 to 21."""
    dark, light = sorted(float((TO_XYZ @ linear(colour))[1]) for colour in (a, b))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """CIE L*, 0 to 100: what is left in greyscale."""
    return float(lab(linear(colour))[0])


@pytest.mark.parametrize(
    ("a", "b", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)]
)
def test_contrast_against_known_values(a: str, b: str, ratio: float) -> None:
    assert contrast(a, b) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(
    ("colour", "values"),
    [("#ffffff", (100, 0, 0)), ("#ff0000", (53.24, 80.09, 67.20)), ("#0000ff", (32.30, 79.19, -107.86))],
)
def test_lab_against_known_values(colour: str, values: tuple[float, float, float]) -> None:
    assert lab(linear(colour)) == pytest.approx(values, abs=0.05)


@pytest.mark.parametrize("vision", list(VISION))
def test_simulation_leaves_greys_grey(vision: str) -> None:
    assert apart("#808080", "#808080", vision) == 0
    assert VISION[vision].sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_simulation_brings_red_and_green_together() -> None:
    red, green = "#c83c28", "#5a6e1e"
    assert apart(red, green, "deuteranopia") < 0.5 * apart(red, green)


def test_there_are_at_most_seven_families() -> None:
    assert 1 < len(COLOURS) <= 7
    assert len(set(COLOURS.values())) == len(COLOURS)


@pytest.mark.parametrize("vision", list(VISION))
@pytest.mark.parametrize(("a", "b"), list(combinations(COLOURS, 2)))
def test_two_families_are_told_apart(a: str, b: str, vision: str) -> None:
    limit = APART_TO_MOST if vision == "full" else APART
    assert apart(COLOURS[a], COLOURS[b], vision) >= limit


def test_families_step_in_greyscale() -> None:
    steps = sorted(lightness(colour) for colour in COLOURS.values())
    assert min(high - low for low, high in pairwise(steps)) >= GREY_STEP


@pytest.mark.parametrize("ground", [LAND, SEA])
@pytest.mark.parametrize("family", list(COLOURS))
def test_family_is_seen_on_land_and_water(family: str, ground: str) -> None:
    assert contrast(COLOURS[family], ground) >= CONTRAST


@pytest.mark.parametrize("ground", [LAND, SEA])
@pytest.mark.parametrize("family", list(COLOURS))
def test_names_of_routes_are_read_on_land_and_water_selected_or_not(family: str, ground: str) -> None:
    mixed = MIXED.findall(read_asset("atlas.css"))
    assert len(mixed) == 2
    own = COLOURS[family]
    for share, other in mixed:
        part = int(share) / 100
        inks = (round(int(own[i : i + 2], 16) * part + int(other[i : i + 2], 16) * (1 - part)) for i in (1, 3, 5))
        assert contrast("#" + "".join(f"{ink:02x}" for ink in inks), ground) >= READABLE


def test_land_and_water_are_the_colours_that_the_map_uses() -> None:
    script, style = read_asset("atlas.js"), read_asset("atlas.css")
    assert LAND in script and f"--land: {LAND}" in style
    assert SEA in script and f"--sea: {SEA}" in style
