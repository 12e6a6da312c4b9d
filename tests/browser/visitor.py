"""A person at a browser: signs up, reads the mails, has an app for second factors."""

from __future__ import annotations

import re
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urljoin

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who do not exist
_STEP_SECONDS = 30


class Visitor:
    """Somebody with a mail box in the folder of the server; ``page`` is the window in use."""

    def __init__(self, page: Page, server: str, folder: Path, name: str, email: str) -> None:
        self.page, self.server = page, server
        self.name, self.email = name, email
        self._mails = folder / "mail"
        self._key = ""

    def open(self, path: str) -> None:
        response = self.page.goto(urljoin(self.server, path))
        assert response is not None
        assert response.status < 400, (path, response.status)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.server)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        """Follow the first link whose text has ``name`` in it."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def sign_up(self) -> None:
        """Sign up and verify the address by the link in the mail."""
        self.open("/account/sign-up/")
        self.fill("Your name", self.name)
        self.fill("E-mail address", self.email)
        self.fill("Password", PASSWORD)
        self.press("Create the account")
        self.open(self.link_in_mail("/account/email/verify/"))
        self.press("Yes, this is my address")

    def sign_in(self, key: str = "") -> None:
        """Sign in to an account that is there, with the ``key`` of its app where it has one."""
        self.open("/account/sign-in/")
        self.fill("E-mail address", self.email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        if key:
            self._key = key
            self.fill("Code", self.code())
            self.press("Sign in")

    def add_second_factor(self) -> None:
        self.open("/account/second-factor/app/add/")
        if "/confirm/" in self.page.url:
            self.fill("Password", PASSWORD)
            self.press("Go on")
        self._key = self.page.locator("code.key").inner_text()
        self.fill("Code", self.code())
        self.press("Add the app")

    def code(self) -> str:
        """What the app shows now."""
        return str(format_hotp_value(hotp_value(self._key, int(time.time()) // _STEP_SECONDS)))

    def link_in_mail(self, prefix: str) -> str:
        """The path of the newest link below ``prefix`` in a mail to this person."""
        for mail in self.mails():
            if found := re.search(rf"https?://[^/\s]+({re.escape(prefix)}\S+)", mail):
                return found[1]
        raise AssertionError(f"no mail to {self.email} has a link to {prefix}")

    def mails(self) -> list[str]:
        """The texts of the mails to this person, the newest first."""
        files = sorted(self._mails.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        texts = []
        for file in reversed(files):
            # One connection writes its mails into one file, with a line between them.
            for part in reversed(re.split(rb"\n-{70,}\n", file.read_bytes())):
                message = message_from_bytes(part.strip(), policy=default)
                if message["To"] == self.email:
                    texts.append(message.get_content())
        return texts
