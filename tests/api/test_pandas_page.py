"""The page on pandas, run from top to bottom against the starter registry, as a reader would."""

from __future__ import annotations

import io
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.api import notebook

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "pandas.md"
PICTURE = "cost-against-compute.png"
PICTURE_ON_THE_SITE = ROOT / "registry" / "static" / "registry" / "img" / PICTURE
HOST = "http://localhost:8000"
SMALLEST_PICTURE = 20_000


def open_url(address: str) -> io.BytesIO:
    """What ``urllib.request.urlopen`` does, with the registry of the tests for an internet."""
    assert address.startswith(HOST)
    parts = urlsplit(address)
    response = Client().get(f"{parts.path}?{parts.query}")
    assert response.status_code == 200, response.content
    return io.BytesIO(response.content)


@pytest.mark.django_db
def test_the_page_does_what_it_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    monkeypatch.setattr("urllib.request.urlopen", open_url)
    monkeypatch.chdir(tmp_path)
    recorded = PAGE.read_text(encoding="utf-8")
    run = notebook.run(recorded)
    if os.environ.get("RECORD"):
        PAGE.write_text(run.text, encoding="utf-8")
        PICTURE_ON_THE_SITE.write_bytes((tmp_path / PICTURE).read_bytes())
    assert run.blocks > 5
    assert run.text == recorded
    # Two machines draw the same picture with other fonts, so it is not compared byte for byte.
    for picture in (tmp_path / PICTURE, PICTURE_ON_THE_SITE):
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > SMALLEST_PICTURE
