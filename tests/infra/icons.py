"""Draws the app's icons from their SVG: `make icons`."""

import asyncio
import io
import struct
import zlib
from pathlib import Path

from tests.browser import chromium

TEAMS = Path(__file__).parents[2] / "infra" / "teams"
SIZES = {"color": 192, "outline": 32}
_PAGE = "<body style='margin:0'>{}"


async def drawn(name: str) -> bytes:
    """The icon as a PNG; what the SVG leaves empty stays transparent."""
    size = SIZES[name]
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": size, "height": size})
        await page.set_content(_PAGE.format((TEAMS / f"{name}.svg").read_text(encoding="utf-8")))
        return await page.screenshot(omit_background=True)


def pixels(png: bytes) -> list[tuple[int, ...]]:
    """Red, green, blue and alpha of each pixel, row by row."""
    width, _, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) in ((8, 2), (8, 6)), "neither RGB nor RGBA"
    each = 3 if kind == 2 else 4
    found: list[tuple[int, ...]] = []
    above = bytearray(width * each)
    lines = io.BytesIO(zlib.decompress(b"".join(_data(png))))
    while filter_ := lines.read(1):
        line = bytearray(lines.read(width * each))
        _unfiltered(filter_[0], line, above, each)
        found += [(*line[i : i + each], 255)[:4] for i in range(0, len(line), each)]
        above = line
    return found


def _data(png: bytes) -> list[bytes]:
    at, found = 8, []
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            found.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return found


def _unfiltered(filter_: int, line: bytearray, above: bytearray, each: int) -> None:
    """PNG says each byte by its neighbours: left, above, and above left."""
    for i in range(len(line)):
        left = line[i - each] if i >= each else 0
        corner = above[i - each] if i >= each else 0
        paeth = min((left, above[i], corner), key=lambda one: abs(left + above[i] - corner - one))
        add = (0, left, above[i], (left + above[i]) // 2, paeth)[filter_]
        line[i] = (line[i] + add) & 255


def main() -> None:
    """Draw both icons anew."""
    for name in SIZES:
        (TEAMS / f"{name}.png").write_bytes(asyncio.run(drawn(name)))


if __name__ == "__main__":
    main()
