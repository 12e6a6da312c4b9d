"""Every address of accounts by everybody: who is answered, and that nothing changes by it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import URLPattern, URLResolver

import registry.urls  # noqa: F401 - it makes the kinds of parts known that addresses have
from registry.models import ApiToken, AuditEvent, User
from registry.web.accounts.urls import urlpatterns
from tests.factories.submissions import add_person

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"  # noqa: S105 - of people who do not exist
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Open to everybody: how to come in, and where links of mails lead.
OPEN = {
    "closed/": "closed/",
    "sign-up/": "sign-up/",
    "sign-in/": "sign-in/",
    "sign-in/second-step/": "sign-in/second-step/",
    "sign-in/passkey/": "sign-in/passkey/",
    "sign-out/": "sign-out/",
    "inactive/": "inactive/",
    "password/reset/": "password/reset/",
    "password/reset/sent/": "password/reset/sent/",
    r"password/^reset/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[^/]{1,100})/$": (
        "password/reset/1-none/"
    ),
    "password/reset/done/": "password/reset/done/",
    "email/sent/": "email/sent/",
    "email/verify/<str:key>/": "email/verify/none/",
}
# Of whoever is signed in, and of nobody else.
OWN = {
    name: name
    for name in (
        *("", "profile/", "sessions/", "tokens/", "tokens/new/", "close/"),
        *("password/", "password/set/", "email/"),
        *("confirm/", "confirm/code/", "confirm/passkey/"),
        *("second-factor/", "second-factor/app/add/", "second-factor/app/remove/"),
        *("second-factor/passkeys/", "second-factor/passkeys/add/"),
        *("second-factor/recovery-codes/", "second-factor/recovery-codes/new/"),
        "second-factor/recovery-codes/download/",
    )
} | {
    "second-factor/passkeys/<number:pk>/rename/": "second-factor/passkeys/{passkey}/rename/",
    "second-factor/passkeys/<number:pk>/remove/": "second-factor/passkeys/{passkey}/remove/",
}


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    return [
        name
        for one in found
        for name in (
            [before + str(one.pattern)]
            if isinstance(one, URLPattern)
            else patterns(one.url_patterns, before + str(one.pattern))
        )
    ]


@pytest.fixture
def ada() -> Client:
    """Signed in by password."""
    return signed_in("ada")


def signed_in(name: str) -> Client:
    add_person(name)
    user = User.objects.get(email=f"{name}@example.org")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    answer = client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def add_passkey(name: str) -> int:
    key = Authenticator.objects.create(
        user=User.objects.get(email=f"{name}@example.org"),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key", "credential": {}},
    )
    return int(key.pk)


def state() -> list[object]:
    users = User.objects.order_by("pk").values_list("pk", "email", "password", "display_name")
    keys = Authenticator.objects.order_by("pk").values_list("pk", "type")
    return [
        list(users),
        list(keys),
        ApiToken.objects.count(),
        AuditEvent.objects.count(),
        UserSession.objects.count(),
    ]


def test_every_address_is_in_the_table() -> None:
    assert sorted(patterns(urlpatterns)) == sorted({**OPEN, **OWN})


@pytest.mark.parametrize("path", OPEN.values())
def test_open_to_everybody_and_harmless(path: str) -> None:
    client = Client()
    for method in METHODS:
        before = state()
        answer = client.generic(method, f"/account/{path}")
        assert answer.status_code in (200, 302, 400, 404, 405), method
        assert state() == before


@pytest.mark.parametrize("name", OWN)
def test_of_whoever_is_signed_in(name: str, ada: Client) -> None:
    passkey = add_passkey("ada") if "passkey}" in OWN[name] else 0
    address = f"/account/{OWN[name].format(passkey=passkey)}"
    for method in METHODS:
        before = state()
        answer = Client().generic(method, address)
        if method in ("GET", "POST"):
            assert answer.status_code == 302, method
            assert answer.headers["Location"].startswith("/account/sign-in/")
        else:
            assert answer.status_code in (302, 405)
        assert state() == before
    assert ada.get(address).status_code in (200, 302, 404, 405)


@pytest.mark.parametrize("act", ["rename", "remove"])
def test_the_passkey_of_somebody_else_is_not_there(act: str, ada: Client) -> None:
    eve = signed_in("eve")
    eve.post("/account/confirm/", {"password": PASSWORD})
    passkey = add_passkey("ada")
    before = state()
    answer = eve.post(f"/account/second-factor/passkeys/{passkey}/{act}/", {"name": "Mine"})
    assert answer.status_code == 404
    assert state() == before


def test_the_session_of_somebody_else_goes_on(ada: Client) -> None:
    ada.get("/account/")
    session = UserSession.objects.get(user__email="ada@example.org")
    eve = signed_in("eve")
    eve.post("/account/sessions/", {"session": str(session.pk)})
    assert ada.get("/account/").status_code == 200
