"""Every way through an account, as a person takes it, without scripts."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "ada@example.org", "correct horse battery staple"
NAME = "Ada Lovelace"


def link_in_mail(number: int = -1) -> str:
    """The path of the first link of a mail that is not the front page."""
    (path, *_) = re.findall(r"http://localhost:8000(/account/\S+)", str(mail.outbox[number].body))
    return str(path)


def sign_up(client: Client) -> None:
    answer = client.post(
        "/account/sign-up/", {"email": EMAIL, "display_name": NAME, "password1": PASSWORD}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == "/account/email/sent/"


def test_sign_up_verify_sign_out_sign_in(client: Client) -> None:
    sign_up(client)
    path = link_in_mail()
    page = client.get(path)
    assert EMAIL in page.content.decode()
    answer = client.post(path)
    assert answer.url == "/account/"
    assert NAME in client.get("/account/").content.decode()
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/account/").status_code == 302
    answer = client.post("/account/sign-in/", {"login": EMAIL, "password": PASSWORD})
    assert answer.url == "/account/"
