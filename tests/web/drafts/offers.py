"""Deciding on the page of an import as a browser without scripts does."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client


class Offered(HTMLParser):
    """What a browser would send of the page's form, and every name it could send."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.data: dict[str, str] = {}
        self.names: set[str] = set()
        self.buttons: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name, value = at.get("name") or "", at.get("value") or ""
        if tag == "button" and name == "do":
            self.buttons.append(value)
        if tag != "input" or not name:
            return
        self.names.add(name)
        if at.get("type") == "hidden" or "checked" in at:
            self.data[name] = value


def offered(client: Client, address: str) -> Offered:
    return Offered(client.get(address).content.decode())


def send(client: Client, address: str, do: str = "marked", **marks: str) -> HttpResponse:
    """Press a button after setting marks; ``cost__final_run`` stands for ``cost.final_run``."""
    data = offered(client, address).data
    data |= {f"decide.{key.replace('__', '.')}": value for key, value in marks.items()}
    return client.post(address, {**data, "do": do})


def confirm_all(client: Client, address: str) -> None:
    """Section by section, as far as the page offers it."""
    page = client.get(address).content.decode()
    for section in re.findall(r'value="certain\.([a-z_]+)"', page):
        send(client, address, do=f"certain.{section}")
