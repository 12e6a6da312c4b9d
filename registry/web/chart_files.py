"""Charts as files: SVG with its own light colours, PNG, CSV.

What was made is kept on a small shelf in the memory of the process, under the version of the data
it was made from, so that it is never out of date.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from django.template.loader import render_to_string

from registry.exporters.addresses import LICENSE, absolute
from registry.exporters.csv_text import CONTENT_TYPE as CSV_TYPE
from registry.exporters.csv_text import csv_text
from registry.exporters.pictures import pixels
from registry.exporters.xml_text import xml_text
from registry.web.charts.layout import WIDE
from registry.web.charts.sheet import sheet, written
from registry.web.view_models.charts import Figure

CONTENT_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": CSV_TYPE,
}
_CSS = Path(__file__).resolve().parents[1] / "static" / "registry" / "css"
# Pixels of the picture for each of the drawing.
_SCALE = 2
_SHELF_BYTES = 16 * 1024 * 1024
_DARK = "@media (prefers-color-scheme: dark)"


class Shelf:
    """The results used last, up to a number of bytes in all."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What is kept under ``key``, else what ``make`` returns."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept and len(made) <= self._capacity:
                self._kept[key] = made
                self._size += len(made)
            while self._size > self._capacity:
                self._size -= len(self._kept.popitem(last=False)[1])
        return made

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0


shelf = Shelf(_SHELF_BYTES)


@cache
def style() -> str:
    """The rules of ``chart-marks.css`` with the light colours written in, for a file on its own."""
    light = (_CSS / "tokens.css").read_text(encoding="utf-8").partition(_DARK)[0]
    values = {
        name: " ".join(value.split()) for name, value in re.findall(r"(--[\w-]+):([^;]+);", light)
    }
    rules = (_CSS / "chart-marks.css").read_text(encoding="utf-8")
    plain = re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)
    filled = re.sub(r"var\((--[\w-]+)\)", lambda match: values[match[1]], plain)
    return re.sub(r"\s+", " ", filled).strip()


@cache
def style_source() -> str:
    """The style as a content policy names it: by its hash."""
    return f"'sha256-{b64encode(sha256(style().encode()).digest()).decode()}'"


def svg(figure: Figure) -> bytes:
    """The chart with title and source, complete in itself; words where there is nothing to draw."""
    drawing = figure.wide or written(figure.empty, WIDE.width)
    text = render_to_string(
        "charts/standalone.svg",
        {
            "title": figure.title,
            "description": figure.description,
            "style": style(),
            "sheet": sheet(figure.title, figure.subtitle, _origin(figure), drawing),
        },
    )
    return xml_text(text).encode()


def _origin(figure: Figure) -> tuple[str, ...]:
    """What stands under the drawing: source, licence, where it is kept up to date."""
    return figure.source, f"Data: CC BY 4.0, {LICENSE}", f"Current: {absolute(figure.url)}"


def png(svg_file: bytes) -> bytes:
    return pixels(svg_file.decode(), scale=_SCALE)


def csv(figure: Figure) -> bytes:
    return csv_text(figure.columns, figure.rows).encode()
