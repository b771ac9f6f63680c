"""The icons are what Teams asks for, and what their SVG says."""

import struct

import pytest

from tests.infra import icons

WHITE = (255, 255, 255)


def png(name: str) -> bytes:
    return (icons.TEAMS / f"{name}.png").read_bytes()


@pytest.mark.parametrize(("name", "size"), icons.SIZES.items())
def test_an_icon_has_the_size_that_teams_asks_for(name: str, size: int):
    assert struct.unpack(">II", png(name)[16:24]) == (size, size)


def test_the_outline_is_white_on_nothing_and_the_colour_icon_has_no_holes():
    outline, color = icons.pixels(png("outline")), icons.pixels(png("color"))
    drawn = [one for one in outline if one[3] > 8]
    assert 100 < len(drawn) < 700
    assert {one[:3] for one in drawn} == {WHITE}
    assert {one[3] for one in color} == {255}


def test_the_corners_that_teams_cuts_off_are_empty():
    color = icons.pixels(png("color"))
    rows = [color[at : at + 192] for at in range(0, len(color), 192)]
    ground = rows[0][0]
    border = [*rows[:48], *rows[144:], *(row[:36] + row[156:] for row in rows)]
    assert {pixel for row in border for pixel in row} == {ground}


@pytest.mark.parametrize("name", icons.SIZES)
async def test_an_icon_is_what_its_svg_says(name: str):
    """Another version of the browser may smooth an edge a little differently."""
    kept, again = icons.pixels(png(name)), icons.pixels(await icons.drawn(name))
    apart = [
        max(abs(a - b) for a, b in zip(*two, strict=True)) for two in zip(kept, again, strict=True)
    ]
    assert sum(one > 40 for one in apart) < len(apart) / 100
