"""Every way through an account, as a person takes it, without scripts."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from registry.actions.audit import operator
from registry.actions.memberships import confirm_member
from registry.models import Actor, AuditEvent, Lab, Submission, User

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


@pytest.fixture
def ada(client: Client) -> Client:
    """Signed in with an address that was verified."""
    sign_up(client)
    client.post(link_in_mail())
    return client


def test_nobody_is_told_whether_an_address_has_an_account(ada: Client) -> None:
    stranger = Client()
    for email in (EMAIL, "nobody@example.org"):
        answer = stranger.post("/account/password/reset/", {"email": email})
        assert (answer.status_code, answer.url) == (302, "/account/password/reset/sent/")
    again = stranger.post(
        "/account/sign-up/", {"email": EMAIL, "display_name": "X", "password1": PASSWORD}
    )
    assert (again.status_code, again.url) == (302, "/account/email/sent/")
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_forgotten_password_is_replaced_once(ada: Client) -> None:
    stranger, new = Client(), "another long enough password"
    stranger.post("/account/password/reset/", {"email": EMAIL})
    path = link_in_mail()
    form = stranger.get(path, follow=True)
    answer = stranger.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert answer.url == "/account/password/reset/done/"
    assert (
        Client().post("/account/sign-in/", {"login": EMAIL, "password": PASSWORD}).status_code
        != 302
    )
    assert Client().post("/account/sign-in/", {"login": EMAIL, "password": new}).status_code == 302
    used = Client().get(path, follow=True).content.decode()
    assert 'name="password1"' not in used


def test_guessing_is_slowed_down(ada: Client) -> None:
    """Not even the right password helps then, so that a hit cannot be told from a miss."""
    guess = {"login": EMAIL, "password": "not the password at all"}
    texts = [Client().post("/account/sign-in/", guess).content.decode() for _ in range(12)]
    assert any("Too many" in text for text in texts)
    right = Client().post("/account/sign-in/", {"login": EMAIL, "password": PASSWORD})
    assert right.status_code != 302


def add_app(client: Client) -> str:
    """Add an authenticator app; return its key."""
    client.post("/account/confirm/", {"password": PASSWORD})
    page = client.get("/account/second-factor/app/add/")
    key = str(page.context["form"].secret)
    answer = client.post("/account/second-factor/app/add/", {"code": code(key)})
    assert answer.status_code == 302, answer.context["form"].errors
    return key


def code(key: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps)))


def test_a_second_factor_is_asked_for_and_a_recovery_code_replaces_it_once(ada: Client) -> None:
    add_app(ada)
    codes = re.findall(
        r"\b\d{8}\b", ada.get("/account/second-factor/recovery-codes/").content.decode()
    )
    assert len(codes) == 10
    for expected in ("/account/", None):
        client = Client()
        answer = client.post("/account/sign-in/", {"login": EMAIL, "password": PASSWORD})
        assert answer.url.startswith("/account/sign-in/second-step/")
        assert client.get("/account/").status_code == 302, "the password alone opens nothing"
        answer = client.post(answer.url, {"code": codes[0]})
        assert answer.headers.get("Location") == expected


def test_other_sessions_are_listed_and_ended(ada: Client) -> None:
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"})
    phone.post("/account/sign-in/", {"login": EMAIL, "password": PASSWORD})
    assert phone.get("/account/").status_code == 200
    assert "iPhone" in ada.get("/account/sessions/").content.decode()
    ada.post("/account/sessions/", {"session": "others"})
    assert phone.get("/account/").status_code == 302
    assert ada.get("/account/").status_code == 200


def test_closing_an_account_keeps_the_record_and_forgets_the_person(ada: Client) -> None:
    ada.get("/submissions/")
    ada.post(
        "/submissions/start/",
        {"kind": "self_assessment", "model": "Analytical Engine", "source": "blank"},
    )
    submission = Submission.objects.get(model_name="Analytical Engine")
    ada.post("/account/confirm/", {"password": PASSWORD})
    page = ada.get("/account/close/")
    fields = dict.fromkeys(page.context["form"].fields, True)
    answer = ada.post("/account/close/", fields)
    assert (answer.status_code, answer.url) == (302, "/account/closed/")
    assert (
        Client().post("/account/sign-in/", {"login": EMAIL, "password": PASSWORD}).status_code
        == 200
    )
    actor = Actor.objects.get(key=submission.created_by)
    assert NAME not in actor.name
    assert not User.objects.filter(email=EMAIL).exists()
    assert AuditEvent.objects.filter(actor_key=actor.key).exists()


def test_the_last_representative_stays(ada: Client) -> None:
    user = User.objects.get(email=EMAIL)
    confirm_member(
        by=operator(),
        user=user,
        lab=Lab.objects.get(slug="deepseek"),
        role="representative",
        reason="For the test",
    )
    add_app(ada)
    page = ada.get("/account/close/").content.decode()
    assert "You are the only representative of DeepSeek" in page
    assert ada.post("/account/close/", {}).status_code == 409
    assert User.objects.get(pk=user.pk).is_active
