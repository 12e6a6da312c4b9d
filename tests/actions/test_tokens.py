"""Tokens of the API: made for a member, good until anything that they rest on ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry.actions import closing, memberships, tokens
from registry.actions.accounts import actor_of
from registry.models import Actor, ApiToken, AuditEvent, Lab, User
from registry.rules.api_tokens import Grant, is_token, token_digest
from registry.rules.errors import Conflict, NotPermitted, Refused, SecondFactorMissing
from registry.rules.permissions import Scope
from registry.rules.workflow.vocabulary import Action
from tests.factories.submissions import add_person

pytestmark = pytest.mark.django_db
SAVES = Grant(frozenset({Action.CREATE, Action.SAVE}))


@pytest.fixture
def owner() -> User:
    return user_of("owner", "deepseek")


def user_of(name: str, lab: str | None = None, role: str = "submitter") -> User:
    user = Actor.objects.get(key=add_person(name, lab, role).key).user
    assert user is not None
    return user


def made(owner: User, lab: str | None = "deepseek", grant: Grant = SAVES) -> tuple[ApiToken, str]:
    of = Lab.objects.get(slug=lab) if lab else None
    return tokens.create_token(by=owner, name="nightly job", lab=of, grant=grant)


def test_only_the_digest_is_kept(owner: User) -> None:
    token, text = made(owner)
    assert is_token(text)
    stored = ApiToken.objects.values().get()
    assert stored["digest"] == token_digest(text)
    assert text.startswith(stored["beginning"])
    assert len(stored["beginning"]) == 10
    assert not [value for value in stored.values() if text in str(value)]
    assert token.expires_at - token.created_at == timedelta(days=90)


def test_making_and_revoking_are_on_record(owner: User) -> None:
    token, text = made(owner)
    tokens.revoke_token(by=owner, token=token)
    rows = AuditEvent.objects.filter(data__token=token.public_id).order_by("id")
    assert [row.action for row in rows] == ["token.create", "token.revoke"]
    assert {row.actor_key for row in rows} == {actor_of(owner).key}
    assert not [row for row in rows if text in str(row.data)]


def test_a_token_acts_for_its_owner_within_its_scope(owner: User) -> None:
    token, text = made(owner)
    used, person = tokens.use_token(text)
    assert used == token
    assert person.key == actor_of(owner).key
    assert person.scope == Scope(
        "deepseek", frozenset({Action.CREATE, Action.SAVE}), token.public_id
    )
    assert not (person.is_editor or person.has_second_factor)


def test_use_is_noted_once_a_day(owner: User, django_assert_num_queries: object) -> None:
    token, text = made(owner)
    tokens.use_token(text)
    token.refresh_from_db()
    assert token.last_used_on is not None
    before = ApiToken.objects.values_list().get()
    tokens.use_token(text)
    assert ApiToken.objects.values_list().get() == before


def revoke(owner: User, token: ApiToken) -> None:
    tokens.revoke_token(by=owner, token=token)


def expire(owner: User, token: ApiToken) -> None:
    past = token.created_at - timedelta(days=2)
    ApiToken.objects.filter(pk=token.pk).update(
        created_at=past, expires_at=past + timedelta(days=1)
    )


def leave(owner: User, token: ApiToken) -> None:
    assert token.lab
    memberships.end_membership(by=actor_of(owner), user=owner, lab=token.lab, reason="Left")


def close(owner: User, token: ApiToken) -> None:
    closing.close(owner)


def deactivate(owner: User, token: ApiToken) -> None:
    User.objects.filter(pk=owner.pk).update(is_active=False)


def lose_second_factor(owner: User, token: ApiToken) -> None:
    # A representative needs one, and this person has none.
    confirm = memberships.confirm_member
    assert token.lab
    confirm(by=actor_of(owner), user=owner, lab=token.lab, role="representative", reason="Any")


ENDS = {
    "revoked": (revoke, "was revoked"),
    "expired": (expire, "expired on"),
    "left": (leave, "does not belong to DeepSeek any more"),
    "account closed": (close, "no such token"),
    "account inactive": (deactivate, "closed"),
    "second factor": (lose_second_factor, "second factor"),
}


@pytest.mark.parametrize("end", ENDS)
def test_whatever_ends_the_token_ends_it_at_once(end: str, owner: User) -> None:
    token, text = made(owner)
    tokens.use_token(text)
    act, says = ENDS[end]
    act(owner, token)
    with pytest.raises(tokens.TokenRefused, match=says):
        tokens.use_token(text)


def test_what_is_no_token_does_not_reach_the_database(
    owner: User, django_assert_num_queries: object
) -> None:
    _, text = made(owner)
    with django_assert_num_queries(0):  # type: ignore[operator]
        for garbage in ("", "mdr_", text[:-1], f"{text}x", text[::-1], "\x00", "日本語" * 1000):
            with pytest.raises(tokens.TokenRefused, match="no token of this registry"):
                tokens.use_token(garbage)


def test_nobody_makes_a_token_for_another_lab(owner: User) -> None:
    with pytest.raises(NotPermitted, match="do not belong to Meta"):
        made(owner, "meta")
    assert not ApiToken.objects.exists()


def test_who_needs_a_second_factor_needs_it_for_a_token() -> None:
    with pytest.raises(SecondFactorMissing):
        made(user_of("chief", "deepseek", "representative"))


def test_only_the_owner_revokes_and_only_once(owner: User) -> None:
    token, text = made(owner)
    with pytest.raises(Conflict):
        tokens.revoke_token(by=user_of("other", "deepseek"), token=token)
    tokens.use_token(text)
    revoke(owner, token)
    with pytest.raises(Conflict, match="already"):
        revoke(owner, token)


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "a\u202eb", "x" * 101])
def test_a_name_that_cannot_be_shown_is_refused(name: str, owner: User) -> None:
    with pytest.raises(Refused):
        tokens.create_token(by=owner, name=name, lab=None, grant=SAVES)


def test_there_is_a_most(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_TOKENS", 2)
    first, _ = made(owner)
    made(owner)
    with pytest.raises(Refused, match="which is the most"):
        made(owner)
    revoke(owner, first)
    made(owner)
