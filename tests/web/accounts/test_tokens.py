"""The pages about one's own tokens."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from registry.actions import tokens
from registry.models import Actor, ApiToken, User
from registry.rules.api_tokens import Grant
from tests.factories.submissions import add_person

pytestmark = pytest.mark.django_db
NAME, PASSWORD = "nightly job", "correct horse battery staple"
NEW = {"name": NAME, "scope": "deepseek", "actions": ["create", "save"], "days": "30"}


@pytest.fixture
def owner() -> User:
    user = Actor.objects.get(key=add_person("owner", "deepseek").key).user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def browser(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302
    return client


def test_a_token_is_shown_once(browser: Client, owner: User) -> None:
    page = browser.post("/account/tokens/new/", NEW)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    found = re.search(r"mdr_\w{49}", page.content.decode())
    assert found
    token, person = tokens.use_token(found[0])
    assert (token.name, token.owner, person.scope and person.scope.lab) == (
        "nightly job", owner, "deepseek",
    )  # fmt: skip
    listed = browser.get("/account/tokens/").content.decode()
    assert found[0] not in listed
    assert found[0][:10] in listed
    (told,) = mail.outbox
    assert "nightly job" in str(told.body)
    assert found[0] not in str(told.body)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Enter a name."),
        ({"name": "a\u202eb"}, "nobody can see"),
        ({"scope": "meta"}, "valid choice"),
        ({"scope": ""}, "Choose for what it is."),
        ({"actions": ["submit"]}, "valid choice"),
        ({"days": "366"}, "valid choice"),
        ({"days": ""}, "Choose after how long"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    changed: dict[str, object], says: str, browser: Client
) -> None:
    page = browser.post("/account/tokens/new/", {**NEW, **changed})
    assert page.status_code == 400
    assert says in page.content.decode()
    assert not ApiToken.objects.exists()


def test_revoking(browser: Client, owner: User) -> None:
    token, text = tokens.create_token(by=owner, name="old", lab=None, grant=Grant(frozenset()))
    page = browser.post("/account/tokens/", {"token": token.public_id}, follow=True)
    assert "old is revoked" in page.content.decode()
    with pytest.raises(tokens.TokenRefused):
        tokens.use_token(text)
    for unknown in (token.public_id, "", "\x00", "x" * 5000):
        page = browser.post("/account/tokens/", {"token": unknown}, follow=True)
        assert page.status_code == 200


def test_the_token_of_another_person_is_not_there(browser: Client) -> None:
    other = Actor.objects.get(key=add_person("other").key).user
    assert other is not None
    token, text = tokens.create_token(by=other, name="theirs", lab=None, grant=Grant(frozenset()))
    assert "theirs" not in browser.get("/account/tokens/").content.decode()
    browser.post("/account/tokens/", {"token": token.public_id})
    tokens.use_token(text)


def test_making_one_asks_for_the_password_again(owner: User) -> None:
    client = Client()
    client.force_login(owner)
    answer = client.post("/account/tokens/new/", NEW)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/confirm/")
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("address", ["/account/tokens/", "/account/tokens/new/"])
def test_nobody_else_gets_there(address: str, owner: User) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address, NEW)
        assert answer["Location"].startswith("/account/sign-in/")
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(owner)
    assert forged.post(address, NEW).status_code == 403
    assert not ApiToken.objects.exists()
