"""The system's Chromium, and what there is to look at.

The browser is Debian's, found by name; where a machine has none, these tests are skipped and the
last lines of the run say so. Nothing is fetched from anywhere but the server.
"""

from __future__ import annotations

import shutil
from collections import Counter, deque
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, sync_playwright

from tests.web.site import Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
OF_EACH_KIND = 12
# Without them Chromium looks for its maker's hosts at every start.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each module: while one is open, Django takes the thread for an async one."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kinds(server: str) -> dict[str, str]:
    """The longest page of every kind that links lead to, by the name of its address.

    Chosen among the first few of each kind.
    """
    longest: dict[str, tuple[int, str]] = {}
    opened: Counter[str] = Counter()
    # No link leads to the gallery of components.
    queue = deque(["/", "/components/"])
    seen = set(queue)
    while queue:
        path = queue.popleft()
        name = _kind(path)
        if not name or opened[name] == OF_EACH_KIND:
            continue
        opened[name] += 1
        with urlopen(server + path) as response:  # noqa: S310 - our own server
            if not response.headers["Content-Type"].startswith("text/html"):
                continue
            page = Page(path, response.read().decode())
        longest[name] = max(longest.get(name, (0, "")), (len(page.html), path))
        for target, _ in page.internal_links():
            if target not in seen:
                seen.add(target)
                queue.append(target)
    return {name: path for name, (_, path) in sorted(longest.items())}


def _kind(path: str) -> str:
    """The name of the address of a page; downloads and pictures have none."""
    try:
        return resolve(path).view_name if path.endswith("/") else ""
    except Resolver404:
        return ""
