"""What a machine can tell of a page in a window: rules of accessibility, errors, its width."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

LOOKS = {"wide-light": ((1280, 900), "light"), "phone-dark": ((390, 844), "dark")}
SERIOUS = {"serious", "critical"}


def new_window(browser: Browser, look: str, *, has_scripts: bool = True) -> Page:
    """A window with an empty memory; close its ``context``."""
    (width, height), scheme = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=has_scripts,
    )
    return context.new_page()


class Watch:
    """Listens to a window: what is said in the console, and what is asked of other sites."""

    def __init__(self, page: Page, server: str) -> None:
        self._page = page
        self._heard: list[str] = []
        page.on("console", lambda message: self._heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self._heard.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((server, "data:"))
                else self._heard.append(f"asked {request.url}")
            ),
        )

    def faults(self) -> list[str]:
        """Serious findings of axe, what is wider than the screen, and all heard since last time."""
        found = [
            f"{violation['id']}: {node['html'][:120]}"
            for violation in Axe().run(self._page).response["violations"]
            if violation["impact"] in SERIOUS
            for node in violation["nodes"][:2]
        ]
        overflow = self._page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            found.append(f"{overflow} px wider than the screen")
        found += self._heard
        self._heard = []
        return found
